-- Reads the watchlist for many people at once; writes nothing.
--
-- ARGV: epoch, prefix, and packed: what `postings` takes (candidates.lua).
-- Returns {'not-ready'} or {'ok', places and lengths, postings}.
local epoch, prefix = ARGV[1], ARGV[2]
if redis.call('GET', 'tocsin:epoch') ~= epoch and epoch ~= 'building' then return {'not-ready'} end
return {'ok', postings(unpack(cmsgpack.unpack(ARGV[3])))}
