-- Who is on the way and may be a listed person; put after candidates.lua and held.lua, before their own text.

-- Takes how an entry is listed: first and last year of birth, length above which a key is read for
-- whole names alone, keys as a length and key, posting without its number, where people are held
-- under it (XXXX:TAG), ...
local function taken(take)
  local first, last, most = tonumber(take()), tonumber(take()), tonumber(take())
  local keys, tails, places = {}, {}, {}
  for i = 1, tonumber(take()) do keys[i], tails[i], places[i] = take(), take(), take() end
  return first, last, most, keys, tails, places
end

-- Returns a function that calls *visit* with each posting held at a place, as a text and where in it
-- the posting begins behind its tag.
local function reader(prefix, visit)
  local home = prefix .. 'held:'
  return function(place)
    local tag = string.char(tonumber(sub(place, 6, 7), 16), tonumber(sub(place, 8, 9), 16))
    local postings = call('GET', home .. sub(place, 1, 4)) or ''
    local at = place_of(postings, tag, 1)
    while at do
      visit(postings, at + TAG)
      at = place_of(postings, tag, at + POSTING)
    end
    for _, one in ipairs(call('SMEMBERS', home .. place)) do visit(one, 1) end
  end
end

-- Returns everybody among whose candidates the entry is, by the same lengths, and more, for the score
-- decides: members as flight US ref, record, ..., and their flights as key, details, ...
local function on_the_way(prefix, first, last, most, keys, tails, places)
  local members, flights, seen, known, told = {}, {}, {}, {}, {}
  local kind, rest, few
  local function in_reach(year)
    return first == 0 or year == 0 or (year >= first - REACH and year <= last + REACH)
  end
  -- Returns whose a number is, false where that flight is forgotten.
  local function flight_of(number)
    local flight = known[number]
    if flight ~= nil then return flight end
    flight = call('HGET', prefix .. 'flights', number)
    known[number] = flight
    return flight
  end
  local read = reader(prefix, function(text, at)
    local year, high, low = byte(text, at + 12, at + 14)
    local other = high * 256 + low
    if rest ~= 0 and other ~= 0 and band(rest, other) == 0 then return end
    if not in_reach(year) and not (few and whole_within(kind, rest, other)) then return end
    local person = sub(text, at, at + 11)
    if seen[person] then return end
    seen[person] = true
    local flight = flight_of(sub(person, 1, 4))
    if not flight then return end
    local ref = string.format('%02x%02x%02x%02x%02x%02x%02x%02x', byte(person, 5, 12))
    local record = call('HGET', prefix .. 'people:' .. flight, ref)
    if not record then return end
    members[#members + 1] = flight .. '\31' .. ref
    members[#members + 1] = record
    if told[flight] then return end
    told[flight] = true
    flights[#flights + 1] = flight
    flights[#flights + 1] = call('HGET', prefix .. 'flight:' .. flight, 'details')
  end)
  for i, key in ipairs(keys) do
    local high, low = byte(tails[i], 3, 4)
    kind, rest = byte(key), high * 256 + low
    local length = call('STRLEN', list_of(prefix, key)) / WIDTH
    few = kind == 68 or length <= FEW  -- D
    if rest == 0 or length <= most then read(places[i]) end
  end
  return members, flights
end

