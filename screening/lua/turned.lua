-- Notes when an entry next comes into force or goes out of it, unless it has changed.
-- ARGV: epoch, prefix, entry key, number of its contents, epoch seconds ('0' = never).
local epoch, prefix, key, number, turn = ARGV[1], ARGV[2], ARGV[3], ARGV[4], ARGV[5]
if redis.call('GET', 'tocsin:epoch') ~= epoch then return end
local held = redis.call('HGET', prefix .. 'entry:' .. key, 'number')
if held and held ~= number then return end
if held and turn ~= '0' then
  redis.call('ZADD', prefix .. 'due', turn, key)
else
  redis.call('ZREM', prefix .. 'due', key)
end
