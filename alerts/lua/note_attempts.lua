-- Notes one attempt at delivery on each of its alerts, for as long as the ledger holds them.
-- ARGV: epoch, prefix, most that are kept of each, n × (alert id, attempt).
if redis.call('GET', 'tocsin:epoch') ~= ARGV[1] then return 'not-ready' end
for i = 4, #ARGV, 2 do
  local over = redis.call('EXPIRETIME', ARGV[2] .. 'alert:' .. ARGV[i])
  if over ~= -2 then
    local home = ARGV[2] .. 'attempts:' .. ARGV[i]
    redis.call('RPUSH', home, ARGV[i + 1])
    redis.call('LTRIM', home, -tonumber(ARGV[3]), -1)
    if over > 0 then redis.call('EXPIREAT', home, over) end
  end
end
return 'ok'
