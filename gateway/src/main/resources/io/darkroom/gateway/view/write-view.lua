-- Writes a job's view, its new events and its entries in the indexes, unless the view changed since it was read.
--
-- KEYS 1 view (hash)   2 events (stream, id <number>-0)   3 epoch marker
--      4 the tenant's jobs (sorted by creation time)   5 its jobs in the new state   6 the lane's waiting jobs
--      7 the tenant's feed (stream: j job id, n number, e JSON, '' when it was accepted, 'end' when it ended)
--      8 jobs that have not ended (sorted by deadline)   9 the lane's waiting work (hash: model, device ms; #model, jobs)
--      10 the lane's running jobs (hash: id)   11 work submitted in the time slice in which the lane got the job
--      12 recent paces of the model (list)   13.. the tenant's jobs of every other state
-- ARGV 1 one JSON object. Numbers are strings, since Lua would format large ones with an exponent:
--      epoch            required current epoch ('' = any)
--      revision         required stored revision ('0' = no view)
--      view_ttl_ms, events_ttl_ms, max_events, max_feed
--      job              id
--      created_at       ms since 1970 ('' = not known yet)
--      in_lane_since    ms since 1970, if it waits in its lane ('' = it does not)
--      deadline         ms since 1970 ('' = the job has ended, or its request is not known)
--      oldest           creation time before which jobs are removed from indexes, ms since 1970
--      channel, feed_channel
--      work             model; device_ms, predicted; running, worker and remaining work ('' = not running); offered_ttl_ms, of
--                       the slice ('' = expired, or not in its lane yet); pace, predicted:actual device ms ('' = unknown); paces_kept
--      fields           of the view, by name
--      events           each with number, json, and feed: '' for no feed entry, 'event' for the event, 'end' if the job
--                       has ended, with its outcome in the view
-- Returns 1 written, 0 the view changed since it was read, -1 the epoch has ended.
local write = cjson.decode(ARGV[1])
local work = write.work
if write.epoch ~= '' and redis.call('GET', KEYS[3]) ~= write.epoch then return -1 end
local stored = redis.call('HGET', KEYS[1], 'revision') or '0'
if stored ~= write.revision then return 0 end

local hadRequest = (redis.call('HGET', KEYS[1], 'request') or '') ~= ''
-- It has waited for its tenant's quota until now.
local held = redis.call('HGET', KEYS[1], 'in_lane_since') == ''
for name, value in pairs(write.fields) do redis.call('HSET', KEYS[1], name, value) end
redis.call('HSET', KEYS[1], 'revision', string.format('%d', tonumber(stored) + 1))
redis.call('PEXPIRE', KEYS[1], write.view_ttl_ms)

local fed = false
local function feed(number, json)
  redis.call('XADD', KEYS[7], 'MAXLEN', '~', write.max_feed, '*', 'j', write.job, 'n', number, 'e', json)
  fed = true
end
if write.created_at ~= '' and not hadRequest then feed('0', '') end

if #write.events > 0 then
  for _, event in ipairs(write.events) do
    -- pcall: a number that is there already is of an earlier, interrupted write and says the same
    local kept = redis.pcall('XADD', KEYS[2], 'MAXLEN', '~', write.max_events, event.number .. '-0', 'e', event.json)
    if type(kept) == 'string' and event.feed ~= '' then
      feed(event.number, event.feed == 'end' and 'end' or event.json)
    end
  end
  redis.call('PEXPIRE', KEYS[2], write.events_ttl_ms)
end
if fed then redis.call('PEXPIRE', KEYS[7], write.events_ttl_ms) end

if write.deadline ~= '' then
  redis.call('ZADD', KEYS[8], write.deadline, write.job)
else
  redis.call('ZREM', KEYS[8], write.job)
end

if write.created_at ~= '' then
  local new = redis.call('ZADD', KEYS[4], write.created_at, write.job) == 1
  for i = 13, #KEYS do redis.call('ZREM', KEYS[i], write.job) end
  local changed = redis.call('ZADD', KEYS[5], write.created_at, write.job) == 1
  redis.call('ZREMRANGEBYSCORE', KEYS[4], '-inf', '(' .. write.oldest)
  redis.call('ZREMRANGEBYSCORE', KEYS[5], '-inf', '(' .. write.oldest)

  -- The sums move only with the sets, so that they are right whatever is written twice.
  local sign = 0
  if write.in_lane_since ~= '' then
    sign = redis.call('ZADD', KEYS[6], write.in_lane_since, write.job)
  else
    sign = -redis.call('ZREM', KEYS[6], write.job)
  end
  if sign ~= 0 then
    redis.call('HINCRBY', KEYS[9], work.model, sign * tonumber(work.device_ms))
    if redis.call('HINCRBY', KEYS[9], '#' .. work.model, sign) <= 0 then
      redis.call('HDEL', KEYS[9], work.model, '#' .. work.model)
    end
  end
  if work.running ~= '' then
    redis.call('HSET', KEYS[10], write.job, work.running)
  else
    redis.call('HDEL', KEYS[10], write.job)
  end
  if (new or held) and work.offered_ttl_ms ~= '' then
    redis.call('INCRBY', KEYS[11], work.device_ms)
    redis.call('PEXPIRE', KEYS[11], work.offered_ttl_ms)
  end
  if changed and work.pace ~= '' then
    redis.call('LPUSH', KEYS[12], work.pace)
    redis.call('LTRIM', KEYS[12], 0, tonumber(work.paces_kept) - 1)
  end
end
redis.call('PUBLISH', write.channel, '1')
if fed then redis.call('PUBLISH', write.feed_channel, '1') end
return 1
