-- How people on their way are held; put before the text of those that write or read it.
--
-- held:XXXX is a string of postings of 17 bytes, in any order: tag of the key (2), number of the flight
-- (4), reference (8), year of birth (1), rest of the name (2); screening/held.py makes them. Where many
-- share a key, most lie in the set held:XXXX:TAG, without their tag; held-long names those sets.
-- `flights` says whose a number is. A flight that is forgotten leaves its postings behind: its number is
-- in `gone`, and given to nobody, until they are out of all of them (tidy.lua).
local POSTING, TAG = 17, 2
local FULL, MANY = 4096, 32  -- bytes after which a bucket is looked through, and what moves out of it
local find, sub, byte, call = string.find, string.sub, string.byte, redis.call

-- Returns the name of the set for the postings of *bucket* that have this tag.
local function long_of(bucket, tag) return string.format('%s:%02x%02x', bucket, byte(tag, 1, 2)) end

-- Returns where in *postings* one begins with *text*, from *at* on; nil where none does.
local function place_of(postings, text, at)
  at = find(postings, text, at, true)
  while at and at % POSTING ~= 1 do at = find(postings, text, at + 1, true) end
  return at
end

-- Writes what is left of a bucket.
local function leave(bucket, postings)
  if postings == '' then call('DEL', bucket) else call('SET', bucket, postings) end
end
