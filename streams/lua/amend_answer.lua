-- Puts another answer in the place of one that was kept, unless that has changed since it was read.
-- ARGV: epoch, prefix, flight, person, answer as read, answer as it is now.
if ARGV[1] ~= 'building' and redis.call('GET', 'tocsin:epoch') ~= ARGV[1] then return 'not-ready' end
local home = ARGV[2] .. 'answered:' .. ARGV[3]
if redis.call('HGET', home, ARGV[4]) ~= ARGV[5] then return 'moved' end
redis.call('HSET', home, ARGV[4], ARGV[6])
return 'ok'
