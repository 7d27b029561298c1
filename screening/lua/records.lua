-- Reads what comparing needs of the entries whose contents have these numbers.
--
-- ARGV: epoch, prefix, numbers.
-- Returns {'not-ready'} or {'ok', record of each}; '' where an entry was changed or removed in between:
-- whoever did that has since read the passengers, or will.
local epoch, prefix = ARGV[1], ARGV[2]
if redis.call('GET', 'tocsin:epoch') ~= epoch and epoch ~= 'building' then return {'not-ready'} end
local found = {}
for at = 3, #ARGV do
  local number = ARGV[at]
  found[#found + 1] = redis.call('HGET', prefix .. 'numbers:' .. math.floor(number / 128), number) or ''
end
return {'ok', found}
