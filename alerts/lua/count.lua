-- Counts an alert as its latest version says: what it counted as before is taken back first.
--
-- ARGV: epoch, prefix, key of the alert, version counted before ('' = none), version, leg ('' = it counts
--       as nothing), when that is forgotten, key of the agency's revision; then twice, for what is taken
--       back and what is added: the number of counts, each as key, field, expiry; the number of lists, each
--       as key, member, expiry; and the journey.
--       A journey is 0, or 1 and: alert id, when it departs, when it lands, key of what leaves its origin
--       that day, expiry, key of what lands at its destination that day, expiry, how long one may wait (s),
--       how long a day is kept (s), start of the keys of links, the number of keys of what leaves its
--       destination in that time and those, the number of keys of what has landed at its origin and those.
-- Returns 'not-ready', 'moved' (another version was counted meanwhile), 'older' or 'counted'.

-- Of one entry, airport and day: an entry that so many resemble tells of nobody's journey, and a script
-- may not take long. What is left then of links to who no longer counts, readers pass over.
local MOST = 500

local cursor = 0
local function take()
  cursor = cursor + 1
  return ARGV[cursor]
end

local epoch, prefix = take(), take()
if epoch ~= 'building' and redis.call('GET', 'tocsin:epoch') ~= epoch then return 'not-ready' end
local function key() return prefix .. take() end
local home, before, version, leg, forgotten = key(), take(), take(), take(), take()
local revision = key()
local held = redis.call('HGET', home, 'version') or ''
if held ~= before then return 'moved' end
if held ~= '' and tonumber(held) >= tonumber(version) then return 'older' end

local function linked(first, second, departs, start, wait, kept, adds)
  local day = math.floor(departs / 86400)
  local name = start .. string.format('%d', day)
  local pair = first .. '\31' .. second
  if adds then
    redis.call('ZADD', name, departs, pair)
    redis.call('EXPIREAT', name, string.format('%d', (day + 1) * 86400 + kept))
  else
    redis.call('ZREM', name, pair)
  end
end

local function change(adds)
  for _ = 1, tonumber(take()) do
    local name, field, expires = key(), take(), take()
    if redis.call('HINCRBY', name, field, adds and 1 or -1) <= 0 then
      redis.call('HDEL', name, field)
    end
    redis.call('EXPIREAT', name, expires)
  end
  for _ = 1, tonumber(take()) do
    local name, one, expires = key(), take(), take()
    if adds then redis.call('ZADD', name, 0, one) else redis.call('ZREM', name, one) end
    redis.call('EXPIREAT', name, expires)
  end
  if take() == '0' then return end
  local alert, departs, lands = take(), tonumber(take()), tonumber(take())
  for _, at in ipairs({departs, lands}) do
    local name, expires = key(), take()
    if adds then redis.call('ZADD', name, at, alert) else redis.call('ZREM', name, alert) end
    redis.call('EXPIREAT', name, expires)
  end
  local wait, kept, start = tonumber(take()), tonumber(take()), key()
  for _ = 1, tonumber(take()) do
    local found = redis.call('ZRANGEBYSCORE', key(), '(' .. lands, lands + wait, 'WITHSCORES',
      'LIMIT', 0, MOST)
    for at = 1, #found, 2 do
      if found[at] ~= alert then
        linked(alert, found[at], tonumber(found[at + 1]), start, wait, kept, adds)
      end
    end
  end
  for _ = 1, tonumber(take()) do
    local found = redis.call('ZRANGEBYSCORE', key(), departs - wait, '(' .. departs, 'LIMIT', 0, MOST)
    for _, one in ipairs(found) do
      if one ~= alert then linked(one, alert, departs, start, wait, kept, adds) end
    end
  end
end
change(false)
change(true)
redis.call('HSET', home, 'version', version, 'leg', leg)
redis.call('EXPIREAT', home, forgotten)
redis.call('INCR', revision)
return 'counted'
