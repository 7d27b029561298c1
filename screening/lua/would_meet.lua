-- Reads who is on the way for an entry as it would be; writes nothing.
--
-- ARGV: epoch, prefix, then as on_the_way.lua has it.
-- Returns {'not-ready'}, or {'ok', clock, who is on the way, as on_the_way.lua returns it}.
local cursor = 0
local function take()
  cursor = cursor + 1
  return ARGV[cursor]
end

local epoch, prefix = take(), take()
if redis.call('GET', 'tocsin:epoch') ~= epoch then return {'not-ready'} end
local clock = tonumber(redis.call('GET', prefix .. 'clock') or '0')
return {'ok', clock, on_the_way(prefix, taken(take))}
