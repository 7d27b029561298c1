-- Holds people, and lets them go; put after held.lua.

-- Moves the postings of each key that has many of them out of a bucket: the others stay cheap to read.
local function relieve(prefix, bucket)
  local postings, count, stay, moved = call('GET', bucket), {}, {}, {}
  for at = 1, #postings, POSTING do
    local tag = sub(postings, at, at + TAG - 1)
    count[tag] = (count[tag] or 0) + 1
  end
  for at = 1, #postings, POSTING do
    local tag = sub(postings, at, at + TAG - 1)
    if count[tag] >= MANY then
      local those = moved[tag] or {}
      those[#those + 1] = sub(postings, at + TAG, at + POSTING - 1)
      moved[tag] = those
    else
      stay[#stay + 1] = sub(postings, at, at + POSTING - 1)
    end
  end
  for tag, those in pairs(moved) do
    local long = long_of(bucket, tag)
    for first = 1, #those, 1000 do
      call('SADD', long, unpack(those, first, math.min(first + 999, #those)))
    end
    call('SADD', prefix .. 'held-long', long)
  end
  if next(moved) then leave(bucket, table.concat(stay)) end
end

-- Puts each posting, as bucket, posting, ..., into its bucket.
local function hold(prefix, put)
  for at = 1, #put, 2 do
    local length = call('APPEND', put[at], put[at + 1])
    if length % FULL < POSTING then relieve(prefix, put[at]) end
  end
end

-- Takes each out again, wherever it is by now.
local function let_go(taken)
  for nth = 1, #taken, 2 do
    local bucket, posting = taken[nth], taken[nth + 1]
    local postings = call('GET', bucket) or ''
    local at = place_of(postings, posting, 1)
    if at then
      leave(bucket, sub(postings, 1, at - 1) .. sub(postings, at + POSTING))
    else
      call('SREM', long_of(bucket, posting), sub(posting, TAG + 1))
    end
  end
end

