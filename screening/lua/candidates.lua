-- What both readers of the watchlist index share; put before their own text.
--
-- listed:KEY holds postings of 8 bytes, oldest first: number of the entry's content (4), first and last
-- year of birth (1 each, from 1900; 0 for none), rest of the name (2). Numbers are never used again, so
-- what a worker holds by number never goes stale. The list of a part of a name (T) with more than SHORT
-- of them is listed-long:KEY instead: few people are looked up in those, so most need not ask how long
-- a list is before they read it.
--
-- Who asks takes what is read here through a budget and a filter (compiled/postings.py).
local WIDTH, FEWEST, FEW, REACH, SHORT = 8, 10, 50, 2, 100
local AT_ONCE = 500  -- keys of one MGET; Lua can hand over some 8,000
local byte, sub, band, call = string.byte, string.sub, bit.band, redis.call

-- Says whether one of two names that share a key lies within the other; of single parts (T), whether
-- both are the whole name. Dates (F) name nobody.
local function whole_within(kind, rest, other)
  if kind == 84 then return rest == 0 and other == 0 end
  return kind ~= 70 and (rest == 0 or other == 0)
end

-- Returns the name of the list of a key as it is by now.
local function list_of(prefix, key)
  local long = prefix .. 'listed-long:' .. key
  return byte(key) == 84 and call('EXISTS', long) == 1 and long or prefix .. 'listed:' .. key
end

-- Returns the lists that are there of those named, as {place among the names, length, ...} and their
-- postings, of each at most so many as can matter to anybody, the newest. Behind all names count those
-- of long lists, which are read if they have no more than *tokens*.
local function postings(names, long, most, tokens)
  local places, parts, found = {}, {}, 0
  for first = 1, #names, AT_ONCE do
    local lists = call('MGET', unpack(names, first, math.min(first + AT_ONCE - 1, #names)))
    for i = 1, #lists do
      local list = lists[i]
      if list then
        local length = #list / WIDTH
        found = found + 1
        parts[found] = length > most and sub(list, -most * WIDTH) or list
        places[2 * found - 1], places[2 * found] = first + i - 1, length
      end
    end
  end
  for i, name in ipairs(long) do
    local length = call('STRLEN', name) / WIDTH
    if length > 0 and length <= tokens then
      found = found + 1
      parts[found] = call('GET', name)
      places[2 * found - 1], places[2 * found] = #names + i, length
    end
  end
  return places, table.concat(parts)
end

