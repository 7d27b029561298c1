-- Writes one flight and its passengers, then reads the watchlist: own side first (rule 3).
-- One atomic call, so nothing comes between the write and the read. After candidates, held, holding, home.
--
-- ARGV: epoch, prefix, flight, its number, expected version, write (1|0), state, flight details,
--       expires at, and packed: what `postings` takes (candidates.lua), records (ref, record, ...),
--       removed (ref, ...), postings put and postings taken out (bucket, posting, ...).
--       people:FLIGHT holds stamp|record, the record as screening/traveller.py makes it.
-- Returns {'not-ready'}, {'moved', version, state, number}, {'taken'} where the number of a flight that
--       is new is in use, or {'ok', clock, places and lengths, postings, known hits: ref, number of the
--       entry's contents, ...}.
local epoch, prefix, flight, number, expected, write, state, details, expires = unpack(ARGV)
if redis.call('GET', 'tocsin:epoch') ~= epoch and epoch ~= 'building' then return {'not-ready'} end
local home, aboard = prefix .. 'flight:' .. flight, prefix .. 'people:' .. flight
local version = redis.call('HGET', home, 'version') or '0'
if version ~= expected then
  local found = redis.call('HMGET', home, 'state', 'number')
  return {'moved', version, found[1] or '', found[2] or ''}
end
if write == '1' and version == '0' then
  if redis.call('ZSCORE', prefix .. 'gone', number) then return {'taken'} end
  if redis.call('HSETNX', prefix .. 'flights', number, flight) == 0 then return {'taken'} end
end
local clock = redis.call('INCR', prefix .. 'clock')
local stamp = string.format('%.0f', clock)  -- `..` alone would write it with 14 digits
local names, long, most, tokens, records, removed, put, taken = unpack(cmsgpack.unpack(ARGV[10]))

let_go(taken)
hold(prefix, put)
for at = 2, #records, 2 do records[at] = stamp .. '|' .. records[at] end
for first = 1, #records, AT_ONCE do
  redis.call('HSET', aboard, unpack(records, first, math.min(first + AT_ONCE - 1, #records)))
end
for _, ref in ipairs(removed) do redis.call('HDEL', aboard, ref) end
if write == '1' then
  -- The clock, not a count: a flight forgotten and reported anew must not repeat a version.
  redis.call('HSET', home, 'version', stamp, 'number', number, 'state', state, 'details', details)
  -- The sweep forgets the flight at its time; this is its safety net.
  redis.call('EXPIREAT', home, expires + 86400)
  redis.call('EXPIREAT', aboard, expires + 86400)
  redis.call('ZADD', prefix .. 'expiry', expires, flight)
end

-- Who is known to be a hit is judged again whatever the lists say: an entry finds people under keys that
-- are too long for a person's budget, and what is not found counts as no hit.
local known = {}
for _, pair in ipairs(redis.call('HKEYS', prefix .. 'hits-on:' .. flight)) do
  local ref, entry = string.match(pair, '^(.*)\31(.*)$')
  local listed = home_of(prefix, entry)
  if listed and listed.number then
    known[#known + 1] = ref
    known[#known + 1] = listed.number
  end
end
local places, found = postings(names, long, most, tokens)
return {'ok', clock, places, found, known}
