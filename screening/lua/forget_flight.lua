-- Removes one flight and its people from the passenger index, unless it was written to in between.
-- What they are held under stays: without the number of their flight it is nobody's (held.lua).
-- ARGV: epoch, prefix, flight, expected version, now (epoch seconds).
-- Returns 1 if removed, 0 if the flight has moved on, is held for longer by now, or is of another build.
local epoch, prefix, flight, expected, now = unpack(ARGV)
if redis.call('GET', 'tocsin:epoch') ~= epoch then return 0 end
local home = prefix .. 'flight:' .. flight
if (redis.call('HGET', home, 'version') or '0') ~= expected then return 0 end
local over = redis.call('ZSCORE', prefix .. 'expiry', flight)
if over and tonumber(over) > tonumber(now) then return 0 end
local number = redis.call('HGET', home, 'number')
if number then
  redis.call('HDEL', prefix .. 'flights', number)
  redis.call('ZADD', prefix .. 'gone', now, number)
end
redis.call('DEL', home, prefix .. 'people:' .. flight, prefix .. 'hits-on:' .. flight)
redis.call('SREM', prefix .. 'with-hits', flight)
redis.call('ZREM', prefix .. 'expiry', flight)
return 1
