import { GATE, script, WRITTEN } from './redis-scripts.ts'

/** Keeps a reply. KEYS of the gate, reply, ends, sizes, unfetched. ARGV of the gate, name, sealed, bytes, milliseconds, most, most-bytes. */
export const KEEP_REPLY = script(
  true,
  `
${GATE}
local isThere = redis.call('EXISTS', KEYS[3]) == 1
local count = redis.call('ZCARD', KEYS[4])
local held = tonumber(redis.call('HGET', KEYS[5], '') or '0') or 0
redis.call('SISMEMBER', KEYS[6], ARGV[6])
if not isThere and (count >= tonumber(ARGV[10]) or held + ARGV[8] > tonumber(ARGV[11])) then return {'full'} end
${WRITTEN}
if isThere then return {'done', wrote} end
local now = redis.call('TIME')
local before = redis.call('HGET', KEYS[5], ARGV[6]) or '0'
redis.call('SET', KEYS[3], ARGV[7], 'PX', ARGV[9])
redis.call('ZADD', KEYS[4], now[1] * 1000 + math.floor(now[2] / 1000) + ARGV[9], ARGV[6])
redis.call('HSET', KEYS[5], ARGV[6], ARGV[8])
redis.call('HINCRBY', KEYS[5], '', ARGV[8] - before)
redis.call('SADD', KEYS[6], ARGV[6])
return {'done', wrote}`,
)

/** Gives a reply. KEYS of the gate, reply. ARGV of the gate, milliseconds it would be kept. */
export const REPLY_OF = script(
  false,
  `
${GATE}
local sealed = redis.call('GET', KEYS[3])
if sealed then return {'done', sealed} end
local now = redis.call('TIME')
if row[4] and now[1] * 1000 + now[2] / 1000 - (tonumber(row[4]) or math.huge) < tonumber(ARGV[6]) then
  return {'forgot'}
end
return {'done', ''}`,
)

/** Keeps that a reply was fetched. KEYS unfetched. ARGV name. */
export const FETCHED = script(true, `return redis.call('SREM', KEYS[1], ARGV[1])`)

/** Takes off what has ended, at most so many. KEYS ends, sizes, unfetched. ARGV most. */
export const SWEEP_REPLIES = script(
  true,
  `
local now = redis.call('TIME')
local ended = redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', now[1] * 1000 + math.floor(now[2] / 1000), 'LIMIT', 0, ARGV[1])
redis.call('HLEN', KEYS[2])
redis.call('SCARD', KEYS[3])
local unfetched = 0
for _, name in ipairs(ended) do
  local bytes = tonumber(redis.call('HGET', KEYS[2], name) or '0') or 0
  redis.call('ZREM', KEYS[1], name)
  redis.call('HDEL', KEYS[2], name)
  redis.call('HINCRBY', KEYS[2], '', string.format('%d', 0 - bytes))
  unfetched = unfetched + redis.call('SREM', KEYS[3], name)
end
return {'done', unfetched}`,
)
