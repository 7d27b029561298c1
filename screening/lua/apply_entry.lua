-- Writes one watchlist entry, or removes it, then reads who is on the way: own side first (rule 3).
--
-- ARGV: epoch, prefix, entry key, version (offset in the watchlist topic), partition,
--       origin (offset in the agency's topic, '' for an import), sent there at (ms), json ('' = removed),
--       list (owner/list), id, digest, keys as a length and the keys.
-- Returns {'not-ready'}, {'stale', clock}, {'late', clock, json held, its origin, sent at}, or
--       {'ok', clock, members as flight US ref, record, ..., flights as key, details, ...}.
local cursor = 0
local function take()
  cursor = cursor + 1
  return ARGV[cursor]
end

local epoch, prefix = take(), take()
if redis.call('GET', 'tocsin:epoch') ~= epoch and epoch ~= 'building' then return {'not-ready'} end
local key, version, partition, origin, sent, json = take(), take(), take(), take(), take(), take()
local list, id, digest = take(), take(), take()
local keys = {}
for i = 1, tonumber(take()) do keys[i] = take() end

local home = prefix .. 'entry:' .. key
local held = redis.call('HMGET', home, 'version', 'json', 'keys', 'list', 'origin', 'sent', 'origin_at')
local clock = redis.call('INCR', prefix .. 'clock')
if held[1] and tonumber(held[1]) > tonumber(version) then return {'stale', clock} end
redis.call('HSET', prefix .. 'applied', partition, version + 1)

-- Handed on once more by a worker that died or was paused after the agency had said something newer.
-- Both must be older: in a topic made anew offsets begin again, but time does not.
local from, from_sent, from_version = held[5], held[6], held[7]
if origin ~= '' and from and version ~= from_version
  and tonumber(origin) <= tonumber(from) and tonumber(sent) <= tonumber(from_sent) then
  return {'late', clock, held[2] or '', from, from_sent}
end
if origin ~= '' then from, from_sent, from_version = origin, sent, version end

if held[2] ~= json then
  for old in string.gmatch(held[3] or '', '%S+') do
    redis.call('SREM', prefix .. 'listed:' .. old, key)
  end
  if held[4] then redis.call('HDEL', prefix .. 'digests:' .. held[4], id) end
  redis.call('DEL', home)
  if json == '' then
    redis.call('SREM', prefix .. 'entries', key)
  else
    redis.call('SADD', prefix .. 'entries', key)
    for _, new in ipairs(keys) do redis.call('SADD', prefix .. 'listed:' .. new, key) end
    redis.call('SADD', prefix .. 'lists', list)
    redis.call('HSET', prefix .. 'digests:' .. list, id, digest)
    redis.call('HSET', home, 'json', json, 'keys', table.concat(keys, ' '), 'list', list)
  end
  redis.call('HSET', home, 'stamp', clock)
end
redis.call('HSET', home, 'version', version)
if from then redis.call('HSET', home, 'origin', from, 'sent', from_sent, 'origin_at', from_version) end
-- A removed entry leaves its version for a while, so that an older record cannot bring it back.
if json == '' then redis.call('EXPIRE', home, 604800) end

local members, flights, seen = {}, {}, {}
local function add(member)
  if seen[member] then return end
  seen[member] = true
  local cut = string.find(member, '\31', 1, true)
  local flight = string.sub(member, 1, cut - 1)
  local record = redis.call('HGET', prefix .. 'people:' .. flight, string.sub(member, cut + 1))
  if not record then return end
  members[#members + 1] = member
  members[#members + 1] = record
  if seen[flight] then return end
  seen[flight] = true
  flights[#flights + 1] = flight
  flights[#flights + 1] = redis.call('HGET', prefix .. 'flight:' .. flight, 'details')
end
for k = 1, #keys do keys[k] = prefix .. 'held:' .. keys[k] end
for from = 1, #keys, 1000 do  -- in portions: unpack takes no more than some 8,000
  local portion = redis.call('SUNION', unpack(keys, from, math.min(from + 999, #keys)))
  for _, member in ipairs(portion) do add(member) end
end
return {'ok', clock, members, flights}
