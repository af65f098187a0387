-- Writes a job's view, its new events and its places in the indexes, unless somebody else wrote it since it was read.
--
-- KEYS 1 view (hash)   2 events (stream, id <number>-0)   3 epoch marker
--      4 the tenant's jobs (sorted by creation)   5 the same, of the new state   6 the lane's waiting jobs
--      7 the tenant's feed (stream: j job id, n number, e JSON, '' when it was accepted, 'end' when it ended)   8 jobs that have not ended (sorted by deadline)
--      9 the lane's waiting work (hash: model, device ms; #model, jobs)   10 the lane's running jobs (hash: id)
--      11 work submitted in the slice of time in which the lane got it   12 last paces of the model (list)
--      13.. the tenant's jobs of every other state
-- ARGV 1 epoch that must be in force ('' = any)   2 revision that must be stored ('0' = none)
--      3 time to live of the view, ms   4 of the events, ms   5 most events kept   6 job id
--      7 creation, ms since 1970 ('' = not known yet)   8 when its lane got it, ms since 1970, if it waits there ('' = it does not)   9 channel
--      10 oldest creation that indexes keep, ms   11 most entries of the feed   12 the feed's channel
--      13 deadline, ms since 1970 ('' = the job has ended, or its request is not known)
--      14 model   15 predicted device ms   16 who runs it and what remains ('' = it does not run)
--      17 time to live of the slice, ms ('' = it is over, or its lane has it not yet)   18 predicted:real device ms ('' = not known)   19 paces kept
--      20 number of fields   21.. name, value of each; then of each event number, JSON, and what goes into the feed:
--      '' nothing, 'event' the event, 'end' that the job ended, whose view says how
-- Returns 1 written, 0 somebody else wrote it, -1 the epoch is over.
if ARGV[1] ~= '' and redis.call('GET', KEYS[3]) ~= ARGV[1] then return -1 end
local stored = redis.call('HGET', KEYS[1], 'revision') or '0'
if stored ~= ARGV[2] then return 0 end

local hadRequest = (redis.call('HGET', KEYS[1], 'request') or '') ~= ''
-- It waited for its tenant's quota until now.
local held = redis.call('HGET', KEYS[1], 'in_lane_since') == ''
local at = 21
for _ = 1, tonumber(ARGV[20]) do
  redis.call('HSET', KEYS[1], ARGV[at], ARGV[at + 1])
  at = at + 2
end
redis.call('HSET', KEYS[1], 'revision', string.format('%d', tonumber(stored) + 1))
redis.call('PEXPIRE', KEYS[1], ARGV[3])

local fed = false
local function feed(number, json)
  redis.call('XADD', KEYS[7], 'MAXLEN', '~', ARGV[11], '*', 'j', ARGV[6], 'n', number, 'e', json)
  fed = true
end
if ARGV[7] ~= '' and not hadRequest then feed('0', '') end

if at <= #ARGV then
  for i = at, #ARGV, 3 do
    -- pcall: a number that is there already is of an earlier, interrupted write and says the same
    local kept = redis.pcall('XADD', KEYS[2], 'MAXLEN', '~', ARGV[5], ARGV[i] .. '-0', 'e', ARGV[i + 1])
    if type(kept) == 'string' and ARGV[i + 2] ~= '' then
      feed(ARGV[i], ARGV[i + 2] == 'end' and 'end' or ARGV[i + 1])
    end
  end
  redis.call('PEXPIRE', KEYS[2], ARGV[4])
end
if fed then redis.call('PEXPIRE', KEYS[7], ARGV[4]) end

if ARGV[13] ~= '' then redis.call('ZADD', KEYS[8], ARGV[13], ARGV[6]) else redis.call('ZREM', KEYS[8], ARGV[6]) end

if ARGV[7] ~= '' then
  local new = redis.call('ZADD', KEYS[4], ARGV[7], ARGV[6]) == 1
  for i = 13, #KEYS do redis.call('ZREM', KEYS[i], ARGV[6]) end
  local changed = redis.call('ZADD', KEYS[5], ARGV[7], ARGV[6]) == 1
  redis.call('ZREMRANGEBYSCORE', KEYS[4], '-inf', '(' .. ARGV[10])
  redis.call('ZREMRANGEBYSCORE', KEYS[5], '-inf', '(' .. ARGV[10])

  -- The sums move only with the sets, so that they are right whatever is written twice.
  local sign = 0
  if ARGV[8] ~= '' then
    sign = redis.call('ZADD', KEYS[6], ARGV[8], ARGV[6])
  else
    sign = -redis.call('ZREM', KEYS[6], ARGV[6])
  end
  if sign ~= 0 then
    redis.call('HINCRBY', KEYS[9], ARGV[14], sign * tonumber(ARGV[15]))
    if redis.call('HINCRBY', KEYS[9], '#' .. ARGV[14], sign) <= 0 then
      redis.call('HDEL', KEYS[9], ARGV[14], '#' .. ARGV[14])
    end
  end
  if ARGV[16] ~= '' then redis.call('HSET', KEYS[10], ARGV[6], ARGV[16]) else redis.call('HDEL', KEYS[10], ARGV[6]) end
  if (new or held) and ARGV[17] ~= '' then
    redis.call('INCRBY', KEYS[11], ARGV[15])
    redis.call('PEXPIRE', KEYS[11], ARGV[17])
  end
  if changed and ARGV[18] ~= '' then
    redis.call('LPUSH', KEYS[12], ARGV[18])
    redis.call('LTRIM', KEYS[12], 0, tonumber(ARGV[19]) - 1)
  end
end
redis.call('PUBLISH', ARGV[9], '1')
if fed then redis.call('PUBLISH', ARGV[12], '1') end
return 1
