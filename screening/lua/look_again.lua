-- Reads who is on the way once more for an entry that came into force or went out of it.
-- Facts found before are too old from here on: they went by the day before.
--
-- ARGV: epoch, prefix, entry key, number of its contents, then as on_the_way.lua has it.
-- Returns {'not-ready'}, {'stale'} where the entry has changed, or
--       {'ok', clock, who is on the way, as on_the_way.lua returns it}.
local cursor = 0
local function take()
  cursor = cursor + 1
  return ARGV[cursor]
end

local epoch, prefix, key, number = take(), take(), take(), take()
if redis.call('GET', 'tocsin:epoch') ~= epoch then return {'not-ready'} end
local home = home_of(prefix, key)
if not home or home.number ~= tonumber(number) then return {'stale'} end
local clock = redis.call('INCR', prefix .. 'clock')
home.stamp = string.format('%.0f', clock)  -- `..` alone would write it with 14 digits
redis.call('SET', prefix .. 'entry:' .. key, line_of(home))
return {'ok', clock, on_the_way(prefix, taken(take))}
