/** A pair on a translated route is judged twice, and what both verdicts come to is what it counts as. */
import t from 'tap'
import type { Comparison, Difference, Verdict } from '../../src/comparison/index.ts'
import { countedAs, foundAs } from '../../src/evidence/index.ts'
import type { NotCompared } from '../../src/shadow/index.ts'
import { toldOf } from '../../src/shadow/told-comparison.ts'
import { inBoth, twoVerdicts } from '../../src/shadow/two-verdicts.ts'

const difference = (path: string, more: Partial<Difference> = {}): Difference => ({
  ...{ path, kind: 'value', editClass: 'other', severity: 'significant' },
  ...{ leftToken: 'letters(3)#1', rightToken: 'letters(3)#2', ...more },
})

const comparison = (verdict: Verdict, differences: readonly Difference[] = []): Comparison => ({
  ...{ verdict, differences, hits: {}, policy: 'p@1', steps: 1 },
  signature: differences.map(({ path }) => path).join(),
})

const DECLINED: NotCompared = { verdict: 'not_compared', reason: 'declined', code: 'unread' }

const OF: Readonly<Record<Verdict, Comparison | NotCompared>> = {
  identical: comparison('identical'),
  equivalent: comparison('equivalent', [difference('a', { rule: 'r' })]),
  different: comparison('different', [difference('b')]),
  truncated: { ...comparison('truncated'), reason: 'steps' },
  not_comparable: { ...comparison('not_comparable'), reason: 'languages' },
  not_compared: DECLINED,
}

/** By what is seen, then by what is meant: what the pair is, and in which of the two it differs. */
const TABLE: readonly (readonly [seen: Verdict, ...pair: readonly string[]])[] = [
  //                 identical        equivalent       different          truncated          not_comparable    not_compared
  [
    'identical',
    'identical',
    'equivalent',
    'different meant',
    'truncated',
    'not_comparable',
    'not_compared',
  ],
  [
    'equivalent',
    'equivalent',
    'equivalent',
    'different meant',
    'truncated',
    'not_comparable',
    'not_compared',
  ],
  [
    'different',
    'different seen',
    'different seen',
    'different both',
    'different seen',
    'different seen',
    'different seen',
  ],
  ['truncated', 'truncated', 'truncated', 'different meant', 'truncated', 'truncated', 'truncated'],
  [
    'not_comparable',
    'not_comparable',
    'not_comparable',
    'different meant',
    'truncated',
    'not_comparable',
    'not_comparable',
  ],
  [
    'not_compared',
    'not_compared',
    'not_compared',
    'different meant',
    'truncated',
    'not_comparable',
    'not_compared',
  ],
]

const MEANT: readonly Verdict[] = [
  'identical',
  'equivalent',
  'different',
  'truncated',
  'not_comparable',
  'not_compared',
]

t.test('what a pair is, whatever its two verdicts are', async t => {
  for (const [seen, ...row] of TABLE) {
    for (const [i, expected] of row.entries()) {
      const meant = MEANT[i] ?? 'identical'
      const two = twoVerdicts(OF[seen], OF[meant])
      const said = [two.verdict, two.differsIn].filter(each => each !== undefined).join(' ')
      t.equal(said, expected, `seen ${seen}, meant ${meant}`)
      t.match([two.seen, two.meant], [{ verdict: seen }, { verdict: meant }])
    }
  }
})

t.test('only a pair of which both halves were found equal counts as equal', async t => {
  const equal = new Set<Verdict>(['identical', 'equivalent'])
  for (const seen of MEANT) {
    for (const meant of MEANT) {
      const counted = countedAs(twoVerdicts(OF[seen], OF[meant]))
      t.equal(/^(?:identical|equivalent)$/.test(counted), equal.has(seen) && equal.has(meant))
    }
  }
})

t.test('why it is what it is comes from the half that says so', async t => {
  t.match(twoVerdicts(OF.identical, DECLINED), { reason: 'declined', code: 'unread' })
  t.match(twoVerdicts(OF.truncated, DECLINED), { verdict: 'truncated', reason: 'steps' })
  t.equal(countedAs(twoVerdicts(DECLINED, OF.equivalent)), 'not_compared.declined')
  t.equal(foundAs(twoVerdicts(OF.different, OF.identical)), 'differs_in.seen')
})

t.test('a critical difference in either half is critical', async t => {
  const critical = comparison('different', [difference('c', { severity: 'critical' })])
  t.equal(countedAs(twoVerdicts(critical, OF.identical)), 'critical')
  t.equal(countedAs(twoVerdicts(OF.different, critical)), 'critical')
})

t.test('each difference says where it was found, and what both name alike is one', async t => {
  const outcome = difference('outcome', { kind: 'domain-outcome', severity: 'critical' })
  const two = twoVerdicts(
    comparison('different', [outcome, difference('Envelope/a')]),
    comparison('different', [outcome, difference('a')]),
  )
  t.strictSame(
    two.differences.map(({ in: where, path }) => `${where} ${path}`),
    ['meant a', 'both outcome', 'seen Envelope/a'],
  )
  t.strictSame(
    inBoth(comparison('different', [outcome])).differences.map(each => each.in),
    ['both'],
  )
})

t.test('the thread that serves is told what is counted and grouped, and no more', async t => {
  const many = Array.from({ length: 50 }, () => difference('b'))
  const explained = difference('a', { rule: 'r' })
  const two = twoVerdicts(comparison('different', [...many, explained]), OF.equivalent)
  const told = toldOf({ ...two, hits: { r: 1 } })
  t.strictSame(
    told.differences.map(({ path }) => path),
    ['b'],
  )
  t.strictSame(told.hits, {})
  t.match(told, { verdict: 'different', differsIn: 'seen', signature: two.signature })
  t.equal(toldOf(DECLINED), DECLINED)
})
