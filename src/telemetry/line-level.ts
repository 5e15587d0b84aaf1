import type { AttemptRecord, ErrorCode, ExchangeRecord } from '../exchange/index.ts'
import type { LineLevel } from './lines.ts'

/**
 * How much it matters that an exchange ended so. What a sender did wrong is no trouble of ours, and as lines that are
 * always written it would let whoever sends garbage fill a disk. What may be sent again harmed nobody. After the rest
 * nobody may send again: somebody has to look what became of it.
 */
export const LEVEL_OF_ERROR = {
  framing: 'info',
  malformed: 'info',
  'unsupported-media': 'info',
  expectation: 'info',
  'too-large': 'info',
  'too-slow': 'info',
  'no-route': 'info',
  aborted: 'info',
  'not-sent': 'warn',
  'no-answer': 'warn',
  'sent-unknown': 'error',
  'bad-answer': 'error',
  crossed: 'error',
  internal: 'error',
} as const satisfies Record<ErrorCode, LineLevel>

const RANKS = ['info', 'warn', 'error'] as const satisfies readonly LineLevel[]

/** Whether an answer belonged to another request, or was not proven to belong to this one. */
export const isCrossed = ({ bound }: AttemptRecord): boolean =>
  bound === 'crossed' || bound === 'unproven'

/**
 * Says how much the line of an exchange matters: as much as the worst of the error its supplier was told, of the error
 * the last who was asked ended with (a supplier that went away was told nothing of its write), of having fallen back,
 * and of an answer that was another's, also where nobody saw it.
 */
export function levelOf({ settled, attempts, fellBack }: ExchangeRecord): LineLevel {
  const last = attempts.at(-1)?.record.error
  const ranks = [
    settled.error === undefined ? 0 : rankOf(settled.error.code),
    last === undefined ? 0 : rankOf(last.code),
    fellBack === undefined ? 0 : RANKS.indexOf('warn'),
    attempts.some(({ record }) => isCrossed(record)) ? RANKS.indexOf('error') : 0,
  ]
  return RANKS[Math.max(...ranks)] ?? 'error'
}

const rankOf = (code: ErrorCode): number => RANKS.indexOf(LEVEL_OF_ERROR[code])
