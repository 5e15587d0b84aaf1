import fc from 'fast-check'
import t from 'tap'
import { type Comparison, createCompare, type Difference } from '../../src/comparison/index.ts'
import { createDivergences, type Divergences } from '../../src/evidence/index.ts'
import { compareJson, compareXml, json, KEY, NO_RULES, NOW } from '../comparison/compared.ts'

const difference = (more: Partial<Difference> = {}): Difference => ({
  path: 'a/b',
  kind: 'value',
  editClass: 'other',
  severity: 'significant',
  leftToken: 'letters(5)#0a1\u00b70a1',
  rightToken: 'absent',
  ...more,
})

const different = (...differences: Difference[]): Pick<Comparison, 'verdict' | 'differences'> => ({
  verdict: 'different',
  differences,
})

const EQUAL = { verdict: 'identical', differences: [] } as const

/** What is kept of each group, in short. */
const inShort = (divergences: Divergences, epoch = 'e1'): string[] =>
  divergences.of('pds', epoch).groups.map(({ path, count }) => `${count} ${path}`)

t.test('what no rule explains is grouped by place and sort, with when and how often', async t => {
  const divergences = createDivergences()
  divergences.add('pds', 'e1', EQUAL, 900)
  divergences.add('pds', 'e1', different(difference()), 2_000)
  divergences.add('pds', 'e1', different(difference({ rightToken: 'blank(0)' })), 1_000)
  divergences.add('pds', 'e1', { verdict: 'equivalent', differences: [] }, 3_000)
  t.strictSame(divergences.of('pds', 'e1'), {
    epoch: 'e1',
    compared: 4,
    overflown: 0,
    groups: [
      {
        id: divergences.of('pds', 'e1').groups[0]?.id,
        path: 'a/b',
        kind: 'value',
        editClass: 'other',
        severity: 'significant',
        verdict: 'different',
        count: 2,
        rate: 0.5,
        firstAt: 1_000,
        lastAt: 2_000,
        shapes: [
          { control: 'letters(5)', candidate: 'absent', count: 1 },
          { control: 'letters(5)', candidate: 'blank(0)', count: 1 },
        ],
        suppliers: new Map(),
      },
    ],
  })
})

t.test('each part of what makes a group one makes it another, and nothing else does', async t => {
  const divergences = createDivergences()
  const OTHERS: readonly Partial<Difference>[] = [
    {},
    { path: 'a/c' },
    { kind: 'missing' },
    { editClass: 'case' },
    { severity: 'critical' },
  ]
  for (const other of OTHERS) divergences.add('pds', 'e1', different(difference(other)), 1)
  divergences.add('pds', 'e1', different(difference({ leftToken: 'text(1)' })), 1)
  divergences.add('pds', 'e1', different(difference({ expired: 'operator-1' })), 1)
  const { groups } = divergences.of('pds', 'e1')
  t.strictSame(
    groups.map(({ count, severity }) => `${count} ${severity}`),
    ['1 critical', '3 significant', '1 significant', '1 significant', '1 significant'],
  )
  t.equal(new Set(groups.map(({ id }) => id)).size, 5)
  t.equal(groups[1]?.expired, 'operator-1')
})

t.test('a pair counts once, however often it shows a difference', async t => {
  const divergences = createDivergences()
  divergences.add('pds', 'e1', different(difference(), difference({ leftToken: 'uuid(36)' })), 1)
  const shapes = [{ control: 'letters(5)', candidate: 'absent', count: 1 }]
  const group = { count: 1, rate: 1, shapes }
  t.match(divergences.of('pds', 'e1'), { compared: 1, groups: [group] })
})

t.test(
  'what a rule explains is in no group, and what came to no comparison is in no rate',
  async t => {
    const divergences = createDivergences()
    const explained = { verdict: 'equivalent', differences: [difference({ rule: 'r' })] } as const
    divergences.add('pds', 'e1', explained, 1)
    for (const verdict of ['not_compared', 'not_comparable'] as const) {
      divergences.add('pds', 'e1', { verdict, differences: [] }, 1)
    }
    t.match(divergences.of('pds', 'e1'), { compared: 1, groups: { length: 0 } })
    divergences.add('pds', 'e1', { verdict: 'truncated', differences: [] }, 1)
    t.equal(divergences.of('pds', 'e1').compared, 2)
  },
)

