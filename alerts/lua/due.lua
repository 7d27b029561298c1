-- Sets when an alert is to be escalated, if it is still at the version that this follows from.
-- ARGV: epoch, prefix, alert id, version, due ('' = never).
if redis.call('GET', 'tocsin:epoch') ~= ARGV[1] then return 'not-ready' end
local home = ARGV[2] .. 'alert:' .. ARGV[3]
if redis.call('HGET', home, 'version') ~= ARGV[4] then return 'moved' end
redis.call('HSET', home, 'due', ARGV[5])
if ARGV[5] == '' then
  redis.call('ZREM', ARGV[2] .. 'dues', ARGV[3])
else
  redis.call('ZADD', ARGV[2] .. 'dues', ARGV[5], ARGV[3])
end
return 'ok'
