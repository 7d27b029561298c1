-- Reads what comparing needs of the entries whose contents have these numbers; after home.lua.
--
-- ARGV: epoch, prefix, numbers.
-- Returns {'not-ready'} or {'ok', record of each}; '' where an entry was changed or removed in between:
-- whoever did that has since read the passengers, or will.
local epoch, prefix = ARGV[1], ARGV[2]
if redis.call('GET', 'tocsin:epoch') ~= epoch and epoch ~= 'building' then return {'not-ready'} end
local found = {}
for at = 3, #ARGV do
  local shelf, place = place_of_contents(prefix, ARGV[at])
  local contents = redis.call('LINDEX', shelf, place) or ''
  found[#found + 1] = contents == '' and contents or string.sub(contents, 1, struct.unpack('<I4', contents, 2))
end
return {'ok', found}
