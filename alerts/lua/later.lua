-- Puts an alert that is due off for a moment, as it has been asked for; not where it is due anew.
-- ARGV: epoch, prefix, alert id, when it was due, when it is to be asked for again.
if redis.call('GET', 'tocsin:epoch') ~= ARGV[1] then return end
local there = redis.call('ZSCORE', ARGV[2] .. 'dues', ARGV[3])
if there and tonumber(there) == tonumber(ARGV[4]) then
  redis.call('ZADD', ARGV[2] .. 'dues', ARGV[5], ARGV[3])
end
