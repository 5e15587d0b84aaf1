import t from 'tap'
import { createLineBudget } from '../../src/telemetry/line-budget.ts'

/** Asks for so many lines spread evenly over some milliseconds, and counts what becomes of them. */
function spent(perSecond: number, asks: number, overMs: number) {
  let now = 0
  const fate = createLineBudget(perSecond, () => now)
  const fates: Record<string, number> = {}
  for (let i = 0; i < asks; i += 1) {
    now = (i * overMs) / asks
    const came = String(fate())
    fates[came] = (fates[came] ?? 0) + 1
  }
  return { fates, at: (ms: number) => void (now = ms), fate }
}

t.test('within the budget every line is written', async t => {
  t.strictSame(spent(100, 1_000, 10_000).fates, { '1': 1_000 })
})

t.test('beyond it one in ten is, and stands for ten', async t => {
  const { fates } = spent(100, 5_000, 10_000)
  const { '1': all = 0, '10': tenth = 0, sampled = 0, limit = 0 } = fates
  t.ok(
    all >= 1_000 && all <= 1_101,
    `${all} lines for a budget of 100 a second and a second in hand`,
  )
  t.equal(limit, 0)
  t.ok(Math.abs(all + tenth * 10 - 5_000) < 10, 'who multiplies counts the exchanges there were')
  t.equal(all + tenth + sampled, 5_000, 'each is written or counted')
})

t.test('as many again a second are the most, and the rest is counted as beyond that', async t => {
  const { fates } = spent(100, 100_000, 10_000)
  const { '1': all = 0, '10': tenth = 0, sampled = 0, limit = 0 } = fates
  t.ok(all + tenth <= 2 * 1_101, `${all + tenth} lines in ten seconds`)
  t.ok(tenth > 900 && limit > 0)
  t.equal(all + tenth + sampled + limit, 100_000)
})

t.test('a quiet second fills it again, and no more than a second’s worth is saved', async t => {
  const { fate, at } = spent(10, 100, 1)
  t.not(fate(), 1)
  at(60_000)
  t.strictSame(
    Array.from({ length: 10 }, () => fate()),
    Array.from({ length: 10 }, () => 1),
  )
  t.not(fate(), 1)
})

t.test('0 writes every line', async t => {
  t.strictSame(spent(0, 50_000, 1).fates, { '1': 50_000 })
})
