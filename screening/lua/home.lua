-- How an entry lies in Redis; put before the text of those that write or read it.
--
-- entry:KEY says in one line which record an entry is of: version (its offset in the watchlist topic),
-- partition, stamp (the tick at which it last changed), number of its contents, list (owner/list), and of a
-- record that came through intake its origin (the offset in the agency's topic), when it was sent there
-- (ms), and the version it had then. Of a removed entry number and list are empty.
-- contents:SHELF is a list of what is long, the numbers one behind the other: so Redis packs it. An
-- element is the record for comparing, which says its own length, the keys by blanks, a line feed, and
-- the entry as screening/stored_entry.py has it; '' once it is changed or removed. Numbers are never used again.
local OF_A_SHELF = 128

-- Returns what is known of an entry by its key, and nothing where there never was one.
local function home_of(prefix, key)
  local line = redis.call('GET', prefix .. 'entry:' .. key)
  if not line then return nil end
  local home = {}
  home.version, home.partition, home.stamp, home.number, home.list, home.origin, home.sent, home.origin_at =
    string.match(line, '^(%d+) (%d+) (%d+) (%d*) (%S*) (%d*) (%d*) (%d*)$')
  home.number = tonumber(home.number)
  return home
end

-- Returns the line that home_of reads.
local function line_of(home)
  return table.concat({home.version, home.partition, home.stamp,
    home.number and string.format('%.0f', home.number) or '', home.list, home.origin, home.sent, home.origin_at}, ' ')
end

-- Returns the list in which a number has its place, and the place.
local function place_of_contents(prefix, number)
  local shelf = math.floor((number - 1) / OF_A_SHELF)
  return prefix .. 'contents:' .. string.format('%.0f', shelf), (number - 1) % OF_A_SHELF
end

-- Returns record, keys and entry by the number of its contents; nothing where they mean nothing any more.
local function contents_of(prefix, number)
  local shelf, place = place_of_contents(prefix, number)
  local found = redis.call('LINDEX', shelf, place)
  if not found or found == '' then return nil end
  local length = struct.unpack('<I4', found, 2)
  local feed = string.find(found, '\n', length + 1, true)
  return string.sub(found, 1, length), string.sub(found, length + 1, feed - 1), string.sub(found, feed + 1)
end
