-- Puts a generation in force if its builder still holds the lock: a flush takes the lock away, and
-- what was built before it is no longer whole.
-- ARGV: lock key, token, epoch key, epoch. Returns 1 if swapped in.
if redis.call('GET', ARGV[1]) ~= ARGV[2] then return 0 end
redis.call('SET', ARGV[3], ARGV[4])
return 1
