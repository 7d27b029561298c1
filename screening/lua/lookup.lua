-- Reads the watchlist for many people at once; writes nothing.
--
-- ARGV: epoch, prefix, people and who is asked, packed (candidates.lua).
-- Returns {'not-ready'} or {'ok', {postings for each that is asked}}.
local epoch, prefix = ARGV[1], ARGV[2]
if redis.call('GET', 'tocsin:epoch') ~= epoch and epoch ~= 'building' then return {'not-ready'} end
local people, asked = unpack(cmsgpack.unpack(ARGV[3]))
return {'ok', postings(prefix, people, asked)}
