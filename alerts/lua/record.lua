-- Stores the next versions of alerts on one flight as pending, each unless what it rests on no longer
-- stands (rule 2, 3).
--
-- ARGV: epoch, prefix, flight, as_of ('' = they rest on the versions before alone), tick at which the
--       rules gone by were current ('' = none were), now as text; then of each version: alert id,
--       expected version, event, ref, entry key, payload, expires at, trace id, source, agency, digest
--       of the entry as seen, when it is to be escalated ('' = never), revision of the decisions on the
--       entry ('' = none were gone by), id of the decision that it is due to ('' = none), that decision.
-- Returns 'not-ready'; or for each version 'moved' (another worker has gone on, or decisions have come),
-- 'stale' (newer data came in between and brings its own facts), 'outruled' (newer rules are in force on
-- this flight), or 'pending'.
local epoch, prefix, flight, now = ARGV[1], ARGV[2], ARGV[3], ARGV[6]
local as_of, ruled = tonumber(ARGV[4]), tonumber(ARGV[5])
if redis.call('GET', 'tocsin:epoch') ~= epoch then return 'not-ready' end
local outruled = ruled
  and tonumber(redis.call('HGET', prefix .. 'flight:' .. flight, 'ruled') or '0') > ruled

local function keep(key, expires)
  if redis.call('EXPIRETIME', key) < expires then redis.call('EXPIREAT', key, expires) end
end

-- What is written once for all versions: the members of each set, and until when it is kept (nil = for good).
local sets, sources = {}, {}
local function add(name, member, expires)
  local set = sets[name] or {members = {}}
  set.members[#set.members + 1] = member
  if expires then set.expires = math.max(set.expires or 0, expires) end
  sets[name] = set
end

local function store(alert, expected, event, ref, entry, payload, expires, trace, source, agency, view,
                     due, revision, decision, decided)
  local home = prefix .. 'alert:' .. alert
  local held = redis.call('HMGET', home, 'version', 'sent', 'as_of')
  if (held[1] or '0') ~= tostring(expected) or held[1] ~= held[2] then return 'moved' end
  if revision ~= '' and revision_of(prefix, entry) ~= revision then return 'moved' end
  if outruled then return 'outruled' end
  local at
  if as_of then
    local late, person, listed
    late, person, listed, at = changed_since(prefix, flight, ref, entry, as_of)
    if late then return 'stale' end
    -- Of who is not in the index any more there is no stamp, but newer facts may have been routed.
    if not person and held[3] and tonumber(held[3]) > as_of then return 'stale' end
    if event ~= 'withdrawn' and not (person and listed) then return 'stale' end
  end
  local fields = {'version', expected + 1, 'event', event, 'flight', flight, 'ref', ref, 'entry', entry,
    'view', view, 'due', due, 'payload', payload}
  if as_of then
    fields[#fields + 1] = 'as_of'
    fields[#fields + 1] = ARGV[4]
  end
  redis.call('HSET', home, unpack(fields))
  redis.call('EXPIREAT', home, expires)
  redis.call('ZADD', prefix .. 'of-agency:' .. agency, redis.call('INCR', prefix .. 'clock'), alert)
  if due == '' then
    redis.call('ZREM', prefix .. 'dues', alert)
  else
    redis.call('ZADD', prefix .. 'dues', due, alert)
  end
  if decision ~= '' then
    redis.call('HSET', prefix .. 'decided:' .. alert, decision, decided)
    keep(prefix .. 'decided:' .. alert, expires)
  end
  add(prefix .. 'agencies', agency)
  add(prefix .. 'on-flight:' .. flight, alert, expires)
  add(prefix .. 'on-entry:' .. entry, alert, expires)
  add(prefix .. 'traced:' .. trace, alert, expires)
  sources[trace] = source
  -- Where it came from: the record, and the entry's own record as it stands.
  if not as_of then at = home_of(prefix, entry) end
  local listed_at = at and at.partition .. '/' .. at.version or ''
  local history = prefix .. 'history:' .. alert
  redis.call('RPUSH', history, table.concat({source, listed_at, now, payload}, '\31'))
  keep(history, expires)
  return 'pending'
end

local found = {}
for nth, one in ipairs(cmsgpack.unpack(ARGV[7])) do found[nth] = store(unpack(one)) end
for name, set in pairs(sets) do
  redis.call('SADD', name, unpack(set.members))
  if set.expires then keep(name, set.expires) end
end
for trace, source in pairs(sources) do
  redis.call('SET', prefix .. 'source:' .. trace, source, 'KEEPTTL')
  keep(prefix .. 'source:' .. trace, sets[prefix .. 'traced:' .. trace].expires)
end
return found
