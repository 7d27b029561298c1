-- Notes when an entry next comes into force or goes out of it, unless it has changed; after home.lua.
-- ARGV: epoch, prefix, entry key, number of its contents, epoch seconds ('0' = never).
local epoch, prefix, key, number, turn = ARGV[1], ARGV[2], ARGV[3], ARGV[4], ARGV[5]
if redis.call('GET', 'tocsin:epoch') ~= epoch then return end
local home = home_of(prefix, key)
if not home or home.number ~= tonumber(number) then return end
if turn == '0' then
  redis.call('ZREM', prefix .. 'due', key)
else
  redis.call('ZADD', prefix .. 'due', turn, key)
end
