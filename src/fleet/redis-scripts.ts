import { createHash } from 'node:crypto'

/** A script that Redis runs whole, with nobody else between its lines. */
export interface Script {
  readonly text: string
  readonly sha: string
  /** Whether it may leave anything behind. */
  readonly isWrite: boolean
}

/** Makes a script of its text. */
export const script = (isWrite: boolean, text: string): Script => ({
  text,
  sha: createHash('sha1').update(text).digest('hex'),
  isWrite,
})

// Redis does not take back what a script wrote before it failed. So each reads whatever it will need first, where a
// key of another type ends it with nothing written, and then writes. Whether anybody hears of it is no reason to fail.

/**
 * Gives the fleet, or nothing but its name where it is the one that is known: whether nothing of it was ever lost, the
 * hash of the audit's line at the known revision, which shows whether it is of the same line, and how much this
 * instance wrote.
 *
 * KEYS fleet audit writers. ARGV revision epoch head instance most-bytes next-revision.
 */
export const LOOK = script(
  false,
  `
local row = redis.call('HMGET', KEYS[1], 'revision', 'epoch', 'head', 'lost')
if not row[1] then return {'absent'} end
if redis.call('HSTRLEN', KEYS[1], 'document') > tonumber(ARGV[5]) then return {'large'} end
local before = ''
local line = redis.call('XRANGE', KEYS[2], ARGV[1] .. '-0', ARGV[6] .. '-0')[1]
-- The line of the known revision says its hash, and so does the next: the first may have gone with a store.
local says = line and line[1] == ARGV[1] .. '-0' and 'hash' or 'previous'
for i = 1, line and #line[2] or 0, 2 do
  if line[2][i] == says then before = line[2][i + 1] end
end
local wrote = redis.call('HGET', KEYS[3], ARGV[4]) or '0'
local isKnown = row[1] == ARGV[1] and row[2] == ARGV[2] and row[3] == ARGV[3]
local document = not isKnown and redis.call('HGET', KEYS[1], 'document') or ''
local lost = row[4] and 'lost' or 'whole'
return {isKnown and 'known' or 'there', row[1], row[2] or '', row[3] or '', document, before, wrote, lost}`,
)

/**
 * Makes a fleet where there is none, and marks one that has lost something: under another epoch and no longer whole.
 * With a document it puts the fleet back besides. Does nothing where the store is not as it was seen.
 *
 * KEYS fleet writers. ARGV seen-revision seen-epoch epoch instance wrote first-or-again channel, then to be put
 * back: revision head document.
 */
export const MAKE = script(
  true,
  `
local row = redis.call('HMGET', KEYS[1], 'revision', 'epoch')
if (row[1] or '') ~= ARGV[1] or (row[2] or '') ~= ARGV[2] then return 'moved' end
redis.call('HLEN', KEYS[2])
if ARGV[8] then
  redis.call('HSET', KEYS[1], 'revision', ARGV[8], 'head', ARGV[9], 'document', ARGV[10])
end
redis.call('HSET', KEYS[1], 'epoch', ARGV[3])
if ARGV[6] == 'first' then
  redis.call('HSET', KEYS[1], 'whole', '1')
else
  local now = redis.call('TIME')
  redis.call('HDEL', KEYS[1], 'whole')
  redis.call('HSET', KEYS[1], 'lost', string.format('%d', now[1] * 1000 + math.floor(now[2] / 1000)))
end
redis.call('HSET', KEYS[2], ARGV[4], ARGV[5])
redis.pcall('PUBLISH', ARGV[7], ARGV[8] or row[1])
return 'made'`,
)

/** Lua that reads the pins of some names: their one side, `torn` where they have two, and every name they share. */
const PINNED = `
local function pinned(key, names)
  local side, all, seen = false, {}, {}
  local function add(name)
    if not seen[name] then seen[name] = true; all[#all + 1] = name end
  end
  for _, name in ipairs(names) do add(name) end
  for i, value in ipairs(redis.call('HMGET', key, unpack(names))) do
    if value then
      local one, others = string.match(value, '^(%l+)( [%w%-_%. ]+)$')
      if one ~= 'legacy' and one ~= 'cloud' then return 'garbage' end
      side = (not side or side == one) and one or 'torn'
      for name in string.gmatch(others, '%S+') do add(name) end
    end
  end
  table.sort(all)
  return side, all
end
`

