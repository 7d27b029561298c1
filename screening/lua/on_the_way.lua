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

-- Says whether anybody is held at all: where not, an entry need not ask under each of its keys.
local function is_anybody_held(prefix) return call('EXISTS', prefix .. 'flights') == 1 end

-- Returns a function that calls *visit* with each posting held at a place, of which *postings* are those of
-- its bucket, as a text and where in it the posting begins behind its tag.
local function reader(prefix, visit)
  local home = prefix .. 'held:'
  return function(place, postings)
    local tag = string.char(tonumber(sub(place, 6, 7), 16), tonumber(sub(place, 8, 9), 16))
    local at = postings and place_of(postings, tag, 1)
    while at do
      visit(postings, at + TAG)
      at = place_of(postings, tag, at + POSTING)
    end
    for _, one in ipairs(call('SMEMBERS', home .. place)) do visit(one, 1) end
  end
end

-- Calls *see* with each of *wanted* and the bucket of its place, read many at a time.
local function with_buckets(prefix, wanted, places, see)
  for from = 1, #wanted, AT_ONCE do
    local names = {}
    for nth = from, math.min(from + AT_ONCE - 1, #wanted) do
      names[#names + 1] = prefix .. 'held:' .. sub(places[wanted[nth]], 1, 4)
    end
    local buckets = call('MGET', unpack(names))
    for nth = 1, #names do see(wanted[from + nth - 1], buckets[nth]) end
  end
end

-- Returns everybody among whose candidates the entry is, by the same lengths, and more, for the score
-- decides: members as flight US ref, record, ..., and their flights as key, details, ...
-- *lengths* are those of the lists of the keys, where they are known.
local function on_the_way(prefix, first, last, most, keys, tails, places, lengths)
  local members, flights, seen, known, told = {}, {}, {}, {}, {}
  local kind, rest, few, fewest
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
    if not fewest and rest ~= 0 and other ~= 0 and band(rest, other) == 0 then return end
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
  local wanted, rests, fews, fewests = {}, {}, {}, {}
  for i, key in ipairs(keys) do
    local high, low = byte(tails[i], 3, 4)
    local length = lengths and lengths[i] or call('STRLEN', list_of(prefix, key)) / WIDTH
    rests[i], fews[i], fewests[i] = high * 256 + low, byte(key) == 68 or length <= FEW, length <= FEWEST  -- D
    if rests[i] == 0 or length <= most then wanted[#wanted + 1] = i end
  end
  with_buckets(prefix, wanted, places, function(i, bucket)
    kind, rest, few, fewest = byte(keys[i]), rests[i], fews[i], fewests[i]
    read(places[i], bucket)
  end)
  return members, flights
end

