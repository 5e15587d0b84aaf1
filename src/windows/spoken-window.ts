import type { Maintenance, Span } from '../exchange/index.ts'
import { spokenClockTime } from './clock-time.ts'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS

/** Says from when to when something lasts, in UTC. */
export const spokenSpan = ({ from, to }: Span): string =>
  `from ${new Date(from).toISOString()} to ${new Date(to).toISOString()}`

/** Says when an upstream is worked on, as the file has it. */
export const spokenWindow = ({ when }: Maintenance): string =>
  'zone' in when
    ? `every ${spokenClockTime(when)} ${when.zone} for ${spokenLength(when.lastsMs)}`
    : spokenSpan(when)

const spokenLength = (ms: number): string =>
  ms % HOUR_MS === 0 ? `${ms / HOUR_MS} h` : `${ms / MINUTE_MS} min`
