-- Forgets what is published, and gives the right to publish back; whoever published it meanwhile.
-- ARGV: life of the chain, token, number and hash of the last record published ('' if none is).
-- Returns 1, or 0 where the chain was lost meanwhile.
local head, lock, pending = 'tocsin:audit:head', 'tocsin:audit:lock', 'tocsin:audit:pending'
if redis.call('GET', lock) == ARGV[2] then redis.call('DEL', lock) end
local at = redis.call('HMGET', head, 'life', 'sent')
if at[1] ~= ARGV[1] then return 0 end
if ARGV[3] ~= '' then
  local news = tonumber(ARGV[3]) - tonumber(at[2])
  if news > 0 then
    redis.call('LTRIM', pending, news, -1)
    redis.call('HSET', head, 'sent', ARGV[3], 'sent_hash', ARGV[4])
  end
end
return 1
