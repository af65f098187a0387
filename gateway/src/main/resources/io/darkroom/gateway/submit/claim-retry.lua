-- Claims the job of an SDK's earlier call, or records a new one.
--
-- KEYS 1 tries (hash: job id -> '<retry count> <time, ms> <1 if a success was sent>')
-- ARGV 1 one JSON object, its numbers as strings: retry, the number of this retry; fresh, the job id to use if there is none; now, ms;
--      window_ms; most, tries kept
-- Returns the job id. Among calls with a lower retry count: the oldest that was not answered with success, else the newest that was.
local claim = cjson.decode(ARGV[1])
local retry, now, oldest = tonumber(claim.retry), tonumber(claim.now), nil
local open, openAt, answered, answeredAt
local kept = 0
local all = redis.call('HGETALL', KEYS[1])
for i = 1, #all, 2 do
  local count, at, done = string.match(all[i + 1], '^(%d+) (%d+) (%d)$')
  count, at = tonumber(count), tonumber(at)
  if now - at > tonumber(claim.window_ms) then
    redis.call('HDEL', KEYS[1], all[i])
  else
    kept = kept + 1
    if not oldest or at < oldest[2] then oldest = {all[i], at} end
    if count < retry then
      if done == '0' and (not openAt or at < openAt) then open, openAt = all[i], at end
      if done == '1' and (not answeredAt or at > answeredAt) then answered, answeredAt = all[i], at end
    end
  end
end
local job, at = open or answered, openAt or answeredAt
if not job then
  job, at = claim.fresh, now
  if kept >= tonumber(claim.most) then redis.call('HDEL', KEYS[1], oldest[1]) end
end
redis.call('HSET', KEYS[1], job, string.format('%d %d 0', retry, at))
redis.call('PEXPIRE', KEYS[1], claim.window_ms)
return job
