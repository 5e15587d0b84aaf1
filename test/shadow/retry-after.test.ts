import t from 'tap'
import { retryAfterMs } from '../../src/shadow/retry-after.ts'

const NOW = Date.parse('2026-11-22T12:00:00Z')

// What the line says, and how long an upstream is left alone.
const ROWS: readonly (readonly [string | undefined, number])[] = [
  [undefined, 30_000],
  ['', 30_000],
  ['soon', 30_000],
  ['-5', 30_000],
  ['120', 120_000],
  [' 120 ', 120_000],
  ['0', 1_000],
  ['999999999', 600_000],
  ['Sun, 22 Nov 2026 12:01:00 GMT', 60_000],
  ['Sun, 22 Nov 2026 11:00:00 GMT', 1_000],
  ['Mon, 23 Nov 2026 12:00:00 GMT', 600_000],
]

for (const [line, ms] of ROWS) {
  t.test(`Retry-After ${line ?? 'absent'} leaves an upstream alone for ${ms} ms`, async t => {
    t.equal(retryAfterMs(line, NOW), ms)
  })
}
