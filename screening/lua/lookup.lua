-- Reads the watchlist for many people at once; writes nothing.
--
-- ARGV: epoch, prefix, n × (as candidates.lua has it).
-- Returns {'not-ready'} or {'ok', {numbers of the entries that each may be}...}.
local cursor = 2
local function take()
  cursor = cursor + 1
  return ARGV[cursor]
end

local epoch, prefix = ARGV[1], ARGV[2]
if redis.call('GET', 'tocsin:epoch') ~= epoch and epoch ~= 'building' then return {'not-ready'} end
local answers = {}
while cursor < #ARGV do answers[#answers + 1] = candidates(take, prefix) end
return {'ok', answers}
