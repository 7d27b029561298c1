-- Keeps what people of a flight were answered, unless decisions have come that were not gone by.
-- ARGV: epoch, prefix, flight, seconds to keep, n, n × (entry key, revision gone by), person, answer, ...
-- Returns 'not-ready', 'moved', or 'ok'. answered-on:ENTRY has the flights with somebody it may be.
if redis.call('GET', 'tocsin:epoch') ~= ARGV[1] then return 'not-ready' end
local prefix, flight, stays, entries = ARGV[2], ARGV[3], ARGV[4], tonumber(ARGV[5])
for i = 6, 5 + 2 * entries, 2 do
  local now = redis.call('HGET', prefix .. 'suppressed-on:' .. ARGV[i], 'revision') or '0'
  if now ~= ARGV[i + 1] then return 'moved' end
end
for i = 6, 5 + 2 * entries, 2 do
  redis.call('SADD', prefix .. 'answered-on:' .. ARGV[i], flight)
  redis.call('EXPIRE', prefix .. 'answered-on:' .. ARGV[i], stays)
end
for i = 6 + 2 * entries, #ARGV, 2 do
  redis.call('HSET', prefix .. 'answered:' .. flight, ARGV[i], ARGV[i + 1])
end
if redis.call('EXISTS', prefix .. 'answered:' .. flight) == 1 then
  redis.call('EXPIRE', prefix .. 'answered:' .. flight, stays)
end
return 'ok'
