-- Returns what the ledger holds on one flight, as id, version, sent, event, ref, entry, payload, view,
-- due, id, ...
-- ARGV: epoch, prefix, flight.
if redis.call('GET', 'tocsin:epoch') ~= ARGV[1] then return {'not-ready'} end
local rows = {'ok'}
for _, id in ipairs(redis.call('SMEMBERS', ARGV[2] .. 'on-flight:' .. ARGV[3])) do
  local row = redis.call('HMGET', ARGV[2] .. 'alert:' .. id,
    'version', 'sent', 'event', 'ref', 'entry', 'payload', 'view', 'due')
  if row[1] then
    rows[#rows + 1] = id
    for i = 1, 8 do rows[#rows + 1] = row[i] or '' end
  end
end
return rows
