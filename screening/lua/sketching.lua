-- Reads the records of many entries at once, for whoever keeps sketches of all of them.
--
-- ARGV: epoch, prefix, first hundred-odd of numbers, how many of those.
-- Returns {'not-ready'} or {'ok', how many hundred-odds are full, numbers, their records}; of entries
-- that were changed or removed there is nothing.
local epoch, prefix, first, count = ARGV[1], ARGV[2], tonumber(ARGV[3]), tonumber(ARGV[4])
if redis.call('GET', 'tocsin:epoch') ~= epoch and epoch ~= 'building' then return {'not-ready'} end
local full = math.floor((redis.call('GET', prefix .. 'number') or 0) / 128)
local numbers, records = {}, {}
for shelf = first, math.min(first + count, full) - 1 do
  local found = redis.call('HGETALL', prefix .. 'numbers:' .. shelf)
  for at = 1, #found, 2 do
    numbers[#numbers + 1], records[#records + 1] = found[at], found[at + 1]
  end
end
return {'ok', full, numbers, records}
