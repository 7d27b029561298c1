-- Keeps what a message and its people were answered, unless decisions have come that were not gone by.
-- ARGV: epoch, prefix, flight, seconds to keep, home of the answer to the message, that answer, n,
--       n × (entry key, revision gone by), person, answer, which message and place, ...
-- Returns 'not-ready', 'moved', or 'ok'. answered-on:ENTRY has the flights with somebody it may be;
-- asked-about:FLIGHT:PERSON has each message that asked about them. The first answer to a message stays,
-- and what people were answered since: whoever comes late with another changes nothing.
local epoch = ARGV[1]
if epoch ~= 'building' and redis.call('GET', 'tocsin:epoch') ~= epoch then return 'not-ready' end
local prefix, flight, stays, entries = ARGV[2], ARGV[3], ARGV[4], tonumber(ARGV[7])
local first = 8 + 2 * entries
if redis.call('EXISTS', ARGV[5]) == 1 then return 'ok' end
if epoch ~= 'building' then
  for i = 8, first - 1, 2 do
    local now = redis.call('HGET', prefix .. 'suppressed-on:' .. ARGV[i], 'revision') or '0'
    if now ~= ARGV[i + 1] then return 'moved' end
  end
end
for i = 8, first - 1, 2 do
  redis.call('SADD', prefix .. 'answered-on:' .. ARGV[i], flight)
  redis.call('EXPIRE', prefix .. 'answered-on:' .. ARGV[i], stays)
end
redis.call('SET', ARGV[5], ARGV[6], 'EX', stays)
local home = prefix .. 'answered:' .. flight
for i = first, #ARGV, 3 do
  local asked = prefix .. 'asked-about:' .. flight .. ':' .. ARGV[i]
  redis.call('HSET', home, ARGV[i], ARGV[i + 1])
  redis.call('SADD', asked, ARGV[i + 2])
  redis.call('EXPIRE', asked, stays)
end
if redis.call('EXISTS', home) == 1 then redis.call('EXPIRE', home, stays) end
return 'ok'