/**
 * Stores a change and its line and tells of it, if the fleet is at the expected revision and the line continues it.
 *
 * KEYS fleet audit, then one hash of pins per move. ARGV expected next document previous hash body channel whole
 * mark moves: a JSON list of names and side, an empty side to take a pin off.
 */
export const CHANGE = script(
  true,
  `
${PINNED}
local row = redis.call('HMGET', KEYS[1], 'revision', 'epoch', 'head', 'mark')
if not row[1] then return {'absent'} end
if row[1] ~= ARGV[1] then return {'conflict', row[1]} end
if row[3] ~= ARGV[4] then return {'broken'} end
if ARGV[9] ~= '' and row[4] and row[4] ~= ARGV[9] then return {'mark'} end
local moves = cjson.decode(ARGV[10])
for i, move in ipairs(moves) do
  if pinned(KEYS[2 + i], move.names) == 'garbage' then return {'garbage'} end
end
redis.call('XADD', KEYS[2], ARGV[2] .. '-0', 'previous', ARGV[4], 'hash', ARGV[5], 'body', ARGV[6])
redis.call('HSET', KEYS[1], 'revision', ARGV[2], 'head', ARGV[5], 'document', ARGV[3])
if ARGV[8] == '1' then redis.call('HSET', KEYS[1], 'whole', '1') end
if ARGV[9] ~= '' then redis.call('HSET', KEYS[1], 'mark', ARGV[9]) end
for i, move in ipairs(moves) do
  local _, all = pinned(KEYS[2 + i], move.names)
  local value = move.side .. ' ' .. table.concat(all, ' ')
  for _, name in ipairs(all) do
    if move.side == '' then redis.call('HDEL', KEYS[2 + i], name)
    else redis.call('HSET', KEYS[2 + i], name, value) end
  end
end
redis.pcall('PUBLISH', ARGV[7], ARGV[2])
return {'done', row[2]}`,
)

/** Adds a batch of counts once. KEYS batches, then one hash of counts per row. ARGV instance number, then name count per row. */
export const ADD = script(
  true,
  `
local number = tonumber(redis.call('HGET', KEYS[1], ARGV[1]) or '-1') or -1
if tonumber(ARGV[2]) <= number then return 'there' end
for i = 2, #KEYS do
  local count = redis.call('HGET', KEYS[i], ARGV[2 * i - 1])
  if count and not string.match(count, '^%d+$') then return 'garbage' end
end
redis.call('HSET', KEYS[1], ARGV[1], ARGV[2])
for i = 2, #KEYS do
  redis.call('HINCRBY', KEYS[i], ARGV[2 * i - 1], ARGV[2 * i])
end
return 'done'`,
)

/**
 * Lua that every question of the request path begins with: a store that is not the one this instance knows, or has
 * lost something it told this instance was stored, answers nothing.
 *
 * KEYS fleet writers. ARGV revision epoch instance wrote mark.
 */
export const GATE = `
local row = redis.call('HMGET', KEYS[1], 'revision', 'epoch', 'whole', 'lost', 'mark')
if not row[1] then return {'absent'} end
if (tonumber(row[1]) or -1) < tonumber(ARGV[1]) or row[2] ~= ARGV[2] then return {'behind'} end
if (tonumber(redis.call('HGET', KEYS[2], ARGV[3]) or '0') or 0) < tonumber(ARGV[4]) then return {'lost'} end
if row[5] and row[5] ~= ARGV[5] then return {'mark'} end
`

/** Lua that counts what is about to be written; it may fail, so it stands before what is counted. */
export const WRITTEN = `
if not row[5] then redis.call('HSET', KEYS[1], 'mark', ARGV[5]) end
local wrote = redis.call('HINCRBY', KEYS[2], ARGV[3], 1)
`

/** Binds names. KEYS of the gate, told, then the names. ARGV of the gate, side, milliseconds. */
export const BIND = script(
  true,
  `
${GATE}
local keep = tonumber(ARGV[7])
local side = false
for i = 4, #KEYS do
  local one = redis.call('GET', KEYS[i])
  if one and one ~= 'legacy' and one ~= 'cloud' then return {'garbage'} end
  if one and side and one ~= side then return {'torn'} end
  side = one or side
end
local told = redis.call('GET', KEYS[3])
local isNew = not side
if isNew and row[4] then
  local now = redis.call('TIME')
  if now[1] * 1000 + now[2] / 1000 - (tonumber(row[4]) or math.huge) < keep then return {'forgot'} end
end
side = side or ARGV[6]
${WRITTEN}
local function kept(key) return math.max(redis.call('PTTL', key), keep) end
for i = 4, #KEYS do redis.call('SET', KEYS[i], side, 'PX', kept(KEYS[i])) end
if told then redis.call('PEXPIRE', KEYS[3], kept(KEYS[3])) end
return {'done', wrote, side, isNew and 'new' or 'known', told or ''}`,
)

