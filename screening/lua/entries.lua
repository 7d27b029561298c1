-- Reads entries whole, by the numbers of their contents; after home.lua.
--
-- ARGV: epoch, prefix, numbers.
-- Returns {'not-ready'} or {'ok', each as screening/stored_entry.py has it}; '' where an entry was changed
-- or removed in between.
local epoch, prefix = ARGV[1], ARGV[2]
if redis.call('GET', 'tocsin:epoch') ~= epoch and epoch ~= 'building' then return {'not-ready'} end
local found = {}
for at = 3, #ARGV do
  local _, _, entry = contents_of(prefix, ARGV[at])
  found[#found + 1] = entry or ''
end
return {'ok', found}
