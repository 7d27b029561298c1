-- Writes one watchlist entry, or removes it, then reads who is on the way: own side first (rule 3).
--
-- ARGV: epoch, prefix, entry key, version (offset in the watchlist topic), partition,
--       origin (offset in the agency's topic, '' for an import), sent there at (ms), json ('' = removed),
--       list (owner/list), id, digest, record for comparing, first and last year of birth, length
--       above which a key is read for whole names alone, keys as a length and key, posting without its number, ...
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
local list, id, digest, record = take(), take(), take(), take()
local first, last, most = tonumber(take()), tonumber(take()), tonumber(take())
local keys, tails = {}, {}
for i = 1, tonumber(take()) do keys[i], tails[i] = take(), take() end

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

-- Takes the posting of a number out of a list; they are sorted by number.
local function withdraw(list, number)
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
end

if held_json ~= json then
  if held[3] then
    for old in string.gmatch(held_keys, '%S+') do
      withdraw(prefix .. 'listed:' .. old, tonumber(held[3]))
    end
    redis.call('HDEL', shelf('numbers', held[3]), held[3])
    redis.call('HDEL', shelf('whole', held[3]), held[3])
  end
  if held[2] then redis.call('HDEL', prefix .. 'digests:' .. held[2], id) end
  redis.call('DEL', home)
  if json == '' then
    redis.call('SREM', prefix .. 'entries', key)
  else
    redis.call('SADD', prefix .. 'entries', key)
    local number = redis.call('INCR', prefix .. 'number')
    local packed = struct.pack('>I4', number)
    for i, new in ipairs(keys) do
      redis.call('APPEND', prefix .. 'listed:' .. new, packed .. tails[i])
    end
    redis.call('HSET', shelf('numbers', number), number, record)
    redis.call('HSET', shelf('whole', number), number, table.concat(keys, ' ') .. '\n' .. json)
    redis.call('SADD', prefix .. 'lists', list)
    redis.call('HSET', prefix .. 'digests:' .. list, id, digest)
    redis.call('HSET', home, 'list', list, 'number', number)
  end
  redis.call('HSET', home, 'stamp', clock)
end
redis.call('HSET', home, 'version', version)
if from then redis.call('HSET', home, 'origin', from, 'sent', from_sent, 'origin_at', from_version) end
-- A removed entry leaves its version for a while, so that an older record cannot bring it back.
if json == '' then redis.call('EXPIRE', home, 604800) end

-- Everybody among whose candidates this entry is, by the same lengths; and more: the score decides.
local members, flights, seen = {}, {}, {}
local function in_reach(year)
  return first == 0 or year == 0 or (year >= first - REACH and year <= last + REACH)
end
local function add(member, kind, rest, few)
  local flight, ref, year, other = string.match(member, '^(.*)\31(.*)\31(%d+)\31(%d+)$')
  local person = flight .. '\31' .. ref
  if seen[person] then return end
  other = tonumber(other)
  if rest ~= 0 and other ~= 0 and bit.band(rest, other) == 0 then return end
  if not in_reach(tonumber(year)) and not (few and whole_within(kind, rest, other)) then return end
  seen[person] = true
  local record = redis.call('HGET', prefix .. 'people:' .. flight, ref)
  if not record then return end
  members[#members + 1] = person
  members[#members + 1] = record
  if seen[flight] then return end
  seen[flight] = true
  flights[#flights + 1] = flight
  flights[#flights + 1] = redis.call('HGET', prefix .. 'flight:' .. flight, 'details')
end
for i, key in ipairs(keys) do
  local length = redis.call('STRLEN', prefix .. 'listed:' .. key) / WIDTH
  local kind = byte(key)
  local high, low = byte(tails[i], 3, 4)
  local rest = high * 256 + low
  if rest == 0 or length <= most then
    local few = kind == 68 or length <= FEW  -- D
    local people = redis.call('SMEMBERS', prefix .. 'held:' .. key)
    for _, member in ipairs(people) do add(member, kind, rest, few) end
  end
end
return {'ok', clock, members, flights}
