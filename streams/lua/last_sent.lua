-- Remembers the tag that a thing is to have, unless another change of it is on its way and it matters.
-- ARGV: key, that tag, whether it matters (1|0), the tag that the thing has, for how many seconds.
-- Returns {1 or 0, the tag that was to come before, nil where none was}.
local last = redis.call('GET', ARGV[1])
if ARGV[3] == '1' and last and last ~= ARGV[4] and last ~= ARGV[2] then return {0, last} end
redis.call('SET', ARGV[1], ARGV[2], 'EX', ARGV[5])
return {1, last}
