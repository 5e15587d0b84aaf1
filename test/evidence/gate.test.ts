import fc from 'fast-check'
import t from 'tap'
import { type GateAnswer, gateOf, howMuchLonger } from '../../src/evidence/index.ts'
import { compared, counted, FEWEST, gate } from './given.ts'

t.test('a gate opens on so many comparisons and says before how many are missing', async t => {
  for (const { share, different, compared: fewest } of FEWEST) {
    const asks = gate({ divergenceBelow: share })
    t.match(gateOf(compared(fewest, different), asks), { verdict: 'open', needed: 0, why: [] })
    t.match(gateOf(compared(fewest - 1, different), asks), { verdict: 'undecided', needed: 1 })
    const clean = FEWEST.find(row => row.share === share && row.different === 0)
    t.equal(gateOf(compared(0), asks).needed, clean?.compared)
  }
})

interface Case {
  readonly title: string
  readonly counts: Readonly<Record<string, number>>
  readonly asks?: Parameters<typeof gate>[0]
  readonly circumstances?: Parameters<typeof gateOf>[2]
  readonly verdict: GateAnswer['verdict']
  readonly says?: RegExp
}

const enough = { identical: 5_000 }

const CASES: readonly Case[] = [
  {
    title: 'nothing compared',
    counts: {},
    verdict: 'undecided',
    says: /nothing has been compared/,
  },
  {
    title: 'nothing but pairs that came to no comparison',
    counts: { 'not_compared.size': 9_000 },
    verdict: 'undecided',
    says: /nothing has been compared/,
  },
  { title: 'enough that are identical', counts: enough, verdict: 'open' },
  { title: 'enough that are equivalent', counts: { equivalent: 5_000 }, verdict: 'open' },
  {
    title: 'one critical difference among very many',
    counts: { identical: 1e9, critical: 1 },
    verdict: 'closed',
    says: /^1 critical/,
  },
  {
    title: 'more different than may be',
    counts: { identical: 990, different: 10 },
    verdict: 'closed',
    says: /more than 0\.1 % differ: 10 of 1000/,
  },
  {
    title: 'the same that were cut off before their end',
    counts: { identical: 990, 'truncated.steps': 6, 'truncated.time': 4 },
    verdict: 'closed',
    says: /10 of 1000/,
  },
  {
    title: 'one different among too few to say',
    counts: { identical: 5_000, different: 1 },
    verdict: 'undecided',
    says: /evidence stands at/,
  },
  {
    title: 'one in twenty not compared',
    counts: { ...enough, 'not_compared.size': 264, 'not_comparable.languages': 0 },
    verdict: 'undecided',
    says: /264 of 5264 came to no comparison, which must be below 5 %/,
  },
  {
    title: 'fewer than one in twenty not compared, whatever the reason',
    counts: { ...enough, 'not_compared.size': 200, 'not_comparable.both-failed': 63 },
    verdict: 'open',
  },
  {
    title: 'names this version does not know',
    counts: { ...enough, resembling: 5_000, __proto__: 1 },
    verdict: 'undecided',
    says: /came to no comparison/,
  },
  {
    title: 'a latency asked for and not known',
    counts: enough,
    asks: { latencyRatioBelow: 1.25 },
    verdict: 'undecided',
    says: /how fast/,
  },
  {
    title: 'a latency that is too long',
    counts: enough,
    asks: { latencyRatioBelow: 1.25 },
    circumstances: { latencyRatio: 1.25 },
    verdict: 'undecided',
    says: /1\.25 times as long/,
  },
  {
    title: 'a latency that is short enough',
    counts: enough,
    asks: { latencyRatioBelow: 1.25 },
    circumstances: { latencyRatio: 1.24 },
    verdict: 'open',
  },
  {
    title: 'a latency that is no number',
    counts: enough,
    asks: { latencyRatioBelow: 1.25 },
    circumstances: { latencyRatio: Number.NaN },
    verdict: 'undecided',
  },
  {
    title: 'a soak that is not over',
    counts: enough,
    asks: { soakMs: 3_600_000 },
    circumstances: { soakedMs: 3_540_000 },
    verdict: 'undecided',
    says: /for 1 min more/,
  },
  { title: 'a soak not known', counts: enough, asks: { soakMs: 1 }, verdict: 'undecided' },
  {
    title: 'a soak that is over',
    counts: enough,
    asks: { soakMs: 3_600_000 },
    circumstances: { soakedMs: 3_600_000 },
    verdict: 'open',
  },
  ...[
    { divergenceBelow: 0 },
    { divergenceBelow: 0.5 },
    { divergenceBelow: 1 },
    { divergenceBelow: Number.NaN },
    { confidence: 1 },
    { confidence: 0 },
    { uncomparedBelow: 0 },
  ].map((asks): Case => ({
    title: `a gate that asks ${JSON.stringify(asks)}`,
    counts: { identical: 1e9 },
    asks,
    verdict: 'closed',
    says: /cannot be shown/,
  })),
]

