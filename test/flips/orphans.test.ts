import t from 'tap'
import type { Cohort, Route } from '../../src/exchange/index.ts'
import { StoreError } from '../../src/fleet/index.ts'
import { flip, refusalOfFile } from '../../src/flips/index.ts'
import { at, bench, type Bench, NOW, owning, SENDERS, standsAt, testName } from './given.ts'

const APART: Cohort = { ...SENDERS, records: 'apart' }
const OTHERS: Cohort = { ...APART, name: 'others' }

/** Two routes of one cohort. */
const inCohort = (cohort: Cohort | undefined, second = cohort): readonly Route[] => [
  owning('read', { cohort }),
  owning('pushed-read', { cohort: second }),
]

/** A fleet that has taken such a file in, with so many entities pinned. */
async function given(pins: number, positions = { read: at('cloud'), 'pushed-read': at('legacy') }) {
  const made = await bench(inCohort(APART), positions)
  await made.ask({ verb: 'adopt' })
  for (let i = 0; i < pins; i += 1) {
    const name = testName(APART, `2000000${100_00 + i}`)
    if (name !== undefined) await made.store.pin('senders', [name], 'cloud')
  }
  return made
}

const take = (
  { store, context }: Bench,
  routes: readonly Route[],
  was?: ReadonlyMap<string, string>,
): ReturnType<typeof flip> => {
  const change = { verb: 'adopt', actor: 'instance', reason: 'read a routes file' } as const
  return flip(store, { ...change, ...(was && { was }) }, { ...context, routes })
}

// What a file may say otherwise of a cohort, and how a person is told what would no longer be found.
const LOSSES: readonly (readonly [what: string, routes: readonly Route[], says: RegExp])[] = [
  ['the cohort is gone', inCohort(undefined), /no route is in it any more/],
  ['it has another name', inCohort(OTHERS), /no route is in it any more/],
  ['a route has left it', inCohort(APART, OTHERS), /PUSHED_IN01 would be in it no more/],
  ['a route is gone', inCohort(APART).slice(0, 1), /PUSHED_IN01 would be in it no more/],
  [
    'it is known by another key',
    inCohort({ ...APART, key: 'messageId' }),
    /known by messageId, and was by fromAsid/,
  ],
]
const PINS_LOST: typeof LOSSES = [
  ['it has no pins', inCohort({ ...APART, pin: false }), /it would have no pins/],
  [
    'its records live together',
    inCohort({ ...APART, records: 'shared' }),
    /shared, and were apart/,
  ],
]

t.test(
  'a file under which a pin would no longer be found is refused while there is one',
  async t => {
    for (const [what, routes, says] of [...LOSSES, ...PINS_LOST]) {
      const held = await given(2)
      const before = held.store.known
      const refused = await take(held, routes)
      t.match(refused, { kind: 'refused', code: 'file', exitCode: 2, says }, what)
      t.match(refused, { says: /^cohort senders: .*, and 2 pins of it stand$/ }, what)
      t.match(refused, { wayOut: /^leave .*, or move what is pinned/ }, what)
      t.equal(held.store.known, before, `${what}: nothing is changed`)
      t.equal(
        (await take(await given(0), routes)).kind,
        'flipped',
        `${what}, and nothing is pinned`,
      )
    }
  },
)

t.test('and one under which an override would no longer be found, while it stands', async t => {
  const to = { side: 'cloud', owner: 'ops', expires: NOW + 1 } as const
  for (const [what, routes, says] of LOSSES) {
    const held = await given(0)
    await held.ask({ verb: 'override', cohort: 'senders', key: '200000000115', to })
    const refused = await take(held, routes)
    t.match(refused, { kind: 'refused', code: 'file', says }, what)
    t.match(refused, { says: /1 override of it stands$/, wayOut: /or remove the overrides/ }, what)
    await held.ask({ verb: 'override', cohort: 'senders', key: '200000000115', to: undefined })
    t.equal((await take(held, routes)).kind, 'flipped', `${what}, once it is removed`)
  }
  for (const [what, routes] of PINS_LOST) {
    const held = await given(0)
    await held.ask({ verb: 'override', cohort: 'senders', key: '200000000115', to })
    t.equal((await take(held, routes)).kind, 'flipped', `${what}: overrides are found as before`)
  }
})

t.test('many pins are not all counted', async t => {
  t.match(await take(await given(1_001), inCohort(OTHERS)), {
    says: /, and at least 1000 pins of it stand$/,
  })
})

