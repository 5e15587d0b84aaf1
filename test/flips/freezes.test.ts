import t from 'tap'
import type { Freeze } from '../../src/exchange/index.ts'
import type { FleetContent, KeptFreeze } from '../../src/fleet/index.ts'
import { type AnyFreeze, type Flip, freezeOver, readEntry } from '../../src/flips/index.ts'
import { at, bench, type Bench, NOW, owning, type Part, SENDERS, standsAt } from './given.ts'

const HOUR = 3_600_000
const read = owning('read')
const audited = owning('audited-read')
const sent = owning('unknown', { cohort: SENDERS })
const ROUTES = [read, audited, sent]
const PLACES = {
  read: at('legacy'),
  'audited-read': at('legacy'),
  unknown: at('canary', 25),
}

const laid = (more: Partial<KeptFreeze> = {}): KeptFreeze => ({
  from: NOW - HOUR,
  to: NOW + HOUR,
  why: 'winter',
  by: 'eve',
  ...more,
})

const withFreezes = (
  freezes: Readonly<Record<string, KeptFreeze>>,
  more: Partial<FleetContent> = {},
) => bench(ROUTES, PLACES, { fleet: { freezes: new Map(Object.entries(freezes)), ...more } })

const TO_CLOUD = { side: 'cloud', owner: 'team', expires: NOW + HOUR } as const
const GLASS = { breakGlass: { approver: 'grace' } } as const

/** What each verb does while everything is frozen. */
const TABLE: readonly (readonly [says: string, change: Part, code: string | undefined])[] = [
  ['a promotion', { verb: 'promote', name: 'read' }, 'frozen'],
  ['a promotion of a cohort', { verb: 'promote', name: 'cohort:patients', to: 'shadow' }, 'frozen'],
  ['a dry run of one', { verb: 'promote', name: 'read', isDryRun: true }, 'frozen'],
  ['a promotion with glass broken', { verb: 'promote', name: 'read', ...GLASS }, undefined],
  [
    'a key sent to the cloud',
    { verb: 'override', cohort: 'senders', key: 'A1', to: TO_CLOUD },
    'frozen',
  ],
  [
    'the same with glass broken',
    { verb: 'override', cohort: 'senders', key: 'A1', to: TO_CLOUD, ...GLASS },
    undefined,
  ],
  [
    'a key sent to legacy',
    { verb: 'override', cohort: 'senders', key: 'A1', to: { ...TO_CLOUD, side: 'legacy' } },
    undefined,
  ],
  [
    'a key no longer kept at legacy',
    { verb: 'override', cohort: 'senders', key: 'B2', to: undefined },
    'frozen',
  ],
  [
    'a key no longer sent to the cloud',
    { verb: 'override', cohort: 'senders', key: 'C3', to: undefined },
    undefined,
  ],
  ['a pin to the cloud', { verb: 'pin', cohort: 'senders', key: 'A1', to: 'cloud' }, 'frozen'],
  ['a pin to legacy', { verb: 'pin', cohort: 'senders', key: 'A1', to: 'legacy' }, 'frozen'],
  [
    'a pin with glass broken',
    { verb: 'pin', cohort: 'senders', key: 'A1', to: 'legacy', ...GLASS },
    undefined,
  ],
  ['a rollback', { verb: 'rollback', name: 'unknown' }, undefined],
  ['a halt', { verb: 'halt' }, undefined],
  ['the end of a halt', { verb: 'resume' }, undefined],
  ['another freeze', { verb: 'freeze', from: NOW, to: NOW + HOUR }, undefined],
  ['the end of the freeze', { verb: 'unfreeze', id: 'f1' }, 'frozen'],
  ['the same with glass broken', { verb: 'unfreeze', id: 'f1', ...GLASS }, undefined],
  ['the taking in of a file', { verb: 'adopt' }, undefined],
]

for (const [says, change, code] of TABLE) {
  t.test(`under a freeze ${says} is ${code === undefined ? 'made' : 'refused'}`, async t => {
    const word = (key: string, side: 'legacy' | 'cloud') => ({
      key,
      side,
      owner: 'team',
      expires: NOW + HOUR,
    })
    const overrides = new Map([['senders', [word('B2', 'legacy'), word('C3', 'cloud')]]])
    const { ask } = await withFreezes({ f1: laid() }, { overrides })
    const came = await ask(change)
    t.match(came, code === undefined ? { kind: 'flipped' } : { kind: 'refused', code, exitCode: 3 })
  })
}

