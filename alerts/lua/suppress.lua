-- Holds a decision that outlasts its alert, or ends one; each change gives its entry a new revision.
--
-- ARGV: epoch, prefix, offset of its record (-1 = it is not read from the topic), id, entry key ('' = it
--       ends), the decision, until.
-- suppressions: id → entry key. suppressed-on:ENTRY: id → decision, and 'revision'. ended:ID is what was
-- ended, for a day. suppressions-read: up to which offset the topic was gone by.
-- Returns {'not-ready'}, {'ended', ...} where just this decision has ended already, or {'ok', ...}, each with the
-- decision that it was before, ''.
local epoch, prefix, offset, id, entry = ARGV[1], ARGV[2], tonumber(ARGV[3]), ARGV[4], ARGV[5]
if epoch ~= 'building' and redis.call('GET', 'tocsin:epoch') ~= epoch then return {'not-ready'} end

local known, due = prefix .. 'suppressions', prefix .. 'suppressions-due'
local read = prefix .. 'suppressions-read'
local there = redis.call('HGET', known, id)
local before = there and redis.call('HGET', prefix .. 'suppressed-on:' .. there, id)
  or redis.call('GET', prefix .. 'ended:' .. id) or ''
-- A late worker says once more what has ended since; a new decision differs.
local ended = entry ~= '' and redis.call('GET', prefix .. 'ended:' .. id) == ARGV[6]
if offset >= 0 then
  -- What another worker has read already, and perhaps what ended it too, changes nothing.
  if offset < tonumber(redis.call('GET', read) or '0') then return {ended and 'ended' or 'ok', before} end
  redis.call('SET', read, string.format('%.0f', offset + 1))
end

local function revise(one)
  local home = prefix .. 'suppressed-on:' .. one
  redis.call('HSET', home, 'revision', redis.call('INCR', prefix .. 'clock'))
  if redis.call('HLEN', home) > 1 then
    redis.call('PERSIST', home)
  else
    redis.call('EXPIRE', home, 86400)  -- whoever went by it has long tried to record by then
  end
end
if entry ~= '' then
  if ended then return {'ended', before} end
  local home = prefix .. 'suppressed-on:' .. entry
  if redis.call('HGET', home, id) ~= ARGV[6] then
    redis.call('HSET', home, id, ARGV[6])
    redis.call('HSET', known, id, entry)
    redis.call('ZADD', due, ARGV[7], id)
    redis.call('DEL', prefix .. 'ended:' .. id)
    revise(entry)
  end
elseif there then
  redis.call('SET', prefix .. 'ended:' .. id, before, 'EX', 86400)
  redis.call('HDEL', prefix .. 'suppressed-on:' .. there, id)
  redis.call('HDEL', known, id)
  redis.call('ZREM', due, id)
  revise(there)
end
return {'ok', before}