t.test(
  'routes may be renamed, split and joined within their cohort, whatever is pinned',
  async t => {
    const [read, pushed] = inCohort(APART)
    if (read === undefined || pushed === undefined) throw new Error('there are two')
    const renamed = [{ ...read, name: 'reads' }, pushed]
    const was = new Map([['reads', 'read']])
    const held = await given(2)
    t.match(await take(held, renamed, was), { kind: 'flipped' })
    t.equal(standsAt(held, 'reads'), 'cloud')
    const joined = { ...read, match: { interaction: ['READ_IN01', 'PUSHED_IN01'] } }
    t.match(await take(await given(2), [joined]), { kind: 'flipped' })
  },
)

t.test('what only a later version knows is no loss of the file', async t => {
  const held = await given(2)
  const known = held.context.interactions.filter(({ id }) => id !== 'PUSHED_IN01')
  const older = { ...held, context: { ...held.context, interactions: known } }
  t.equal((await take(older, inCohort(APART))).kind, 'flipped')
})

t.test(
  'where the store does not say what is pinned, a file that would lose pins waits',
  async t => {
    const held = await given(2)
    const { listPins } = held.store
    held.store.listPins = () => Promise.reject(new StoreError('silent', 'it is away'))
    t.match(await take(held, inCohort(OTHERS)), { kind: 'refused', code: 'silent', exitCode: 4 })
    t.equal((await take(held, inCohort(APART))).kind, 'flipped', 'one that loses none does not')
    held.store.listPins = listPins
    const context = { ...held.context, routes: inCohort(OTHERS) }
    const nobody = { was: new Map(), pinned: new Map() }
    t.match(refusalOfFile(held.store.known, context, nobody), {
      says: 'cohort senders: no route is in it any more, and whether it has pins the store does not say',
      wayOut: /or ask again when it does$/,
    })
  },
)

t.test('a share is of whom it was, or the file is refused', async t => {
  const SHARES: readonly (readonly [what: string, cohort: Cohort | undefined, says: RegExp])[] = [
    ['another seed', { ...SENDERS, seed: 'other' }, /another `seed` would draw others/],
    ['another key', { ...SENDERS, key: 'messageId' }, /another `key` \(messageId\) would draw/],
    ['another cohort', { ...SENDERS, name: 'b', seed: 'b' }, /another `seed`/],
    ['no cohort', undefined, /in no cohort nobody would be served by the cloud/],
  ]
  const PLACES = [
    [at('legacy'), false],
    [at('shadow'), false],
    [at('canary', 0), false],
    [at('canary', 0.5), true],
    [at('canary', 25), true],
    [at('canary', 25, { halt: 'halt' }), true],
    [at('canary', 99.9), true],
    [at('canary', 100), false],
    [at('reverse-shadow'), false],
    [at('cloud'), false],
  ] as const
  for (const [what, cohort, says] of SHARES) {
    for (const [place, isRefused] of PLACES) {
      const held = await bench([owning('read', { cohort: SENDERS })], { read: place })
      await held.ask({ verb: 'adopt' })
      const came = await take(held, [owning('read', { cohort })])
      const where = `${what} at ${place.stage} ${place.percent}`
      if (!isRefused) t.match(came, { kind: 'flipped' }, where)
      else {
        t.match(came, { kind: 'refused', code: 'file', exitCode: 2, says }, where)
        t.match(came, { says: /^read stands at canary .* % of cohort senders/ }, where)
        t.match(came, { wayOut: /roll the route back to shadow or promote it to 100 %/ }, where)
      }
    }
  }
})

t.test('another name for a cohort with the same draw moves nobody', async t => {
  const held = await bench([owning('read', { cohort: SENDERS })], { read: at('canary', 25) })
  await held.ask({ verb: 'adopt' })
  const renamed = owning('read', { cohort: { ...SENDERS, name: 'b' } })
  t.equal((await take(held, [renamed])).kind, 'flipped')
})

t.test('a route keeps whom its share is of also under another name', async t => {
  const held = await bench([owning('read', { cohort: SENDERS })], { read: at('canary', 25) })
  await held.ask({ verb: 'adopt' })
  const was = new Map([['reads', 'read']])
  const renamed = (cohort: Cohort) => [{ ...owning('read', { cohort }), name: 'reads' }]
  t.match(await take(held, renamed({ ...SENDERS, seed: 'b' }), was), { says: /another `seed`/ })
  t.equal((await take(held, renamed(SENDERS), was)).kind, 'flipped')
})