t.test('two instances name a group alike; another route or epoch is another group', async t => {
  const idOf = (key: number, route: string, epoch: string): string | undefined => {
    const compare = createCompare({ key: Buffer.alloc(32, key), now: () => NOW })
    const divergences = createDivergences()
    // A name that is no name stands in a path as a token, whose hash is another on each instance.
    const pair = { control: json('{"999 000 0018":{"a":1}}'), candidate: json('{}') }
    divergences.add(route, epoch, compare(pair, NO_RULES), NOW)
    return divergences.of(route, epoch).groups[0]?.id
  }
  t.match(idOf(1, 'pds', 'e1'), /^[0-9a-f]{16}$/)
  t.equal(idOf(1, 'pds', 'e1'), idOf(2, 'pds', 'e1'))
  t.not(idOf(1, 'pds', 'e1'), idOf(1, 'pds', 'e2'))
  t.not(idOf(1, 'pds', 'e1'), idOf(1, 'eps', 'e1'))
})

t.test('there are never more groups than are kept, and what they leave out is counted', async t => {
  const sightings = fc.array(fc.record({ path: fc.nat(12), at: fc.nat(1_000) }), { maxLength: 80 })
  const isBounded = fc.property(sightings, fc.integer({ min: 1, max: 5 }), (seen, mostGroups) => {
    const divergences = createDivergences({ mostGroups })
    for (const { path, at } of seen) {
      divergences.add('pds', 'e1', different(difference({ path: `a/n${path}` })), at)
    }
    const { groups, overflown, compared } = divergences.of('pds', 'e1')
    const counted = groups.reduce((sum, { count }) => sum + count, 0)
    return (
      groups.length <= mostGroups && counted + overflown === seen.length && compared === seen.length
    )
  })
  t.doesNotThrow(() => fc.assert(isBounded))
})

t.test('the group not seen for longest gives way, never one that weighs more', async t => {
  const divergences = createDivergences({ mostGroups: 2 })
  const see = (path: string, severity: Difference['severity'] = 'significant'): void =>
    divergences.add('pds', 'e1', different(difference({ path, severity })), 1)
  see('often')
  see('once')
  see('often')
  see('new')
  t.strictSame(inShort(divergences), ['2 often', '1 new'])
  see('death', 'critical')
  see('number', 'critical')
  see('often')
  see('blank', 'cosmetic')
  t.strictSame(inShort(divergences), ['1 death', '1 number'])
  t.equal(divergences.of('pds', 'e1').overflown, 6)
})

t.test('of a route the epoch used last is kept and the one before, and no more', async t => {
  const divergences = createDivergences()
  for (const epoch of ['e1', 'e2', 'e1', 'e3']) {
    divergences.add('pds', epoch, different(difference()), 1)
  }
  t.strictSame(inShort(divergences, 'e1'), ['2 a/b'], 'a change that was taken back')
  t.strictSame(inShort(divergences, 'e2'), [])
  t.strictSame(inShort(divergences, 'e3'), ['1 a/b'])
  t.strictSame(divergences.of('nobody', 'e1'), {
    epoch: 'e1',
    compared: 0,
    overflown: 0,
    groups: [],
  })
})

t.test('of shapes the first four are told, and the others are in the count', async t => {
  const divergences = createDivergences()
  for (let length = 1; length <= 6; length += 1) {
    const leftToken = `text(${length})#0a1`
    divergences.add('pds', 'e1', different(difference({ leftToken })), 1)
  }
  t.match(divergences.of('pds', 'e1').groups, [{ count: 6, shapes: { length: 4 } }])
})

t.test('what is given out is not what is kept', async t => {
  const divergences = createDivergences()
  divergences.add('pds', 'e1', different(difference()), 1)
  const before = divergences.of('pds', 'e1')
  divergences.add('pds', 'e1', different(difference()), 2)
  t.match(before, { compared: 1, groups: [{ count: 1, lastAt: 1, shapes: [{ count: 1 }] }] })
})

t.test('what comparisons find goes in as it is', async t => {
  const divergences = createDivergences()
  divergences.add('pds', 'e1', compareXml('<a><b>one</b></a>', '<a><b>two</b></a>'), NOW)
  divergences.add('pds', 'e1', compareJson({ a: 1 }, {}), NOW)
  t.match(divergences.of('pds', 'e1').groups, [
    { path: 'a', kind: 'missing', shapes: [{ control: 'digits(1)', candidate: 'absent' }] },
    { path: 'a/b/text()', kind: 'value', shapes: [{ control: 'letters(3)' }] },
  ])
  t.notMatch(JSON.stringify(divergences.of('pds', 'e1')), KEY.toString('hex').slice(0, 8))
})
