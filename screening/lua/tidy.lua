-- Takes the postings of flights that are gone out of some buckets, or out of one set; after held.lua.
-- ARGV: epoch, prefix, set ('' = buckets), then buckets, or members of the set.
local epoch, prefix, set = ARGV[1], ARGV[2], ARGV[3]
if redis.call('GET', 'tocsin:epoch') ~= epoch then return end
local gone = {}
for _, number in ipairs(call('ZRANGE', prefix .. 'gone', 0, -1)) do gone[number] = true end

local function tidy(bucket)
  local postings, from, stay = call('GET', bucket), 1, {}
  if not postings then return end
  for at = 1, #postings, POSTING do
    if gone[sub(postings, at + TAG, at + TAG + 3)] then
      stay[#stay + 1] = sub(postings, from, at - 1)
      from = at + POSTING
    end
  end
  if #stay == 0 then return end
  stay[#stay + 1] = sub(postings, from)
  leave(bucket, table.concat(stay))
end

for at = 4, #ARGV do
  if set == '' then
    tidy(prefix .. 'held:' .. ARGV[at])
  elseif gone[sub(ARGV[at], 1, 4)] then
    call('SREM', set, ARGV[at])
  end
end
if set ~= '' and call('EXISTS', set) == 0 then call('SREM', prefix .. 'held-long', set) end
