-- How an entry lies in Redis; put before the text of those that write or read it.
--
-- entry:KEY says in one line which record an entry is of: version (its offset in the watchlist topic),
-- partition, stamp (the tick at which it last changed), number of its contents, list (owner/list), and of a
-- record that came through intake its origin (the offset in the agency's topic), when it was sent there
-- (ms), and the version it had then. Of a removed entry number and list are empty.
-- contents:NUMBER is what is long: the record for comparing, which says its own length, the keys by
-- blanks, a line feed, and the entry as screening/stored_entry.py has it. It is gone once the entry is changed
-- or removed. Numbers are never used again; `numbered` is the last.

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

-- Returns keys and entry by the number of its contents; nothing where they mean nothing any more.
local function contents_of(prefix, number)
  local found = redis.call('GET', prefix .. 'contents:' .. number)
  if not found then return nil end
  local behind = struct.unpack('<I4', found, 2) + 1
  local feed = string.find(found, '\n', behind, true)
  return string.sub(found, behind, feed - 1), string.sub(found, feed + 1)
end
