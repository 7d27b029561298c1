-- Who is on the way and may be a listed person; put after candidates.lua, before their own text.

-- Takes how an entry is listed: first and last year of birth, length above which a key is read for
-- whole names alone, keys as a length and key, posting without its number, ...
local function taken(take)
  local first, last, most = tonumber(take()), tonumber(take()), tonumber(take())
  local keys, tails = {}, {}
  for i = 1, tonumber(take()) do keys[i], tails[i] = take(), take() end
  return first, last, most, keys, tails
end

-- Returns everybody among whose candidates the entry is, by the same lengths, and more, for the score
-- decides: members as flight US ref, record, ..., and their flights as key, details, ...
local function on_the_way(prefix, first, last, most, keys, tails)
  local members, flights, seen = {}, {}, {}
  local function in_reach(year)
    return first == 0 or year == 0 or (year >= first - REACH and year <= last + REACH)
  end
  local function add(member, kind, rest, few)
    if seen[member] then return end
    local flight, ref, year, other =
      string.match(member, '^([^\31]*)\31([^\31]*)\31(%d+)\31(%d+)$')
    other = tonumber(other)
    if rest ~= 0 and other ~= 0 and band(rest, other) == 0 then return end
    if not in_reach(tonumber(year)) and not (few and whole_within(kind, rest, other)) then return end
    seen[member] = true
    local person = flight .. '\31' .. ref
    if seen[person] then return end
    seen[person] = true
    local record = redis.call('HGET', prefix .. 'people:' .. flight, ref)
    if not record then return end
    members[#members + 1] = person
    members[#members + 1] = record
    if seen[flight] then return end
    seen[flight] = true
    flights[#flights + 1] = flight
    flights[#flights + 1] = redis.call('HGET', prefix .. 'flight:' .. flight, 'details')
  end
  for i, key in ipairs(keys) do
    local length = redis.call('STRLEN', prefix .. 'listed:' .. key) / WIDTH
    local kind = byte(key)
    local high, low = byte(tails[i], 3, 4)
    local rest = high * 256 + low
    if rest == 0 or length <= most then
      local few = kind == 68 or length <= FEW  -- D
      local people = redis.call('SMEMBERS', prefix .. 'held:' .. key)
      for _, member in ipairs(people) do add(member, kind, rest, few) end
    end
  end
  return members, flights
end

