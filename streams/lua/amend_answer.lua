-- Puts another answer in the place of one that was kept, unless that has changed since it was read.
-- ARGV: epoch, prefix, flight, person, answer as read, answer as it is now, 1 where that is to be told.
-- untold:FLIGHT has whom something was to be told about, and is not known to be told as it is answered:
-- a question in between keeps another answer, and this all the same.
if ARGV[1] ~= 'building' and redis.call('GET', 'tocsin:epoch') ~= ARGV[1] then return 'not-ready' end
local home, untold = ARGV[2] .. 'answered:' .. ARGV[3], ARGV[2] .. 'untold:' .. ARGV[3]
if redis.call('HGET', home, ARGV[4]) ~= ARGV[5] then return 'moved' end
redis.call('HSET', home, ARGV[4], ARGV[6])
if ARGV[7] == '1' then
  redis.call('SADD', untold, ARGV[4])
  redis.call('EXPIRE', untold, redis.call('TTL', home))
else
  redis.call('SREM', untold, ARGV[4])
end
return 'ok'
