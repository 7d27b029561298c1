-- Takes people out of one set of the passenger index, unless their flight is held (again).
-- ARGV: epoch, prefix, set, n × member (flight US ref US year of birth US rest of the name).
if redis.call('GET', 'tocsin:epoch') ~= ARGV[1] then return end
for i = 4, #ARGV do
  local flight = string.match(ARGV[i], '^[^\31]*')
  if redis.call('EXISTS', ARGV[2] .. 'flight:' .. flight) == 0 then
    redis.call('SREM', ARGV[3], ARGV[i])
  end
end
