-- Writes one flight and its passengers, then reads the watchlist: own side first (rule 3).
-- One atomic call, so nothing comes between the write and the read.
--
-- ARGV: epoch, prefix, flight, expected version, write (1|0), state, flight details, expires at,
--       changed: n × (ref, record, keys...), removed: n × (ref, keys...), asked: n × (keys...);
--       every list of keys is its length, then the keys. A changed person's list is old keys, new keys.
-- Returns {'not-ready'}, {'moved', version, state}, or
--       {'ok', clock, {entry ids of each asked}..., entries as id, version, json, id, ...}.
local cursor = 0
local function take()
  cursor = cursor + 1
  return ARGV[cursor]
end
local function take_list()
  local list = {}
  for i = 1, tonumber(take()) do list[i] = take() end
  return list
end
local function union(keys)  -- in portions: unpack takes no more than some 8,000
  if #keys <= 1000 then return #keys > 0 and redis.call('SUNION', unpack(keys)) or {} end
  local found, held = {}, {}
  for from = 1, #keys, 1000 do
    for _, one in ipairs(redis.call('SUNION', unpack(keys, from, math.min(from + 999, #keys)))) do
      if not held[one] then
        held[one] = true
        found[#found + 1] = one
      end
    end
  end
  return found
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

local function forget(member, keys)
  for _, key in ipairs(keys) do redis.call('SREM', prefix .. 'held:' .. key, member) end
end

local changed = tonumber(take())
for _ = 1, changed do
  local ref, record, old, new = take(), take(), take_list(), take_list()
  local member = flight .. '\31' .. ref
  forget(member, old)
  for _, key in ipairs(new) do redis.call('SADD', prefix .. 'held:' .. key, member) end
  redis.call('HSET', people, ref, stamp .. '|' .. record)
end
local removed = tonumber(take())
for _ = 1, removed do
  local ref, old = take(), take_list()
  forget(flight .. '\31' .. ref, old)
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

local seen, entries, answers = {}, {}, {}
for i = 1, tonumber(take()) do
  local keys = take_list()
  for k = 1, #keys do keys[k] = prefix .. 'listed:' .. keys[k] end
  local found = union(keys)
  answers[i] = found
  for _, id in ipairs(found) do
    if not seen[id] then
      seen[id] = true
      local record = redis.call('HMGET', prefix .. 'entry:' .. id, 'version', 'json')
      if record[2] then
        entries[#entries + 1] = id
        entries[#entries + 1] = record[1]
        entries[#entries + 1] = record[2]
      end
    end
  end
end
return {'ok', clock, answers, entries}
