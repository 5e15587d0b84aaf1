import fc from 'fast-check'
import t from 'tap'
import { createLatency, type PairMs } from '../../src/evidence/index.ts'

const gathered = (
  pairs: readonly PairMs[],
  options: Parameters<typeof createLatency>[0] = { leastPairs: 1 },
): number | undefined => {
  const latency = createLatency(options)
  for (const pair of pairs) latency.add('pds', 'e1', pair)
  return latency.ratioOf('pds', 'e1')
}

const times = (count: number, controlMs: number, candidateMs: number): PairMs[] =>
  Array.from({ length: count }, () => ({ controlMs, candidateMs }))

const isNear = (ratio: number | undefined, wanted: number): boolean =>
  ratio !== undefined && Math.abs(Math.log(ratio / wanted)) <= 0.011

t.test('what is said is the median of the pairs’ own ratios, to one in a hundred', async t => {
  const ms = fc.integer({ min: 1, max: 5_000 })
  const pairs = fc.array(fc.tuple(ms, fc.integer({ min: 1, max: 300 })), {
    minLength: 1,
    maxLength: 101,
  })
  const isMedian = fc.property(pairs, drawn => {
    const ratios = drawn.map(([, times]) => times / 10).toSorted((a, b) => a - b)
    const came = gathered(
      drawn.map(([controlMs, times]) => ({
        controlMs: 10 * controlMs,
        candidateMs: controlMs * times,
      })),
    )
    return isNear(came, ratios[Math.floor(ratios.length / 2)] ?? NaN)
  })
  t.doesNotThrow(() => fc.assert(isMedian))
})

t.test('before there are pairs enough nothing is said', async t => {
  t.equal(gathered([], {}), undefined)
  t.equal(gathered(times(99, 10, 20), {}), undefined)
  t.ok(isNear(gathered(times(100, 10, 20), {}), 2))
})

t.test(
  'a few that hang move it little, and a side that mostly does not answer is endlessly slow',
  async t => {
    t.ok(isNear(gathered([...times(60, 10, 11), ...times(40, 10, 60_000)]), 1.1))
    t.ok(isNear(gathered([...times(60, 10, 11), ...times(40, 10, Infinity)]), 1.1))
    t.equal(gathered([...times(40, 10, 11), ...times(60, 10, Infinity)]), Infinity)
  },
)

t.test('below a millisecond it is the machine that is measured', async t => {
  t.ok(isNear(gathered(times(3, 0.01, 0.9)), 1))
  t.ok(isNear(gathered(times(3, 0, 5)), 5))
})

t.test('a pair that has no times is none', async t => {
  const none = [
    ...times(1, NaN, 5),
    ...times(1, 5, NaN),
    ...times(1, Infinity, 5),
    ...times(1, -1, 5),
    ...times(1, 5, -1),
  ]
  t.equal(gathered(none), undefined)
})

t.test('what came of late weighs more: a side that becomes slow shows', async t => {
  const recent = { leastPairs: 1, recentPairs: 100 }
  t.ok(isNear(gathered([...times(10_000, 10, 10), ...times(150, 10, 30)], recent), 3))
})

t.test('routes and epochs are apart, and the epoch before the last is forgotten', async t => {
  const latency = createLatency({ leastPairs: 1 })
  for (const [epoch, candidateMs] of [
    ['e1', 20],
    ['e2', 30],
    ['e3', 40],
  ] as const) {
    latency.add('pds', epoch, { controlMs: 10, candidateMs })
  }
  t.equal(latency.ratioOf('pds', 'e1'), undefined)
  t.ok(isNear(latency.ratioOf('pds', 'e2'), 3))
  t.ok(isNear(latency.ratioOf('pds', 'e3'), 4))
  t.equal(latency.ratioOf('eps', 'e3'), undefined)
})
