-- Puts records at the end of the chain, to be published, if it still ends where they continue it.
-- ARGV: life of the chain as the writer knows it, hash that the records follow, the highest number
--       that the writer knows to be published, most that may wait, then number, hash and time of the
--       last record, then the records.
-- Returns {'done'}, {'full'}, {'lost'} where the end is to be found anew, or {'moved', life, number,
-- hash, time}.
local head, pending = 'tocsin:audit:head', 'tocsin:audit:pending'
local at = redis.call('HMGET', head, 'life', 'seq', 'hash', 'at')
if not at[1] then return {'lost'} end
if at[1] == ARGV[1] and tonumber(at[2]) < tonumber(ARGV[3]) then
  redis.call('DEL', head) -- a copy of Redis took over that had not heard of the last records
  return {'lost'}
end
if at[1] ~= ARGV[1] or at[3] ~= ARGV[2] then return {'moved', at[1], at[2], at[3], at[4]} end
if redis.call('LLEN', pending) > tonumber(ARGV[4]) then return {'full'} end
for i = 8, #ARGV do redis.call('RPUSH', pending, ARGV[i]) end
redis.call('HSET', head, 'seq', ARGV[5], 'hash', ARGV[6], 'at', ARGV[7])
return {'done'}
