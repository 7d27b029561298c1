-- Notes what became of one message, unless it has come to something that is not to be overwritten.
-- ARGV: home, seconds to keep it, n, n × state that stays, then field, value, field, value, ...
local home, seconds, n = ARGV[1], ARGV[2], tonumber(ARGV[3])
local held = redis.call('HGET', home, 'state')
for i = 4, 3 + n do
  if held == ARGV[i] then return end
end
redis.call('DEL', home)
redis.call('HSET', home, unpack(ARGV, 4 + n))
redis.call('EXPIRE', home, seconds)
