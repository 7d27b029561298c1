-- Removes one flight and its people from the passenger index, unless it was written to in between.
-- ARGV: epoch, prefix, flight, expected version, n × (ref, year of birth, keys as a length and
--       key, rest, ...).
-- Returns 1 if removed, 0 if the flight has moved on or is of another build.
local cursor = 0
local function take()
  cursor = cursor + 1
  return ARGV[cursor]
end

local epoch, prefix, flight, expected = take(), take(), take(), take()
if redis.call('GET', 'tocsin:epoch') ~= epoch then return 0 end
local home = prefix .. 'flight:' .. flight
if (redis.call('HGET', home, 'version') or '0') ~= expected then return 0 end
for _ = 1, tonumber(take()) do
  local member = flight .. '\31' .. take() .. '\31' .. take() .. '\31'
  for _ = 1, tonumber(take()) do redis.call('SREM', prefix .. 'held:' .. take(), member .. take()) end
end
redis.call('DEL', home, prefix .. 'people:' .. flight, prefix .. 'hits-on:' .. flight)
redis.call('SREM', prefix .. 'with-hits', flight)
redis.call('ZREM', prefix .. 'expiry', flight)
return 1
