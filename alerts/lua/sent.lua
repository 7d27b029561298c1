-- Marks versions as published; never marks one back, and nothing of another build.
-- ARGV: epoch, prefix, n × (alert id, version).
if redis.call('GET', 'tocsin:epoch') ~= ARGV[1] then return end
for i = 3, #ARGV, 2 do
  local home = ARGV[2] .. 'alert:' .. ARGV[i]
  local sent = tonumber(redis.call('HGET', home, 'sent') or '0')
  if tonumber(ARGV[i + 1]) > sent then redis.call('HSET', home, 'sent', ARGV[i + 1]) end
end
