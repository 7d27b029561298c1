-- Returns the decisions on some entries: for each entry its revision, then the decisions as one list.
-- ARGV: epoch, prefix, entry key, ...
if redis.call('GET', 'tocsin:epoch') ~= ARGV[1] then return {'not-ready'} end
local answer = {'ok'}
for i = 3, #ARGV do
  local rows = redis.call('HGETALL', ARGV[2] .. 'suppressed-on:' .. ARGV[i])
  local revision, found = '0', {}
  for j = 1, #rows, 2 do
    if rows[j] == 'revision' then revision = rows[j + 1] else found[#found + 1] = rows[j + 1] end
  end
  answer[#answer + 1] = revision
  answer[#answer + 1] = found
end
return answer
