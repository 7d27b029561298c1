-- Writes one watchlist entry, or removes it, then reads who is on the way: own side first (rule 3).
--
-- ARGV: epoch, prefix, and packed: entry key, version (offset in the watchlist topic), partition,
--       origin (offset in the agency's topic, '' for an import), sent there at (ms), json ('' = removed),
--       list (owner/list), id, digest, record for comparing, when it next comes into force or goes out of
--       it (epoch seconds, 0 = never), when it was written (ms), then as on_the_way.lua has it.
-- Returns {'not-ready'}, {'stale', clock}, {'late', clock, json held, its origin, sent at}, or
--       {'ok', clock, who is on the way, as on_the_way.lua returns it}.
local epoch, prefix = ARGV[1], ARGV[2]
if redis.call('GET', 'tocsin:epoch') ~= epoch and epoch ~= 'building' then return {'not-ready'} end
local said, cursor = cmsgpack.unpack(ARGV[3]), 0
local function take()
  cursor = cursor + 1
  return said[cursor]
end
local key, version, partition, origin, sent, json = take(), take(), take(), take(), take(), take()
local list, id, digest, record, turn = take(), take(), take(), take(), take()
local at = take()
local first, last, most, keys, tails, places = taken(take)

local home = prefix .. 'entry:' .. key
local held = redis.call('HMGET', home, 'version', 'list', 'number', 'origin', 'sent', 'origin_at')
-- What is long lies with others of a like number: so a home stays small, and Redis packs it.
local function shelf(of, number) return prefix .. of .. ':' .. math.floor(number / 128) end
local held_keys, held_json
if held[3] then
  local whole = redis.call('HGET', shelf('whole', held[3]), held[3])
  held_keys, held_json = string.match(whole, '^([^\n]*)\n(.*)$')
end
local clock = redis.call('INCR', prefix .. 'clock')
if held[1] and tonumber(held[1]) > tonumber(version) then return {'stale', clock} end
redis.call('HSET', prefix .. 'applied', partition, version + 1)

-- Handed on once more by a worker that died or was paused after the agency had said something newer.
-- Both must be older: in a topic made anew offsets begin again, but time does not.
local from, from_sent, from_version = held[4], held[5], held[6]
if origin ~= '' and from and version ~= from_version
  and tonumber(origin) <= tonumber(from) and tonumber(sent) <= tonumber(from_sent) then
  return {'late', clock, held_json or '', from, from_sent}
end
if origin ~= '' then from, from_sent, from_version = origin, sent, version end

-- Adds a posting to the list of a key.
local function add(key, posting)
  local length = redis.call('APPEND', list_of(prefix, key), posting)
  if byte(key) == 84 and length == (SHORT + 1) * WIDTH then
    redis.call('RENAME', prefix .. 'listed:' .. key, prefix .. 'listed-long:' .. key)
  end
end

-- Takes the posting of a number out of the list of a key; they are sorted by number.
local function withdraw(key, number)
  local list = list_of(prefix, key)
  local postings = redis.call('GET', list)
  local low, high = 0, #postings / WIDTH - 1
  while low < high do
    local middle = math.floor((low + high) / 2)
    if struct.unpack('>I4', postings, middle * WIDTH + 1) < number then
      low = middle + 1
    else
      high = middle
    end
  end
  if #postings == WIDTH then return redis.call('DEL', list) end
  redis.call('SET', list,
    string.sub(postings, 1, low * WIDTH) .. string.sub(postings, (low + 1) * WIDTH + 1))
  if byte(key) == 84 and #postings == (SHORT + 1) * WIDTH then
    redis.call('RENAME', list, prefix .. 'listed:' .. key)
  end
end

if held_json ~= json then
  if held[3] then
    for old in string.gmatch(held_keys, '%S+') do
      withdraw(old, tonumber(held[3]))
    end
    redis.call('HDEL', shelf('numbers', held[3]), held[3])
    redis.call('HDEL', shelf('whole', held[3]), held[3])
  end
  if held[2] then redis.call('HDEL', prefix .. 'digests:' .. held[2], id) end
  redis.call('DEL', home)
  if json ~= '' then
    local number = redis.call('INCR', prefix .. 'number')
    local packed = struct.pack('>I4', number)
    for i, new in ipairs(keys) do
      add(new, packed .. tails[i])
    end
    redis.call('HSET', shelf('numbers', number), number, record)
    redis.call('HSET', shelf('whole', number), number, table.concat(keys, ' ') .. '\n' .. json)
    redis.call('SADD', prefix .. 'lists', list)
    redis.call('HSET', prefix .. 'digests:' .. list, id, digest)
    redis.call('HSET', home, 'list', list, 'number', number)
  end
  if turn == '0' then
    redis.call('ZREM', prefix .. 'due', key)
  else
    redis.call('ZADD', prefix .. 'due', turn, key)
  end
  redis.call('HSET', home, 'stamp', clock)
  -- When a list last changed, for whoever wonders whether it still comes.
  for _, name in ipairs({held[2] or list, list}) do
    local before = tonumber(redis.call('HGET', prefix .. 'lists-changed', name) or '0')
    if name ~= '' and tonumber(at) > before then
      redis.call('HSET', prefix .. 'lists-changed', name, at)
    end
  end
end
redis.call('HSET', home, 'version', version, 'partition', partition)
if from then redis.call('HSET', home, 'origin', from, 'sent', from_sent, 'origin_at', from_version) end
-- A removed entry leaves its version for a while (REMOVED_DAYS of config/retention.py), so that an
-- older record cannot bring it back.
if json == '' then redis.call('EXPIRE', home, 604800) end

return {'ok', clock, on_the_way(prefix, first, last, most, keys, tails, places)}
