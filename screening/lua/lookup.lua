-- Reads the watchlist for many people at once; writes nothing.
--
-- ARGV: epoch, prefix, n × (number of keys, keys).
-- Returns {'not-ready'} or {'ok', {entry ids of each}..., entries as id, version, json, id, ...}.
local cursor = 2
local function take()
  cursor = cursor + 1
  return ARGV[cursor]
end

local epoch, prefix = ARGV[1], ARGV[2]
if redis.call('GET', 'tocsin:epoch') ~= epoch and epoch ~= 'building' then return {'not-ready'} end

local seen, entries, answers = {}, {}, {}
while cursor < #ARGV do
  local keys = {}
  for i = 1, tonumber(take()) do keys[i] = prefix .. 'listed:' .. take() end
  local found = {}
  if #keys > 0 then found = redis.call('SUNION', unpack(keys)) end
  answers[#answers + 1] = found
  for _, id in ipairs(found) do
    if not seen[id] then
      seen[id] = true
      local record = redis.call('HMGET', prefix .. 'entry:' .. id, 'version', 'json')
      if record[2] then
        entries[#entries + 1] = id
        entries[#entries + 1] = record[1]
        entries[#entries + 1] = record[2]
      end
    end
  end
end
return {'ok', answers, entries}
