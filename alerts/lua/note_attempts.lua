-- Notes attempts at delivery on their alerts, for as long as the ledger holds them.
-- ARGV: epoch, prefix, most of the last that are kept of each,
--   n × (alert id, webhook, attempt, the same as it was noted when it began, or '').
if redis.call('GET', 'tocsin:epoch') ~= ARGV[1] then return 'not-ready' end
local prefix, most = ARGV[2], tonumber(ARGV[3])
for i = 4, #ARGV, 4 do
  local alert, webhook, attempt, begun = ARGV[i], ARGV[i + 1], ARGV[i + 2], ARGV[i + 3]
  local over = redis.call('EXPIRETIME', prefix .. 'alert:' .. alert)
  if over ~= -2 then
    local home = prefix .. 'deliveries:' .. alert
    local number = tonumber(redis.call('HGET', home, webhook)) or 0
    local last = webhook .. ' ' .. number
    if begun == '' or redis.call('HGET', home, last) ~= begun then
      number = number + 1
      redis.call('HSET', home, webhook, number)
      if number - most > 1 then redis.call('HDEL', home, webhook .. ' ' .. (number - most)) end
    end
    redis.call('HSET', home, webhook .. ' ' .. number, attempt)
    if over > 0 then redis.call('EXPIREAT', home, over) end
  end
end
return 'ok'
