import fc from 'fast-check'
import t from 'tap'
import {
  type Compared,
  countsBySupplier,
  countsOf,
  createLedger,
  MOST_SUPPLIERS,
  toldApart,
  totalsOf,
} from '../../src/evidence/index.ts'
import type { CountBatch } from '../../src/fleet/index.ts'

const SUPPLIERS = new Map([
  ['990000000001', 'Acme GP'],
  ['990000000002', 'Other House'],
  ['990000000003', 'Acme GP'],
])

/** A ledger and what its store was given. */
function ledgerOf() {
  const byName = new Map<string, number>()
  const store = {
    addCounts: async ({ rows }: CountBatch) => {
      for (const { name, count } of rows) byName.set(name, (byName.get(name) ?? 0) + count)
    },
  }
  return { ledger: createLedger(store, 'one'), byName }
}

const finding = (comparison: Omit<Compared, 'differences'>, supplier?: string) => ({
  ...{ route: 'read', epoch: 'e1', control: 'legacy' as const, comparison, supplier },
  ...{ controlMs: 1, candidateMs: 1 },
})

t.test('what is compared is counted by whose message it was, and in no total twice', async t => {
  const { ledger, byName } = ledgerOf()
  ledger.add(finding({ verdict: 'identical' }, '990000000001'), 0)
  ledger.add(finding({ verdict: 'different', differsIn: 'seen' }, '990000000002'), 0)
  ledger.add(finding({ verdict: 'not_compared', reason: 'size' }, '990000000003'), 0)
  ledger.add(finding({ verdict: 'equivalent' }), 0)
  await ledger.flush()
  t.strictSame(Object.fromEntries(byName), {
    identical: 1,
    'by_identical.990000000001': 1,
    different: 1,
    'differs_in.seen': 1,
    'by_different.990000000002': 1,
    'not_compared.size': 1,
    'by_not_compared.990000000003': 1,
    equivalent: 1,
  })
  const counts = countsOf(byName)
  t.strictSame(totalsOf(counts), { compared: 3, bad: 1, uncompared: 1 }, 'as without suppliers')
  const none = { identical: 0, equivalent: 0, different: 0, critical: 0 }
  const not = { truncated: 0, notComparable: 0, notCompared: 0 }
  t.strictSame(countsBySupplier(byName, counts, SUPPLIERS), [
    { supplier: 'Acme GP', ...none, identical: 1, ...not, notCompared: 1 },
    { supplier: 'Other House', ...none, different: 1, ...not },
    { supplier: null, ...none, equivalent: 1, ...not },
  ])
})

t.test(
  'what was counted before suppliers were told apart, or of one not listed, is of others',
  async t => {
    const byName = new Map([
      ['identical', 10],
      ['by_identical.990000000001', 4],
      ['by_identical.990000000009', 3],
    ])
    const [acme, , others] = countsBySupplier(byName, countsOf(byName), SUPPLIERS)
    t.match([acme, others], [{ identical: 4 }, { supplier: null, identical: 6 }])
  },
)

t.test('whatever is compared, the suppliers add up to it', async t => {
  const comparisons = fc.array(
    fc.record({
      comparison: fc.oneof(
        fc.constantFrom<Compared[]>(
          ...([
            { verdict: 'identical' },
            { verdict: 'equivalent' },
            { verdict: 'different' },
          ] as const),
        ),
        fc.record({
          verdict: fc.constantFrom('truncated', 'not_comparable', 'not_compared'),
          reason: fc.constantFrom('size', 'late', 'budget'),
        }),
      ),
      supplier: fc.option(fc.constantFrom(...SUPPLIERS.keys(), '990000000009'), { nil: undefined }),
    }),
    { maxLength: 40 },
  )
  const property = fc.asyncProperty(comparisons, async given => {
    const { ledger, byName } = ledgerOf()
    for (const { comparison, supplier } of given) ledger.add(finding(comparison, supplier), 0)
    await ledger.flush()
    const counts = countsOf(byName)
    const { compared, uncompared } = totalsOf(counts)
    const rows = countsBySupplier(byName, counts, SUPPLIERS)
    const sum = rows
      .flatMap(row => Object.values(row).filter(each => typeof each === 'number'))
      .reduce((all, count) => all + count, 0)
    return sum === compared + uncompared && sum === given.length
  })
  await t.resolves(fc.assert(property, { numRuns: 200 }))
})

t.test('sixty are told apart, those the file has first', async t => {
  const many = new Map(Array.from({ length: 70 }, (_, i) => [`99000000${1000 + i}`, `house ${i}`]))
  t.equal(MOST_SUPPLIERS, 60)
  t.strictSame([...toldApart(many)], [...many.keys()].slice(0, 60))
  t.equal(countsBySupplier(new Map(), countsOf(new Map()), many).length, 61)
})