t.test('every verb there is has its row in that table', async t => {
  const all: Record<Flip['verb'], true> = {
    promote: true,
    rollback: true,
    halt: true,
    resume: true,
    undo: true,
    override: true,
    pin: true,
    freeze: true,
    unfreeze: true,
    approve: true,
    reject: true,
    expire: true,
    relax: true,
    adopt: true,
  }
  const there = new Set<string>(TABLE.map(([, { verb }]) => verb))
  t.strictSame(
    Object.keys(all).filter(verb => !there.has(verb)),
    ['undo', 'approve', 'reject', 'expire', 'relax'],
    'which have tests of their own',
  )
})

t.test('a refusal says until when, why, and the way out', async t => {
  const { ask } = await withFreezes({ f1: laid() })
  t.match(await ask({ verb: 'promote', name: 'read' }), {
    says: 'read is frozen until 1970-01-01T02:23:20.000Z: winter',
    wayOut: /break the glass with an approver/,
  })
})

t.test('a freeze holds from its beginning, and no longer at its end', async t => {
  const scene = (span: Partial<Freeze>) => ({
    fleet: { freezes: new Map([['f1', laid(span)]]) },
    context: {},
    now: NOW,
  })
  const over = (span: Partial<Freeze>): AnyFreeze | undefined => freezeOver(read, scene(span))
  t.equal(over({ from: NOW, to: NOW + 1 })?.id, 'f1')
  t.equal(over({ from: NOW - 1, to: NOW }), undefined)
  t.equal(over({ from: NOW + 1, to: NOW + 2 }), undefined)
})

t.test('a freeze of one route leaves the others', async t => {
  const { ask } = await withFreezes({ f1: laid({ routes: ['read'] }) })
  t.match(await ask({ verb: 'promote', name: 'audited-read', to: 'shadow' }), { kind: 'flipped' })
  t.match(await ask({ verb: 'promote', name: 'read' }), { code: 'frozen' })
  const whole = await ask({ verb: 'promote', name: 'cohort:patients' })
  t.match(whole, { code: 'frozen' }, 'of a cohort all routes move or none')
})

t.test('of two freezes over a route the one that ends last is named', async t => {
  const later = laid({ to: NOW + 2 * HOUR, why: 'the audit' })
  const { ask } = await withFreezes({
    f1: laid({ to: NOW + 3 * HOUR, routes: ['unknown'] }),
    f2: later,
    f3: laid(),
  })
  t.match(await ask({ verb: 'promote', name: 'read' }), { says: /: the audit$/ })
})

t.test('what the file says is frozen is frozen too, and cannot be removed', async t => {
  const made = await bench(ROUTES, PLACES, { freezes: [laid({ why: 'the file' })] })
  t.match(await made.ask({ verb: 'promote', name: 'read' }), { code: 'frozen', says: /the file/ })
  t.match(await made.ask({ verb: 'unfreeze', id: 'f1', ...GLASS }), { code: 'no-such-name' })
})

t.test(
  'who broke the glass for a freeze stands in the audit, and that it was broken is said',
  async t => {
    const made = await withFreezes({ f1: laid() })
    const came = await made.ask({ verb: 'promote', name: 'read', ...GLASS })
    t.match(came, { notes: [/the glass was broken for it: read is frozen/] })
    t.match(await lastLine(made), { verb: 'promote', approver: 'grace' })
    t.match(
      await made.ask({ verb: 'promote', name: 'audited-read', breakGlass: { approver: 'Ada' } }),
      { code: 'approver' },
      'nobody does it alone',
    )
  },
)

t.test('a glass that is broken over nothing names nobody', async t => {
  const made = await withFreezes({ f1: laid({ to: NOW - 1 }) })
  await made.ask({ verb: 'promote', name: 'read', ...GLASS })
  t.match(await lastLine(made), { approver: null })
})

t.test('freeze and unfreeze: laid, shown in the audit, and gone', async t => {
  const made = await bench(ROUTES, PLACES)
  const came = await made.ask({
    verb: 'freeze',
    from: NOW + HOUR,
    to: NOW + 2 * HOUR,
    routes: ['cohort:patients'],
  })
  t.match(came, { kind: 'flipped', isChanged: true, revision: 2 })
  const kept = {
    from: NOW + HOUR,
    to: NOW + 2 * HOUR,
    why: 'because',
    by: 'ada',
    routes: ['read', 'audited-read'],
  }
  t.strictSame(made.store.known.freezes?.get('f2'), kept)
  t.match(await lastLine(made), {
    verb: 'freeze',
    name: 'all',
    before: { freezes: { f2: null } },
    after: { freezes: { f2: kept } },
  })
  t.match(
    await made.ask({ verb: 'unfreeze', id: 'f2' }),
    { kind: 'flipped', revision: 3 },
    'it was to come',
  )
  t.equal(made.store.known.freezes, undefined)
  t.match(await made.ask({ verb: 'unfreeze', id: 'f2' }), { code: 'no-such-name' })
})

