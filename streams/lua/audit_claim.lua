-- Takes the right to publish for a moment, and says what waits for it.
-- ARGV: life of the chain, token, milliseconds, most records to return.
-- Returns {'lost'}, {'busy', number of the last published}, or {'yours', that number, records...}.
local head, lock = 'tocsin:audit:head', 'tocsin:audit:lock'
local at = redis.call('HMGET', head, 'life', 'sent')
if at[1] ~= ARGV[1] then return {'lost'} end
if not redis.call('SET', lock, ARGV[2], 'NX', 'PX', ARGV[3]) then return {'busy', at[2]} end
return {'yours', at[2], unpack(redis.call('LRANGE', 'tocsin:audit:pending', 0, ARGV[4] - 1))}
