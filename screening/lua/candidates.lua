-- What both readers of the watchlist index share; put before their own text.
--
-- listed:KEY holds postings of 8 bytes, oldest first: number of the entry's content (4), first and last
-- year of birth (1 each, from 1900; 0 for none), rest of the name (2). Numbers are never used again, so
-- what a worker holds by number never goes stale.
--
-- A person asks with: year, budget of names, budget of tokens, keys as a length and key, rest, ...
-- The keys with the fewest postings are read first, as long as the postings read stay within the budget
-- (names: N, Q, S, F; tokens: T), so the lengths as they are at this moment decide and nothing goes
-- stale. Of a longer list the newest postings that fit are read where whole names share the key (rest 0
-- on both sides), and up to both budgets of a document's.
--
-- Read, an entry is a candidate if the parts left on both sides share a beginning, or a side has none
-- left; and if a listed year is within REACH of the person's, or a side has no date, or one whole
-- name is within the other and not more than FEW entries have that: a digit of a year is soon wrong.
local WIDTH, FEW, REACH = 8, 50, 2
local byte, sub, band = string.byte, string.sub, bit.band

-- Says whether one of two names that share a key lies within the other; of single parts (T), whether
-- both are the whole name. Dates (F) name nobody.
local function whole_within(kind, rest, other)
  if kind == 84 then return rest == 0 and other == 0 end
  return kind ~= 70 and (rest == 0 or other == 0)
end

local function shortest_first(one, other)
  if one.length ~= other.length then return one.length < other.length end
  return one.at < other.at  -- as sent: by key
end

-- Returns the lists that are read, shortest first.
local function affordable(take, prefix, names, tokens)
  local present, read, left = {}, {}, {names, tokens}
  for at = 1, tonumber(take()) do
    local key, rest = take(), tonumber(take())
    local list = prefix .. 'listed:' .. key
    local length = redis.call('STRLEN', list) / WIDTH
    if length > 0 then
      present[#present + 1] = {at = at, kind = byte(key), list = list, rest = rest, length = length}
    end
  end
  table.sort(present, shortest_first)
  for _, one in ipairs(present) do
    local purse = one.kind == 84 and 2 or 1  -- T
    if one.kind == 68 then  -- D
      one.newest = names + tokens
    elseif one.length <= left[purse] then
      one.newest = one.length
      left[purse] = left[purse] - one.length
    elseif one.rest == 0 and purse == 1 and left[1] > 0 then
      one.newest, one.whole = left[1], true
      left[1] = 0
    end
    if one.newest then read[#read + 1] = one end
  end
  return read
end

-- Returns the numbers of who may be the person, 4 bytes each.
local function candidates(take, prefix)
  local year, names, tokens = tonumber(take()), tonumber(take()), tonumber(take())
  local from, to = year - REACH, year + REACH
  if year == 0 then from, to = 0, 255 end
  local found, held = {}, {}
  for _, one in ipairs(affordable(take, prefix, names, tokens)) do
    local postings = redis.call('GETRANGE', one.list, -one.newest * WIDTH, -1)
    local rest, whole = one.rest, one.whole
    local few = one.length <= FEW
    for at = 1, #postings, WIDTH do
      local first, last, high, low = byte(postings, at + 4, at + 7)
      local other = high * 256 + low
      if (first == 0 or (first <= to and last >= from) or (few and whole_within(one.kind, rest, other)))
        and (other == 0 or (rest == 0 and not whole) or band(rest, other) ~= 0) then
        local number = sub(postings, at, at + 3)
        if not held[number] then
          held[number] = true
          found[#found + 1] = number
        end
      end
    end
  end
  return table.concat(found)
end

