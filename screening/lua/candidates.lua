-- What both readers of the watchlist index share; put before their own text.
--
-- listed:KEY holds postings of 8 bytes, oldest first: number of the entry's content (4), first and last
-- year of birth (1 each, from 1900; 0 for none), rest of the name (2). Numbers are never used again, so
-- what a worker holds by number never goes stale.
--
-- A person asks with: year, budget of names, budget of tokens, keys as a length and key, rest, ...
-- The keys with the fewest postings are read first, as long as the postings read stay within the budget
-- (names: N, Q, S, F; tokens: T), so the lengths as they are at this moment decide and nothing goes
-- stale. A document is always read, up to the budget of names.
--
-- Read, an entry is a candidate if the parts left on both sides share a beginning, or a side has none
-- left; and if a listed year is within REACH of the person's, or a side has no date, or both whole
-- names are the same and not more than FEW entries have that.
local WIDTH, FEW, REACH = 8, 50, 2
local byte, sub, band = string.byte, string.sub, bit.band

local function shortest_first(one, other)
  if one.length ~= other.length then return one.length < other.length end
  return one.at < other.at  -- as sent: by key
end

-- Returns the lists that are read, shortest first.
local function affordable(take, prefix, names, tokens)
  local present, read, left = {}, {}, {names, tokens}
  for at = 1, tonumber(take()) do
    local key, rest = take(), take()
    local length = redis.call('STRLEN', prefix .. 'listed:' .. key) / WIDTH
    if length > 0 then present[#present + 1] = {at = at, key = key, rest = rest, length = length} end
  end
  table.sort(present, shortest_first)
  for _, one in ipairs(present) do
    local kind = byte(one.key)
    local purse = kind == 84 and 2 or 1  -- T
    if kind == 68 then  -- D
      read[#read + 1] = one
    elseif one.length <= left[purse] then
      left[purse] = left[purse] - one.length
      read[#read + 1] = one
    end
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
    local most = math.min(one.length, names + tokens) * WIDTH
    local postings = redis.call('GETRANGE', prefix .. 'listed:' .. one.key, 0, most - 1)
    local rest = tonumber(one.rest)
    local few = rest == 0 and one.length <= FEW
    for at = 1, #postings, WIDTH do
      local first, last, high, low = byte(postings, at + 4, at + 7)
      local other = high * 256 + low
      if (first == 0 or (first <= to and last >= from) or (few and other == 0))
        and (rest == 0 or other == 0 or band(rest, other) ~= 0) then
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

