-- What both readers of the watchlist index share; put before their own text.
--
-- listed:KEY holds postings of 8 bytes, oldest first: number of the entry's content (4), first and last
-- year of birth (1 each, from 1900; 0 for none), rest of the name (2). Numbers are never used again, so
-- what a worker holds by number never goes stale.
--
-- Who asks takes what is read here through a budget and a filter (compiled/postings.py). Of a key of
-- names (N, Q, S, F) no more than the budget of names can matter, of a part of a name (T) no list that
-- is longer than the budget of tokens, of a document (D) the newest that fit into both.
local WIDTH, FEW, REACH = 8, 50, 2
local AT_ONCE = 1000  -- keys of one MGET; Lua can hand over some 8,000
local byte, sub, band = string.byte, string.sub, bit.band

-- Says whether one of two names that share a key lies within the other; of single parts (T), whether
-- both are the whole name. Dates (F) name nobody.
local function whole_within(kind, rest, other)
  if kind == 84 then return rest == 0 and other == 0 end
  return kind ~= 70 and (rest == 0 or other == 0)
end

-- Returns the lists of all keys but those of single parts, as people and asked have them in order.
local function lists_of(prefix, people, asked)
  local keys, lists = {}, {}
  for at = 1, #asked, 3 do
    local person = people[asked[at]]
    for i = 2, #person, 2 do
      if byte(person[i]) ~= 84 then keys[#keys + 1] = prefix .. 'listed:' .. person[i] end
    end
  end
  for first = 1, #keys, AT_ONCE do
    local found = redis.call('MGET', unpack(keys, first, math.min(first + AT_ONCE - 1, #keys)))
    for i, list in ipairs(found) do lists[first + i - 1] = list end
  end
  return lists
end

-- Returns for each that is asked, as number of the person, budget of names and budget of tokens, the
-- postings under their keys, one list behind the other in the order of the keys. Before each stand three
-- numbers of 4 bytes: kind of key and rest of the person's name (2 bytes each), length of the list,
-- and how many of it follow, the newest. A person is {year, key, rest, key, rest, ...}.
local function postings(prefix, people, asked)
  local lists, cursor, answers = lists_of(prefix, people, asked), 0, {}
  for at = 1, #asked, 3 do
    local person, names, tokens, parts = people[asked[at]], asked[at + 1], asked[at + 2], {}
    for i = 2, #person, 2 do
      local kind, rest = byte(person[i]), person[i + 1]
      local list, length, most = false, 0, names
      if kind == 84 then
        local key = prefix .. 'listed:' .. person[i]
        length, most = redis.call('STRLEN', key) / WIDTH, tokens
        if length > 0 and length <= most then list = redis.call('GET', key) end
      else
        cursor = cursor + 1
        list = lists[cursor]
        length = list and #list / WIDTH or 0
        if kind == 68 then most = names + tokens end
        if length > most then
          list = (kind == 68 or rest == 0) and sub(list, -most * WIDTH)
        end
      end
      if list then
        parts[#parts + 1] = struct.pack('>HHII', kind, rest, length, #list / WIDTH)
        parts[#parts + 1] = list
      end
    end
    answers[#answers + 1] = table.concat(parts)
  end
  return answers
end

