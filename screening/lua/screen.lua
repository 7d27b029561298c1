-- Writes one flight and its passengers, then reads the watchlist: own side first (rule 3).
-- One atomic call, so nothing comes between the write and the read.
--
-- ARGV: epoch, prefix, flight, expected version, write (1|0), state, flight details, expires at, and
--       packed: people, changed, removed, asked. A person is as candidates.lua has it; changed are
--       n × (ref, record, number of who is held so far or 0, number of who is to be), removed n × (ref,
--       number of who is held), asked as candidates.lua has it.
--       A member of held:KEY is flight US ref US year of birth US rest of the name. people:FLIGHT holds
--       stamp|record, the record as screening/traveller.py makes it.
-- Returns {'not-ready'}, {'moved', version, state}, or {'ok', clock, {postings for each asked}}.
local epoch, prefix, flight, expected, write, state, details, expires = unpack(ARGV)
if redis.call('GET', 'tocsin:epoch') ~= epoch and epoch ~= 'building' then return {'not-ready'} end
local home, aboard = prefix .. 'flight:' .. flight, prefix .. 'people:' .. flight
local version = redis.call('HGET', home, 'version') or '0'
if version ~= expected then
  return {'moved', version, redis.call('HGET', home, 'state') or ''}
end
local clock = redis.call('INCR', prefix .. 'clock')
local stamp = string.format('%.0f', clock)  -- `..` alone would write it with 14 digits
local people, changed, removed, asked = unpack(cmsgpack.unpack(ARGV[9]))

local function hold(command, ref, person)
  local member = flight .. '\31' .. ref .. '\31' .. person[1] .. '\31'
  for i = 2, #person, 2 do
    redis.call(command, prefix .. 'held:' .. person[i], member .. person[i + 1])
  end
end

for at = 1, #changed, 4 do
  local ref, record, before, after = unpack(changed, at, at + 3)
  if before > 0 then hold('SREM', ref, people[before]) end
  hold('SADD', ref, people[after])
  redis.call('HSET', aboard, ref, stamp .. '|' .. record)
end
for at = 1, #removed, 2 do
  hold('SREM', removed[at], people[removed[at + 1]])
  redis.call('HDEL', aboard, removed[at])
end
if write == '1' then
  -- The clock, not a count: a flight forgotten and reported anew must not repeat a version.
  redis.call('HSET', home, 'version', stamp, 'state', state, 'details', details)
  -- The sweep forgets the flight at its time, and needs the state for it; this is its safety net.
  redis.call('EXPIREAT', home, expires + 86400)
  redis.call('EXPIREAT', aboard, expires + 86400)
  redis.call('ZADD', prefix .. 'expiry', expires, flight)
end
return {'ok', clock, postings(prefix, people, asked)}
