-- Stores the next version of one alert as pending, unless what it rests on no longer stands (rule 2, 3).
--
-- ARGV: epoch, prefix, alert id, expected version, event, flight, ref, entry key, as_of ('' = it rests
--       on the version before alone), payload, expires at, trace id, source, tick at which the rules
--       gone by were current ('' = none were), now as text, agency, digest of the entry as seen, when
--       it is to be escalated ('' = never), revision of the decisions on the entry ('' = none were
--       gone by), id of the decision that it is due to ('' = none), that decision.
-- Returns 'not-ready', 'moved' (another worker has gone on, or decisions have come), 'stale' (newer data
-- came in between and brings its own facts), 'outruled' (newer rules are in force on this flight), or
-- 'pending'.
local epoch, prefix, alert, expected, event = ARGV[1], ARGV[2], ARGV[3], ARGV[4], ARGV[5]
local flight, ref, entry, as_of = ARGV[6], ARGV[7], ARGV[8], tonumber(ARGV[9])
local payload, expires, trace, source = ARGV[10], ARGV[11], ARGV[12], ARGV[13]
local ruled, now, agency, view, due = tonumber(ARGV[14]), ARGV[15], ARGV[16], ARGV[17], ARGV[18]
local revision, decision = ARGV[19], ARGV[20]
if redis.call('GET', 'tocsin:epoch') ~= epoch then return 'not-ready' end

local home = prefix .. 'alert:' .. alert
local held = redis.call('HMGET', home, 'version', 'sent', 'as_of')
if (held[1] or '0') ~= expected or held[1] ~= held[2] then return 'moved' end
if revision ~= '' and revision_of(prefix, entry) ~= revision then return 'moved' end

if ruled and tonumber(redis.call('HGET', prefix .. 'flight:' .. flight, 'ruled') or '0') > ruled then
  return 'outruled'
end
if as_of then
  local late, person, listed = changed_since(prefix, flight, ref, entry, as_of)
  if late then return 'stale' end
  -- Of who is not in the index any more there is no stamp, but newer facts may have been routed.
  if not person and held[3] and tonumber(held[3]) > as_of then return 'stale' end
  if event ~= 'withdrawn' and not (person and listed) then return 'stale' end
  redis.call('HSET', home, 'as_of', ARGV[9])
end

local function keep(key)
  redis.call('EXPIREAT', key, expires, 'GT')
  redis.call('EXPIREAT', key, expires, 'NX')
end
redis.call('HSET', home, 'version', expected + 1, 'event', event, 'flight', flight, 'ref', ref,
  'entry', entry, 'view', view, 'due', due, 'payload', payload)
redis.call('EXPIREAT', home, expires)
redis.call('SADD', prefix .. 'agencies', agency)
redis.call('ZADD', prefix .. 'of-agency:' .. agency, redis.call('INCR', prefix .. 'clock'), alert)
if due == '' then
  redis.call('ZREM', prefix .. 'dues', alert)
else
  redis.call('ZADD', prefix .. 'dues', due, alert)
end
if decision ~= '' then
  redis.call('HSET', prefix .. 'decided:' .. alert, decision, ARGV[21])
  keep(prefix .. 'decided:' .. alert)
end
for _, index in ipairs({'on-flight:' .. flight, 'on-entry:' .. entry, 'traced:' .. trace}) do
  redis.call('SADD', prefix .. index, alert)
  keep(prefix .. index)
end
-- Where it came from: the record, and the entry's own record as it stands.
local at = home_of(prefix, entry)
local listed_at = at and at.partition .. '/' .. at.version or ''
redis.call('RPUSH', prefix .. 'history:' .. alert,
  table.concat({source, listed_at, now, payload}, '\31'))
keep(prefix .. 'history:' .. alert)
redis.call('SET', prefix .. 'source:' .. trace, source, 'KEEPTTL')
keep(prefix .. 'source:' .. trace)
return 'pending'
