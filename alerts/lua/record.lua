-- Stores the next version of one alert as pending, unless what it rests on no longer stands (rule 2, 3).
--
-- ARGV: epoch, prefix, alert id, expected version, event, flight, ref, entry key, as_of, payload, expires at.
-- Returns 'not-ready', 'moved' (another worker has gone on), 'stale' (newer data came in between and
-- brings its own facts), or 'pending'.
local epoch, prefix, alert, expected, event = ARGV[1], ARGV[2], ARGV[3], ARGV[4], ARGV[5]
local flight, ref, entry, as_of = ARGV[6], ARGV[7], ARGV[8], tonumber(ARGV[9])
if redis.call('GET', 'tocsin:epoch') ~= epoch then return 'not-ready' end

local home = prefix .. 'alert:' .. alert
local held = redis.call('HMGET', home, 'version', 'sent', 'as_of')
if (held[1] or '0') ~= expected or held[1] ~= held[2] then return 'moved' end

local person = redis.call('HGET', prefix .. 'people:' .. flight, ref)
local listed = redis.call('HMGET', prefix .. 'entry:' .. entry, 'stamp', 'number')
if person and tonumber(string.match(person, '^%d+')) > as_of then return 'stale' end
if listed[2] and tonumber(listed[1]) > as_of then return 'stale' end
-- Of who is not in the index any more there is no stamp, but newer facts may have been routed.
if not person and held[3] and tonumber(held[3]) > as_of then return 'stale' end
if event ~= 'withdrawn' and not (person and listed[2]) then return 'stale' end

redis.call('HSET', home, 'version', expected + 1, 'event', event, 'flight', flight, 'ref', ref,
  'entry', entry, 'as_of', ARGV[9], 'payload', ARGV[10])
redis.call('EXPIREAT', home, ARGV[11])
for _, index in ipairs({prefix .. 'on-flight:' .. flight, prefix .. 'on-entry:' .. entry}) do
  redis.call('SADD', index, alert)
  redis.call('EXPIREAT', index, ARGV[11], 'GT')
  redis.call('EXPIREAT', index, ARGV[11], 'NX')
end
return 'pending'
