-- Returns the hits known on one flight as they stand now, for who goes by rules that were current at
-- the tick *ruled*; from now on nobody may go by older ones on this flight, and who or what has changed
-- since the hit was noted is left to the record of that. '' is for who only looks.
-- ARGV: epoch, prefix, flight, ruled.
-- Returns {'not-ready'}, {'gone'}, {'outruled'} where somebody has gone by newer ones already, or {'ok', clock, flight details, ref, entry key, cause, source,
--       passenger, entry, ...}.
if redis.call('GET', 'tocsin:epoch') ~= ARGV[1] then return {'not-ready'} end
local prefix, flight = ARGV[2], ARGV[3]
local ruled = tonumber(ARGV[4])
local details = redis.call('HGET', prefix .. 'flight:' .. flight, 'details')
if not details then
  redis.call('DEL', prefix .. 'hits-on:' .. flight)
  redis.call('SREM', prefix .. 'with-hits', flight)
  return {'gone'}
end
local home = prefix .. 'flight:' .. flight
if ruled then
  if tonumber(redis.call('HGET', home, 'ruled') or '0') > ruled then return {'outruled'} end
  redis.call('HSET', home, 'ruled', string.format('%.0f', ruled))
end
local answer = {'ok', redis.call('INCR', prefix .. 'clock'), details}
local noted = redis.call('HGETALL', prefix .. 'hits-on:' .. flight)
for i = 1, #noted, 2 do
  local ref, entry = string.match(noted[i], '^(.*)\31(.*)$')
  local cause, source, as_of = string.match(noted[i + 1], '^([^\31]*)\31([^\31]*)\31?(%d*)$')
  local late, person, number = changed_since(prefix, flight, ref, entry, tonumber(as_of) or math.huge)
  if person and number and not (ruled and late) then
    local _, whole = contents_of(prefix, number)
    for _, part in ipairs({ref, entry, cause, source, string.match(person, '|([^\n]*)'), whole}) do
      answer[#answer + 1] = part
    end
  end
end
return answer
