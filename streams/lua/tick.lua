-- Returns the next tick of the index clock, or 0 where the index is of another build.
-- ARGV: epoch, prefix.
if redis.call('GET', 'tocsin:epoch') ~= ARGV[1] then return 0 end
return redis.call('INCR', ARGV[2] .. 'clock')
