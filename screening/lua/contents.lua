-- Reads the contents that have these numbers, as home.lua says what they are.
--
-- ARGV: epoch, prefix, numbers (4 bytes each, the highest first).
-- Returns {'not-ready'} or {'ok', and some at a time a list of the contents of each}; nothing where an entry
-- was changed or removed in between: whoever did that has since read the passengers, or will.
local AT_ONCE, NUMBER = 1000, 4  -- Lua can hand over some 8,000
local epoch, prefix, numbers = unpack(ARGV)
if redis.call('GET', 'tocsin:epoch') ~= epoch and epoch ~= 'building' then return {'not-ready'} end
local home, answer = prefix .. 'contents:', {'ok'}
for first = 1, #numbers, AT_ONCE * NUMBER do
  local names = {}
  for at = first, math.min(first + (AT_ONCE - 1) * NUMBER, #numbers), NUMBER do
    names[#names + 1] = home .. struct.unpack('>I4', numbers, at)
  end
  answer[#answer + 1] = redis.call('MGET', unpack(names))
end
return answer
