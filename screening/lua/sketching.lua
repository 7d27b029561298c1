-- Reads the records of many entries at once, for whoever keeps sketches of all of them; after home.lua.
--
-- ARGV: epoch, prefix, first shelf of contents, how many of those.
-- Returns {'not-ready'} or {'ok', how many shelves are full, numbers, their records}; of entries
-- that were changed or removed there is nothing.
local epoch, prefix, first, count = ARGV[1], ARGV[2], tonumber(ARGV[3]), tonumber(ARGV[4])
if redis.call('GET', 'tocsin:epoch') ~= epoch and epoch ~= 'building' then return {'not-ready'} end
local full = tonumber(redis.call('GET', prefix .. 'shelf') or '0')
local numbers, records = {}, {}
for shelf = first, math.min(first + count, full) - 1 do
  local found = redis.call('LRANGE', prefix .. 'contents:' .. string.format('%.0f', shelf), 0, -1)
  for at, contents in ipairs(found) do
    if contents ~= '' then
      numbers[#numbers + 1] = string.format('%.0f', shelf * OF_A_SHELF + at)
      records[#records + 1] = string.sub(contents, 1, struct.unpack('<I4', contents, 2))
    end
  end
end
return {'ok', full, numbers, records}
