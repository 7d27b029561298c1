-- Notes on which flight a decision keeps something back, so that it is looked at again when it ends.
-- ARGV: epoch, prefix, flight, n × (id, entry key, revision gone by).
-- Returns 'not-ready', 'moved' where the decisions on an entry are others by now, or 'ok'.
if redis.call('GET', 'tocsin:epoch') ~= ARGV[1] then return 'not-ready' end
local prefix = ARGV[2]
for i = 4, #ARGV, 3 do
  if revision_of(prefix, ARGV[i + 1]) ~= ARGV[i + 2] then return 'moved' end
end
for i = 4, #ARGV, 3 do
  local home = prefix .. 'kept-back:' .. ARGV[i]
  redis.call('SADD', home, ARGV[3])
  local over = redis.call('ZSCORE', prefix .. 'suppressions-due', ARGV[i])
  if over then redis.call('EXPIREAT', home, math.floor(tonumber(over)) + 604800) end
end
return 'ok'
