import t from 'tap'
import {
  type Compared,
  countedAs,
  countsOf,
  foundAs,
  FOUND_IN,
  totalsOf,
} from '../../src/evidence/index.ts'
import { counted } from './given.ts'

const significant = [{ severity: 'significant' }]
const critical = [{ severity: 'cosmetic' }, { severity: 'critical' }]

const CASES: readonly (readonly [title: string, Compared, name: string])[] = [
  ['identical', { verdict: 'identical' }, 'identical'],
  ['equivalent', { verdict: 'equivalent' }, 'equivalent'],
  ['different', { verdict: 'different', differences: significant }, 'different'],
  ['critical', { verdict: 'different', differences: critical }, 'critical'],
  [
    'critical though cut off',
    { verdict: 'truncated', reason: 'steps', differences: critical },
    'critical',
  ],
  ['cut off', { verdict: 'truncated', reason: 'time' }, 'truncated.time'],
  ['not compared', { verdict: 'not_compared', reason: 'size' }, 'not_compared.size'],
  [
    'not comparable',
    { verdict: 'not_comparable', reason: 'languages' },
    'not_comparable.languages',
  ],
  ['not compared, nobody says why', { verdict: 'not_compared' }, 'not_compared.unsaid'],
  [
    'different for a reason of its own',
    { verdict: 'different', reason: 'outcome', differences: critical },
    'critical',
  ],
  [
    'equivalent, a rule explaining all',
    { verdict: 'equivalent', differences: [{ severity: 'critical', rule: 'status-table' }] },
    'equivalent',
  ],
]

for (const [title, compared, name] of CASES) {
  t.test(`a comparison that is ${title} is counted as ${name}`, async t => {
    t.equal(countedAs(compared), name)
  })
}

t.test('every comparison is counted once, and only what came to one as compared', async t => {
  const names = CASES.map(([, compared]) => countedAs(compared))
  const byName = new Map<string, number>()
  for (const name of names) byName.set(name, (byName.get(name) ?? 0) + 1)
  const { compared, bad, uncompared } = totalsOf(countsOf(byName))
  t.equal(compared + uncompared, CASES.length)
  t.strictSame({ compared, bad, uncompared }, { compared: 8, bad: 5, uncompared: 3 })
})

t.test('counts say their reasons', async t => {
  const counts = counted({
    'truncated.time': 2,
    'truncated.steps': 1,
    'not_compared.size': 3,
    odd: 4,
  })
  t.strictSame(Object.fromEntries(counts.truncated), { time: 2, steps: 1 })
  t.strictSame(Object.fromEntries(counts.notCompared), { size: 3, unknown: 4 })
  t.equal(counts.identical, 0)
})

t.test('where translated pairs differ is counted beside, and lands in no total', async t => {
  const before = { identical: 5, different: 2, critical: 1, 'not_compared.size': 1 }
  const counts = counted({
    ...before,
    'differs_in.seen': 1,
    'differs_in.meant': 1,
    'differs_in.both': 1,
  })
  t.strictSame(counts.differsIn, { seen: 1, meant: 1, both: 1 })
  t.strictSame(totalsOf(counts), totalsOf(counted(before)))
  t.strictSame(counts.notCompared, counted(before).notCompared)
  t.strictSame(counted(before).differsIn, { seen: 0, meant: 0, both: 0 }, 'an older store has none')
  const odd = counted({ 'differs_in.nowhere': 3 })
  t.strictSame(
    Object.fromEntries(odd.notCompared),
    { unknown: 3 },
    'what is not known is not equal',
  )
})

t.test('only what is different differs somewhere', async t => {
  for (const differsIn of FOUND_IN) {
    t.equal(foundAs({ verdict: 'different', differsIn }), `differs_in.${differsIn}`)
    for (const verdict of ['identical', 'equivalent', 'truncated', 'not_compared'] as const) {
      t.equal(foundAs({ verdict, differsIn }), undefined)
    }
  }
  t.equal(foundAs({ verdict: 'different' }), undefined, 'untranslated')
})
