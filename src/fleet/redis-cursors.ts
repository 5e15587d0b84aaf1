import { readClaim, readMove } from './cursor-values.ts'
import { type Cursors, MOST_CLAIM_MS } from './cursors.ts'
import { invalid } from './reading.ts'
import { refusedRecord } from './record-answers.ts'
import type { RedisKeys } from './redis-keys.ts'
import { digits, readAnswer } from './redis-replies.ts'
import { type Script, script } from './redis-scripts.ts'

// A cursor is one text: where it is, when the claim on it ends, and whose that is.
const CURSOR = `
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local value = redis.call('HGET', KEYS[1], ARGV[1])
local at, ends, by = string.match(value or '', '^(%d+) (%d+) ([%w-]+)$')
if value and (not at or #at > 15 or #ends > 15) then return {'garbage'} end
-- An end further off than any claim may be is that of a clock that was put back since.
local isHeld = value and tonumber(ends) > now and tonumber(ends) <= now + ${MOST_CLAIM_MS}
`

/** Claims a cursor. KEYS cursors fleet. ARGV name by milliseconds. */
const CLAIM = script(
  true,
  `
${CURSOR}
if isHeld and by ~= ARGV[2] then return {'held'} end
local stands = at or redis.call('HGET', KEYS[2], 'revision')
if not stands then return {'absent'} end
redis.call('HSET', KEYS[1], ARGV[1], string.format('%s %d %s', stands, now + ARGV[3], ARGV[2]))
return {'done', stands, value and 'known' or 'new'}`,
)

/** Moves a cursor. KEYS cursors. ARGV name by revision. */
const MOVE = script(
  true,
  `
${CURSOR}
if not isHeld or by ~= ARGV[2] or tonumber(ARGV[3]) < tonumber(at) then return {'held'} end
redis.call('HSET', KEYS[1], ARGV[1], string.format('%s %s %s', ARGV[3], ends, by))
return {'done'}`,
)

/** Runs a script that writes. */
type Write = (
  script: Script,
  call: { readonly keys: readonly string[]; readonly with: readonly (string | number)[] },
) => Promise<unknown>

/** Keeps cursors in Redis, each in one script. No replica is waited for: one that lost it lets the same be read twice. */
export function createRedisCursors(keys: RedisKeys, write: Write): Cursors {
  return {
    claimCursor: async (given, claim) => {
      const { name, by, forMs } = readClaim(given, claim)
      const call = { keys: [keys.cursors, keys.fleet], with: [name, by, forMs] }
      const [word, at, kind] = readAnswer(await write(CLAIM, call))
      if (word === 'held') return undefined
      refuse(word)
      return { at: digits(at, 'a stored cursor'), isNew: kind === 'new' }
    },
    moveCursor: async (given, mover, revision) => {
      const { name, by, to } = readMove(given, mover, revision)
      const [word] = readAnswer(await write(MOVE, { keys: [keys.cursors], with: [name, by, to] }))
      if (word === 'held') return false
      refuse(word)
      return true
    },
  }
}

function refuse(word: string): void {
  if (word === 'garbage') throw invalid('a stored cursor', 'a revision and who reads on')
  if (word !== 'done') throw refusedRecord(word)
}
