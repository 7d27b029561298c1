-- What the scripts of the ledger share; put after screening/lua/home.lua and before their own text.

-- Says whether the passenger or the entry has changed after the moment *as_of*, and what is on record
-- of both now: the passenger as stamp|json, the number of the entry's contents, all that is known of the
-- entry by its key.
local function changed_since(prefix, flight, ref, entry, as_of)
  local person = redis.call('HGET', prefix .. 'people:' .. flight, ref)
  local listed = home_of(prefix, entry)
  local number = listed and listed.number
  local late = person and tonumber(string.match(person, '^%d+')) > as_of
    or number and tonumber(listed.stamp) > as_of
  return late, person, number, listed
end

-- Says which revision the decisions on an entry have; '0' where there never were any.
local function revision_of(prefix, entry)
  return redis.call('HGET', prefix .. 'suppressed-on:' .. entry, 'revision') or '0'
end
