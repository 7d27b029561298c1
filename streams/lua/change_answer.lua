-- Puts another answer to a message in the place of the one that was read, for as long as that is kept.
-- ARGV: home, answer as read, answer as it is now.
if redis.call('GET', ARGV[1]) ~= ARGV[2] then return 'moved' end
redis.call('SET', ARGV[1], ARGV[3], 'KEEPTTL')
return 'ok'