t.test('one that is over stays on the list until it is removed, which anybody may', async t => {
  const made = await withFreezes({ f1: laid({ to: NOW - 1 }) })
  t.equal(made.store.known.freezes?.size, 1)
  t.match(await made.ask({ verb: 'unfreeze', id: 'f1' }), { kind: 'flipped' })
})

for (const [says, span] of [
  ['ends before it begins', { from: NOW + HOUR, to: NOW + 1 }],
  ['is over', { from: NOW - HOUR, to: NOW }],
  ['has no number for an end', { from: NOW, to: Number.NaN }],
] as const) {
  t.test(`a freeze that ${says} is none`, async t => {
    const { ask } = await bench(ROUTES, PLACES)
    t.match(await ask({ verb: 'freeze', ...span }), { code: 'usage', exitCode: 2 })
  })
}

t.test('a freeze of a route that nobody knows is none', async t => {
  const { ask } = await bench(ROUTES, PLACES)
  const span = { from: NOW, to: NOW + HOUR }
  t.match(await ask({ verb: 'freeze', ...span, routes: ['nobody'] }), { code: 'no-such-name' })
  t.match(await ask({ verb: 'freeze', ...span, routes: [] }), { code: 'usage' })
})

t.test(
  'undo leads forward too: what a rollback took back comes not back under a freeze',
  async t => {
    const made = await bench(ROUTES, { ...PLACES, read: at('shadow') })
    await made.ask({ verb: 'rollback', name: 'read' })
    const freezes = [laid()]
    const frozen = { ...made.context, freezes }
    t.match(await again(made, frozen), { code: 'frozen' })
    t.equal(standsAt(made, 'read'), 'legacy')
    t.match(await again(made, frozen, GLASS), { kind: 'flipped' })
    t.equal(standsAt(made, 'read'), 'shadow')
  },
)

t.test('undo of a promotion leads back and is made', async t => {
  const made = await bench(ROUTES, PLACES)
  await made.ask({ verb: 'promote', name: 'read', to: 'shadow' })
  t.match(await again(made, { ...made.context, freezes: [laid()] }), { kind: 'flipped' })
  t.equal(standsAt(made, 'read'), 'legacy')
})

t.test(
  'undo takes a freeze that is on off only with a second person, and lays a removed one again',
  async t => {
    const made = await bench(ROUTES, PLACES)
    await made.ask({ verb: 'freeze', from: NOW, to: NOW + HOUR })
    t.match(await made.ask({ verb: 'undo' }), { code: 'frozen', says: /freeze f2 is on until/ })
    t.match(await made.ask({ verb: 'undo', ...GLASS }), { kind: 'flipped' })
    t.equal(made.store.known.freezes, undefined)
    t.match(await made.ask({ verb: 'undo' }), { kind: 'flipped' }, 'an undo too')
    t.equal(made.store.known.freezes?.size, 1)
  },
)

t.test('a freeze follows a route to its new name', async t => {
  const made = await withFreezes({ f1: laid({ routes: ['read', 'unknown'] }) })
  const renamed = ROUTES.map(each => (each === read ? { ...read, name: 'reads' } : each))
  const was = new Map([['reads', 'read']])
  await ask(made, { ...made.context, routes: renamed }, { verb: 'adopt', was })
  t.strictSame(made.store.known.freezes?.get('f1')?.routes, ['reads', 'unknown'])
})

const ask = async ({ store }: Bench, context: Bench['context'], change: Part) => {
  const { flip } = await import('../../src/flips/index.ts')
  return flip(store, { actor: 'ada', reason: 'because', ...change }, context)
}

const again = (made: Bench, context: Bench['context'], more: object = {}) =>
  ask(made, context, { verb: 'undo', ...more })

async function lastLine({ store }: Bench): Promise<unknown> {
  const [line] = await store.readAudit(store.known.revision, 1)
  return line && readEntry(line)
}
