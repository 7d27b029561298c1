-- Gives up the numbers of flights that went by themselves, unless they are those of a flight held.
-- ARGV: epoch, prefix, now (epoch seconds), numbers.
local epoch, prefix, now = ARGV[1], ARGV[2], ARGV[3]
if redis.call('GET', 'tocsin:epoch') ~= epoch then return end
for at = 4, #ARGV do
  local number = ARGV[at]
  local flight = redis.call('HGET', prefix .. 'flights', number)
  if flight and redis.call('HGET', prefix .. 'flight:' .. flight, 'number') ~= number then
    redis.call('HDEL', prefix .. 'flights', number)
    redis.call('ZADD', prefix .. 'gone', now, number)
  end
end
