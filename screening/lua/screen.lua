-- Writes one flight and its passengers, then reads the watchlist: own side first (rule 3).
-- One atomic call, so nothing comes between the write and the read.
--
-- ARGV: epoch, prefix, flight, expected version, write (1|0), state, flight details, expires at,
--       changed: n × (ref, record, old, new), removed: n × (ref, old), asked: n × (as candidates.lua
--       has it). Old and new are how a person is held: year of birth, keys as a length and key, rest, ...
--       A member of held:KEY is flight US ref US year of birth US rest of the name. people:FLIGHT holds
--       stamp|record, the record as screening/traveller.py makes it.
-- Returns {'not-ready'}, {'moved', version, state}, or
--       {'ok', clock, {numbers of the entries that each asked may be}...}.
local cursor = 0
local function take()
  cursor = cursor + 1
  return ARGV[cursor]
end
local function take_held()
  local year, keys = take(), {}
  for i = 1, 2 * tonumber(take()) do keys[i] = take() end
  return year, keys
end
local epoch, prefix, flight = take(), take(), take()
if redis.call('GET', 'tocsin:epoch') ~= epoch and epoch ~= 'building' then return {'not-ready'} end
local home, people = prefix .. 'flight:' .. flight, prefix .. 'people:' .. flight
local expected, write, state, details, expires = take(), take(), take(), take(), take()
local version = redis.call('HGET', home, 'version') or '0'
if version ~= expected then
  return {'moved', version, redis.call('HGET', home, 'state') or ''}
end
local clock = redis.call('INCR', prefix .. 'clock')
local stamp = string.format('%.0f', clock)  -- `..` alone would write it with 14 digits

local function hold(command, ref, year, keys)
  local member = flight .. '\31' .. ref .. '\31' .. year .. '\31'
  for i = 1, #keys, 2 do redis.call(command, prefix .. 'held:' .. keys[i], member .. keys[i + 1]) end
end

for _ = 1, tonumber(take()) do
  local ref, record = take(), take()
  hold('SREM', ref, take_held())
  hold('SADD', ref, take_held())
  redis.call('HSET', people, ref, stamp .. '|' .. record)
end
for _ = 1, tonumber(take()) do
  local ref = take()
  hold('SREM', ref, take_held())
  redis.call('HDEL', people, ref)
end
if write == '1' then
  -- The clock, not a count: a flight forgotten and reported anew must not repeat a version.
  redis.call('HSET', home, 'version', stamp, 'state', state, 'details', details)
  -- The sweep forgets the flight at its time, and needs the state for it; this is its safety net.
  redis.call('EXPIREAT', home, expires + 86400)
  redis.call('EXPIREAT', people, expires + 86400)
  redis.call('ZADD', prefix .. 'expiry', expires, flight)
end

local answers = {}
for i = 1, tonumber(take()) do answers[i] = candidates(take, prefix) end
return {'ok', clock, answers}
