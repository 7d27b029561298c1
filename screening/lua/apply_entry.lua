-- Writes watchlist entries, or removes them, in their order; of each it then reads who is on the way: own
-- side first (rule 3). After candidates, held, on_the_way and home.
--
-- ARGV: epoch, prefix, and packed for each a pair of: entry key, version (offset in the watchlist topic), partition,
--       origin (offset in the agency's topic, '' for an import), sent there at (ms), entry as it is stored
--       ('' = removed), list (owner/list), id, digest, record for comparing, when it next comes into force
--       or goes out of it (epoch seconds, 0 = never), when it was written (ms); and as on_the_way.lua has it.
-- Returns {'not-ready'}, or 'ok' and for each {'stale', clock}, {'late', clock, entry held, its origin,
--       sent at}, or {'ok', clock, who is on the way, as on_the_way.lua returns it}.
local epoch, prefix = ARGV[1], ARGV[2]
if redis.call('GET', 'tocsin:epoch') ~= epoch and epoch ~= 'building' then return {'not-ready'} end
local count = #ARGV - 2
local clock = redis.call('INCRBY', prefix .. 'clock', count) - count
local is_anybody = is_anybody_held(prefix)
-- What is written once for all: of partitions how far they are applied, of lists when they last changed.
local applied, changed, lists = {}, {}, {}

-- Adds a posting to the list of a key, and returns how many it has then.
local function add(key, posting)
  local length = redis.call('APPEND', list_of(prefix, key), posting)
  if length == (SHORT + 1) * WIDTH and byte(key) == 84 then
    redis.call('RENAME', prefix .. 'listed:' .. key, prefix .. 'listed-long:' .. key)
  end
  return length / WIDTH
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

-- Keeps contents and returns the number they are found by.
local function put(contents)
  -- At once: where something fails further on, what is written by then keeps its number to itself.
  local numbered = redis.call('INCR', prefix .. 'numbered')
  redis.call('SET', prefix .. 'contents:' .. numbered, contents)
  return numbered
end

local function note_changed(list, at)
  changed[list] = math.max(changed[list] or 0, at)
end

local function apply(said, listed)
  clock = clock + 1
  local key, version, partition, origin, sent, stored, list, id, digest, record, turn, at = unpack(said)
  local cursor = 0
  local first, last, most, keys, tails, places = taken(function()
    cursor = cursor + 1
    return listed[cursor]
  end)

  local home = home_of(prefix, key)
  if home and tonumber(home.version) > tonumber(version) then return {'stale', clock} end
  applied[partition] = version + 1
  local is_new = not home
  home = home or {stamp = '0', list = '', origin = '', sent = '', origin_at = ''}
  local old, old_keys, old_stored = home.number, nil, nil
  if old then
    old_keys, old_stored = contents_of(prefix, old)
  end

  -- Handed on once more by a worker that died or was paused after the agency had said something newer.
  -- Both must be older: in a topic made anew offsets begin again, but time does not.
  if origin ~= '' and home.origin ~= '' and version ~= home.origin_at
    and tonumber(origin) <= tonumber(home.origin) and tonumber(sent) <= tonumber(home.sent) then
    return {'late', clock, old_stored or '', home.origin, home.sent}
  end
  if origin ~= '' then home.origin, home.sent, home.origin_at = origin, sent, version end

  local lengths
  if old_stored ~= stored then
    if old then
      for one in string.gmatch(old_keys, '%S+') do withdraw(one, old) end
      redis.call('DEL', prefix .. 'contents:' .. old)
      home.number = nil
    end
    local old_list = home.list
    if old_list ~= '' and old_list ~= list then redis.call('HDEL', prefix .. 'digests:' .. old_list, id) end
    home.list = list
    if stored ~= '' then
      home.number = put(record .. table.concat(keys, ' ') .. '\n' .. stored)
      local packed = struct.pack('>I4', home.number)
      lengths = {}
      for i, new in ipairs(keys) do lengths[i] = add(new, packed .. tails[i]) end
      if not lists[list] then redis.call('SADD', prefix .. 'lists', list) end
      lists[list] = true
      redis.call('HSET', prefix .. 'digests:' .. list, id, digest)
    end
    if turn ~= '0' then
      redis.call('ZADD', prefix .. 'due', turn, key)
    elseif not is_new then
      redis.call('ZREM', prefix .. 'due', key)
    end
    home.stamp = string.format('%.0f', clock)  -- `..` alone would write it with 14 digits
    -- When a list last changed, for whoever wonders whether it still comes.
    if old_list ~= '' then note_changed(old_list, tonumber(at)) end
    if list ~= '' then note_changed(list, tonumber(at)) end
  end
  home.version, home.partition = version, partition
  -- A removed entry leaves its version for a while (REMOVED_DAYS of config/retention.py), so that an
  -- older record cannot bring it back.
  local keep = stored == '' and {'EX', 604800} or {}
  redis.call('SET', prefix .. 'entry:' .. key, line_of(home), unpack(keep))
  if not is_anybody then return {'ok', clock, {}, {}} end
  return {'ok', clock, on_the_way(prefix, first, last, most, keys, tails, places, lengths)}
end

local answers = {'ok'}
for nth = 1, count do answers[nth + 1] = apply(unpack(cmsgpack.unpack(ARGV[nth + 2]))) end
for partition, version in pairs(applied) do
  if version > tonumber(redis.call('HGET', prefix .. 'applied', partition) or '0') then
    redis.call('HSET', prefix .. 'applied', partition, version)
  end
end
for list, at in pairs(changed) do
  -- Not the time alone: a list lies in all partitions, and a record that was written earlier may come later.
  redis.call('HINCRBY', prefix .. 'lists-revised', list, 1)
  if at > tonumber(redis.call('HGET', prefix .. 'lists-changed', list) or '0') then
    redis.call('HSET', prefix .. 'lists-changed', list, at)
  end
end
return answers
