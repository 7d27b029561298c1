-- Begins a new life of the chain at the end that was found on the topic, unless another did.
-- What waited under a life that was lost is out by now, by whoever holds the lock, and is forgotten.
-- ARGV: token of the lock, life, number, hash, time.
local head, lock = 'tocsin:audit:head', 'tocsin:audit:lock'
if redis.call('GET', lock) ~= ARGV[1] then return 0 end
redis.call('DEL', lock)
if redis.call('EXISTS', head) == 1 then return 0 end
redis.call('DEL', 'tocsin:audit:pending')
redis.call('HSET', head, 'life', ARGV[2], 'seq', ARGV[3], 'hash', ARGV[4], 'at', ARGV[5],
  'sent', ARGV[3], 'sent_hash', ARGV[4])
return 1