for (const { title, counts, asks, circumstances, verdict, says } of CASES) {
  t.test(`on ${title} a gate is ${verdict}`, async t => {
    const answer = gateOf(counted(counts), gate(asks), circumstances)
    t.equal(answer.verdict, verdict)
    t.equal(answer.why.length === 0, verdict === 'open', 'and says why where it is not open')
    if (says) t.match(answer.why[0], says)
  })
}

t.test(
  'a gate that may never open says so, and one that many were not compared for says how many',
  async t => {
    t.equal(gateOf(counted({ identical: 10, critical: 1 }), gate()).needed, Infinity)
    t.equal(gateOf(compared(10), gate({ divergenceBelow: 0 })).needed, Infinity)
    t.equal(gateOf(counted({ identical: 5_000, 'not_compared.size': 500 }), gate()).needed, 4_501)
  },
)

const many = fc.nat(20_000)
const few = fc.nat(40)
const record = fc.record({
  identical: many,
  equivalent: many,
  different: few,
  'truncated.time': few,
  'not_compared.size': fc.nat(2_000),
  'not_comparable.languages': fc.nat(2_000),
})
const asksAny = fc.constantFrom(0.01, 0.001, 0.0001)

t.test('a gate never opens on fewer comparisons than its share asks for', async t => {
  const property = fc.property(record, asksAny, (counts, share) => {
    const answer = gateOf(counted(counts), gate({ divergenceBelow: share }))
    const bad = counts.different + counts['truncated.time']
    const all = counts.identical + counts.equivalent + bad
    const row = FEWEST.findLast(row => row.share === share && row.different <= bad)
    return answer.verdict !== 'open' || all >= (row?.compared ?? Infinity)
  })
  t.doesNotThrow(() => fc.assert(property, { numRuns: 2_000 }))
})

t.test('what is needed is enough, and one fewer is not', async t => {
  const property = fc.property(record, asksAny, (counts, divergenceBelow) => {
    const asks = gate({ divergenceBelow })
    const { needed } = gateOf(counted(counts), asks)
    const after = (more: number) =>
      gateOf(counted({ ...counts, identical: counts.identical + more }), asks).verdict
    return after(needed) === 'open' && (needed === 0 || after(needed - 1) !== 'open')
  })
  t.doesNotThrow(() => fc.assert(property, { numRuns: 500 }))
})

t.test('what is clean never closes a gate, and what is not never opens one', async t => {
  const good = fc.constantFrom('identical', 'equivalent')
  const other = fc.constantFrom(
    'different',
    'truncated.time',
    'not_compared.size',
    'critical',
    'new',
  )
  const property = fc.property(record, good, other, fc.nat(500), (counts, good, other, more) => {
    const at = (name: string): string => {
      const byName: Readonly<Record<string, number>> = counts
      return gateOf(counted({ ...byName, [name]: (byName[name] ?? 0) + more }), gate()).verdict
    }
    const here = gateOf(counted(counts), gate()).verdict
    return (here !== 'open' || at(good) === 'open') && (here === 'open' || at(other) !== 'open')
  })
  t.doesNotThrow(() => fc.assert(property, { numRuns: 1_000 }))
})

t.test('one critical difference closes every gate, whatever else was seen', async t => {
  const property = fc.property(
    record,
    asksAny,
    fc.integer({ min: 1, max: 9 }),
    (counts, share, critical) =>
      gateOf(counted({ ...counts, critical }), gate({ divergenceBelow: share })).verdict ===
      'closed',
  )
  t.doesNotThrow(() => fc.assert(property))
})

t.test('how much longer is what is needed at the rate there is', async t => {
  t.equal(howMuchLonger(4_512, 2), 2_256_000)
  t.equal(howMuchLonger(1, 3), 334)
  t.equal(howMuchLonger(0, 0), 0, 'what is open waits for nothing')
  t.equal(howMuchLonger(10, 0), undefined)
  t.equal(howMuchLonger(10, Number.NaN), undefined)
  t.equal(howMuchLonger(Infinity, 5), undefined)
})
