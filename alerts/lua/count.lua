-- Counts alerts as their latest versions say: what they counted as before is taken back first.
--
-- ARGV: epoch, prefix, then packed (MessagePack) what alerts/pattern_changes.py makes:
--   alerts: each as key, version counted before ('' = none), version, leg ('' = it counts as nothing), when
--     that is forgotten; revisions: a key of each agency
--   counts: each as key, expiry, {field, by how much, ...}
--   unlisted: members that a list has no longer, each list as key, expiry, member, ...
--   listed: those that it has now, each list as key, expiry, 0, member, 0, member, ...
--   gone, come: journeys that are taken back, and those that are added; each as alert id, when it departs,
--     when it lands, key of what leaves its origin that day, expiry, key of what lands at its destination
--     that day, expiry, start of the keys of links, {keys of what leaves its destination as long as one may
--     wait}, {keys of what has landed at its origin in such a time}
--   wait: how long one may wait (s); kept: how long a day is kept (s)
-- Returns 'not-ready', 'moved' (another version of one was counted meanwhile; nothing was done) or 'counted'.

-- Of one entry, airport and day: an entry that so many resemble tells of nobody's journey, and a script
-- may not take long. What is left then of links to who no longer counts, readers pass over.
local MOST = 500

local epoch, prefix = ARGV[1], ARGV[2]
if epoch ~= 'building' and redis.call('GET', 'tocsin:epoch') ~= epoch then return 'not-ready' end
local said = cmsgpack.unpack(ARGV[3])
for _, one in ipairs(said.alerts) do
  if (redis.call('HGET', prefix .. one[1], 'version') or '') ~= tostring(one[2]) then return 'moved' end
end

for _, one in ipairs(said.counts) do
  local name = prefix .. one[1]
  for at = 1, #one[3], 2 do
    if redis.call('HINCRBY', name, one[3][at], one[3][at + 1]) <= 0 then
      redis.call('HDEL', name, one[3][at])
    end
  end
  redis.call('EXPIREAT', name, one[2])
end
local function list(command, lists)
  for _, one in ipairs(lists) do
    redis.call(command, prefix .. one[1], unpack(one, 3))
    redis.call('EXPIREAT', prefix .. one[1], one[2])
  end
end
list('ZREM', said.unlisted)
list('ZADD', said.listed)

local function linked(first, second, departs, start, adds)
  local day = math.floor(departs / 86400)
  local name = start .. string.format('%d', day)
  local pair = first .. '\31' .. second
  if adds then
    redis.call('ZADD', name, departs, pair)
    redis.call('EXPIREAT', name, string.format('%d', (day + 1) * 86400 + said.kept))
  else
    redis.call('ZREM', name, pair)
  end
end
local function stands(key, expires, at, alert, adds)
  local name = prefix .. key
  if adds then redis.call('ZADD', name, at, alert) else redis.call('ZREM', name, alert) end
  redis.call('EXPIREAT', name, expires)
end
local function travels(one, adds)
  local alert, departs, lands, start = one[1], one[2], one[3], prefix .. one[8]
  stands(one[4], one[5], departs, alert, adds)
  stands(one[6], one[7], lands, alert, adds)
  for _, key in ipairs(one[9]) do
    local found = redis.call('ZRANGEBYSCORE', prefix .. key, '(' .. lands, lands + said.wait,
      'WITHSCORES', 'LIMIT', 0, MOST)
    for at = 1, #found, 2 do
      if found[at] ~= alert then linked(alert, found[at], tonumber(found[at + 1]), start, adds) end
    end
  end
  for _, key in ipairs(one[10]) do
    local found = redis.call('ZRANGEBYSCORE', prefix .. key, departs - said.wait, '(' .. departs,
      'LIMIT', 0, MOST)
    for _, other in ipairs(found) do
      if other ~= alert then linked(other, alert, departs, start, adds) end
    end
  end
end
for _, one in ipairs(said.gone) do travels(one, false) end
for _, one in ipairs(said.come) do travels(one, true) end

for _, one in ipairs(said.alerts) do
  redis.call('HSET', prefix .. one[1], 'version', one[3], 'leg', one[4])
  redis.call('EXPIREAT', prefix .. one[1], one[5])
end
for _, key in ipairs(said.revisions) do redis.call('INCR', prefix .. key) end
return 'counted'
