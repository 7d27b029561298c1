-- Notes which hits a flight has, within what the facts speak of and as far as they still stand.
--
-- ARGV: epoch, prefix, flight, as_of, expires at, cause, source, entry key ('' = the scope is people),
--       refs with US before and after each, n × (ref, entry key).
-- hits-on:FLIGHT holds ref US entry key → cause US source US as_of, the last not where a rebuild put it.
local cursor = 0
local function take()
  cursor = cursor + 1
  return ARGV[cursor]
end
local epoch, prefix, flight, as_of = take(), take(), take(), tonumber(take())
local expires, cause, source, scope = take(), take(), take(), take()
if redis.call('GET', 'tocsin:epoch') ~= epoch then return 'not-ready' end

local home, people, found = prefix .. 'hits-on:' .. flight, take(), {}
for _ = 1, tonumber(take()) do found[take() .. '\31' .. take()] = true end

local function stands(pair)
  local ref, entry = string.match(pair, '^(.*)\31(.*)$')
  return not changed_since(prefix, flight, ref, entry, as_of)
end
local function within(pair)
  local ref, entry = string.match(pair, '^(.*)\31(.*)$')
  if scope ~= '' then return entry == scope end
  return string.find(people, '\31' .. ref .. '\31', 1, true)
end
for _, pair in ipairs(redis.call('HKEYS', home)) do
  if within(pair) and not found[pair] and stands(pair) then redis.call('HDEL', home, pair) end
end
local standing = {}
for pair in pairs(found) do
  if stands(pair) then
    standing[#standing + 1] = pair
    standing[#standing + 1] = table.concat({cause, source, string.format('%.0f', as_of)}, '\31')
  end
end
for at = 1, #standing, 1000 do
  redis.call('HSET', home, unpack(standing, at, math.min(at + 999, #standing)))
end
if redis.call('EXISTS', home) == 1 then
  redis.call('EXPIREAT', home, expires)
  redis.call('SADD', prefix .. 'with-hits', flight)
else
  redis.call('SREM', prefix .. 'with-hits', flight)
end
return 'ok'
