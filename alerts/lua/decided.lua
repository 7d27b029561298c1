-- Notes that a decision is done, so that it is not done again.
-- ARGV: epoch, prefix, alert id, id of the decision, the decision.
if ARGV[1] ~= 'building' and redis.call('GET', 'tocsin:epoch') ~= ARGV[1] then return 'not-ready' end
local home, decided = ARGV[2] .. 'alert:' .. ARGV[3], ARGV[2] .. 'decided:' .. ARGV[3]
local expires = redis.call('EXPIRETIME', home)
if expires == -2 then return 'gone' end
redis.call('HSETNX', decided, ARGV[4], ARGV[5])
if expires > 0 then redis.call('EXPIREAT', decided, expires) end
return 'ok'
