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
local WIDTH, FEW, REACH = 8, 50, 2

local function concerns(year, rest, exempt, first, last, other)
  if rest ~= 0 and other ~= 0 and bit.band(rest, other) == 0 then return false end
  if year == 0 or first == 0 then return true end
  if exempt and rest == 0 and other == 0 then return true end
  return year >= first - REACH and year <= last + REACH
end

local function shortest_first(one, other)
  if one.length ~= other.length then return one.length < other.length end
  return one.at < other.at  -- as sent: by key
end

-- Returns the numbers of who may be the person, 4 bytes each.
local function candidates(take, prefix)
  local year, names, tokens = tonumber(take()), tonumber(take()), tonumber(take())
  local present = {}
  for at = 1, tonumber(take()) do
    local key, rest = take(), tonumber(take())
    local length = redis.call('STRLEN', prefix .. 'listed:' .. key) / WIDTH
    if length > 0 then present[#present + 1] = {at = at, key = key, rest = rest, length = length} end
  end
  table.sort(present, shortest_first)
  local found, held, left = {}, {}, {T = tokens, N = names}
  for _, one in ipairs(present) do
    local kind = string.sub(one.key, 1, 1)
    local purse = kind == 'T' and 'T' or 'N'
    if one.length <= left[purse] or kind == 'D' then
      if kind ~= 'D' then left[purse] = left[purse] - one.length end
      local most = math.min(one.length, names + tokens) * WIDTH
      local postings = redis.call('GETRANGE', prefix .. 'listed:' .. one.key, 0, most - 1)
      local exempt, rest = one.length <= FEW, one.rest
      for at = 1, #postings, WIDTH do
        local first, last, high, low = string.byte(postings, at + 4, at + 7)
        if concerns(year, rest, exempt, first, last, high * 256 + low) then
          local number = string.sub(postings, at, at + 3)
          if not held[number] then
            held[number] = true
            found[#found + 1] = number
          end
        end
      end
    end
  end
  return table.concat(found)
end

