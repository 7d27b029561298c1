-- Puts another answer to a message in the place of the one that was read, for as long as that is kept.
-- ARGV: home, answer as read, answer as it is now, and perhaps: a hash, a field, what must be in it.
if ARGV[4] and redis.call('HGET', ARGV[4], ARGV[5]) ~= ARGV[6] then return 'overtaken' end
if redis.call('GET', ARGV[1]) ~= ARGV[2] then return 'moved' end
redis.call('SET', ARGV[1], ARGV[3], 'KEEPTTL')
return 'ok'
