-- Reads entries whole, by the numbers of their contents.
--
-- ARGV: epoch, prefix, numbers.
-- Returns {'not-ready'} or {'ok', json of each}; '' where an entry was changed or removed in between.
local epoch, prefix = ARGV[1], ARGV[2]
if redis.call('GET', 'tocsin:epoch') ~= epoch and epoch ~= 'building' then return {'not-ready'} end
local found = {}
for at = 3, #ARGV do
  local number = ARGV[at]
  local whole = redis.call('HGET', prefix .. 'whole:' .. math.floor(number / 128), number) or ''
  found[#found + 1] = string.match(whole, '\n(.*)$') or ''  -- its keys stand before it
end
return {'ok', found}
