-- Reads the alerts on entries.
-- ARGV: prefix, keys of entries.
-- Returns which of the entries it is, counted from one, and the payload, for each alert, by its id.
local prefix, found = ARGV[1], {}
for at = 2, #ARGV do
  local ids = redis.call('SMEMBERS', prefix .. 'on-entry:' .. ARGV[at])
  table.sort(ids)
  for _, id in ipairs(ids) do
    local payload = redis.call('HGET', prefix .. 'alert:' .. id, 'payload')
    if payload then
      found[#found + 1] = at - 1
      found[#found + 1] = payload
    end
  end
end
return found