/** Gives what names are bound to. KEYS of the gate, then the names. ARGV of the gate, milliseconds. */
export const BOUND_TO = script(
  false,
  `
${GATE}
local side = false
for i = 3, #KEYS do
  local one = redis.call('GET', KEYS[i])
  if one and one ~= 'legacy' and one ~= 'cloud' then return {'garbage'} end
  if one and side and one ~= side then return {'torn'} end
  side = one or side
end
if not side and row[4] then
  local now = redis.call('TIME')
  if now[1] * 1000 + now[2] / 1000 - (tonumber(row[4]) or math.huge) < tonumber(ARGV[6]) then return {'forgot'} end
end
return {'done', side or ''}`,
)

/** Keeps what a sender was told. KEYS bound told. ARGV what. */
export const ACKNOWLEDGE = script(
  true,
  `
local left = redis.call('PTTL', KEYS[1])
if left > 0 then redis.call('SET', KEYS[2], ARGV[1], 'NX', 'PX', left) end
return 'done'`,
)

/** Gives the pin of some names. KEYS of the gate, pins. ARGV of the gate, then the names. */
export const PIN_OF = script(
  false,
  `
${PINNED}
${GATE}
local side = pinned(KEYS[3], {unpack(ARGV, 6)})
if side == 'garbage' or side == 'torn' then return {side} end
if not side and row[3] ~= '1' then return {'forgot'} end
return {'done', side or ''}`,
)

/** Pins an entity that comes to be. KEYS of the gate, pins. ARGV of the gate, side, then the names. */
export const PIN = script(
  true,
  `
${PINNED}
${GATE}
local side, all = pinned(KEYS[3], {unpack(ARGV, 7)})
if side == 'garbage' or side == 'torn' then return {side} end
if not side and row[3] ~= '1' then return {'forgot'} end
side = side or ARGV[6]
${WRITTEN}
local value = side .. ' ' .. table.concat(all, ' ')
for _, name in ipairs(all) do redis.call('HSET', KEYS[3], name, value) end
return {'done', wrote, side}`,
)

/** Gives some pins. KEYS pins. ARGV cursor count. */
export const LIST_PINS = script(
  false,
  `
local page = redis.call('HSCAN', KEYS[1], ARGV[1], 'COUNT', ARGV[2])
return {page[1], page[2]}`,
)

/** Gives what was counted. KEYS counts. */
export const COUNTS = script(false, `return redis.call('HGETALL', KEYS[1])`)

/** Gives lines of the audit. KEYS audit. ARGV first-revision most. */
export const LINES = script(
  false,
  `return redis.call('XRANGE', KEYS[1], ARGV[1] .. '-0', '+', 'COUNT', ARGV[2])`,
)

/** Gives the last lines of the audit, the last first. KEYS audit. ARGV most. */
export const LAST_LINES = script(
  false,
  `return redis.call('XREVRANGE', KEYS[1], '+', '-', 'COUNT', ARGV[1])`,
)

/**
 * Keeps what an instance tells of itself, lets go those that told nothing for so long, and what is no row, and gives
 * the rest with how long ago each told, by the one clock there is. Of too many the one heard of longest ago goes.
 *
 * KEYS instances. ARGV instance row kept-ms most.
 */
export const TELL = script(
  true,
  `
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local rows, oldest = {'0', ARGV[2]}, false
local all = redis.call('HGETALL', KEYS[1])
redis.call('HSET', KEYS[1], ARGV[1], string.format('%d ', now) .. ARGV[2])
for i = 1, #all, 2 do
  local at, row = string.match(all[i + 1], '^(%d+) (.+)$')
  local age = at and #at < 16 and now - tonumber(at)
  if all[i] == ARGV[1] then
  elseif not age or math.abs(age) > tonumber(ARGV[3]) or #row > 2000 then
    redis.call('HDEL', KEYS[1], all[i])
  else
    if not oldest or age > oldest.age then oldest = {age = age, id = all[i]} end
    rows[#rows + 1] = string.format('%d', age)
    rows[#rows + 1] = row
  end
end
if oldest and #rows / 2 > tonumber(ARGV[4]) then redis.call('HDEL', KEYS[1], oldest.id) end
return rows`,
)
