-- Changes what is held of a destination, unless another worker has taken it over.
-- ARGV: key, owner, seconds it is kept, n × (field, value; '' takes the field away). Returns 1, or 0.
if redis.call('HGET', ARGV[1], 'owner') ~= ARGV[2] then return 0 end
for i = 4, #ARGV, 2 do
  if ARGV[i + 1] == '' then
    redis.call('HDEL', ARGV[1], ARGV[i])
  else
    redis.call('HSET', ARGV[1], ARGV[i], ARGV[i + 1])
  end
end
redis.call('EXPIRE', ARGV[1], ARGV[3])
return 1
