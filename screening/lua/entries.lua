-- Reads entries whole, as long as their contents still have these numbers.
--
-- ARGV: epoch, prefix, n × (number, entry key).
-- Returns {'not-ready'} or {'ok', json of each}; '' where an entry was changed or removed in between.
local epoch, prefix = ARGV[1], ARGV[2]
if redis.call('GET', 'tocsin:epoch') ~= epoch and epoch ~= 'building' then return {'not-ready'} end
local found = {}
for at = 3, #ARGV, 2 do
  local held = redis.call('HMGET', prefix .. 'entry:' .. ARGV[at + 1], 'number', 'json')
  found[#found + 1] = held[1] == ARGV[at] and held[2] or ''
end
return {'ok', found}
