import t from 'tap'
import type { InteractionClass } from '../../src/exchange/index.ts'
import type { Position } from '../../src/fleet/index.ts'
import { PATIENTS, route, upstream } from '../routing/given.ts'
import { at, bench, CLASSES, count, ENOUGH, OWNS, owning, standsAt } from './given.ts'

const PLACES: readonly Position[] = [
  at('legacy'),
  at('shadow'),
  at('canary', 5),
  at('canary', 12.5),
  at('canary', 25),
  at('canary', 50),
  at('canary', 100),
  at('reverse-shadow'),
  at('cloud'),
]

const shown = ({ stage, percent }: Position): string =>
  stage === 'canary' ? `canary ${percent}` : stage

/** Where a promotion leads, by what is copied and what never is. */
const NEXT = {
  copied: {
    legacy: 'shadow',
    shadow: 'canary 5',
    'canary 5': 'canary 25',
    'canary 12.5': 'canary 25',
    'canary 25': 'canary 50',
    'canary 50': 'canary 100',
    'canary 100': 'reverse-shadow',
    'reverse-shadow': 'cloud',
    cloud: 'refused',
  },
  uncopied: {
    legacy: 'shadow',
    shadow: 'canary 5',
    'canary 5': 'canary 25',
    'canary 12.5': 'canary 25',
    'canary 25': 'canary 50',
    'canary 50': 'canary 100',
    'canary 100': 'cloud',
    'reverse-shadow': 'cloud',
    cloud: 'refused',
  },
} as const

const KIND = {
  read: 'copied',
  'audited-read': 'copied',
  'pushed-read': 'uncopied',
  write: 'uncopied',
  unknown: 'uncopied',
} as const satisfies Record<InteractionClass, keyof typeof NEXT>

/** Where a rollback leads that names no place. */
const BACK: Readonly<Record<string, string>> = { legacy: 'legacy', shadow: 'legacy' }

for (const klass of CLASSES) {
  for (const place of PLACES) {
    const from = shown(place)
    const to = (NEXT[KIND[klass]] as Readonly<Record<string, string>>)[from] ?? ''
    t.test(`${klass} at ${from}: promote, rollback, halt, hard halt, resume`, async t => {
      const make = async () => {
        const made = await bench([owning(klass)], { [klass]: place })
        await count(made, klass, ENOUGH)
        return made
      }
      const up = await make()
      const promoted = await up.ask({ verb: 'promote', name: klass })
      t.equal(promoted.kind, to === 'refused' ? 'refused' : 'flipped')
      t.equal(standsAt(up, klass), to === 'refused' ? from : to)

      const down = await make()
      const rolled = await down.ask({ verb: 'rollback', name: klass })
      t.equal(rolled.kind, 'flipped')
      t.equal(standsAt(down, klass), BACK[from] ?? 'shadow')
      t.equal(rolled.kind === 'flipped' && rolled.isChanged, from !== 'legacy')

      for (const isHard of [false, true]) {
        const halted = await make()
        t.equal((await halted.ask({ verb: 'halt', name: klass, isHard })).kind, 'flipped')
        t.equal(standsAt(halted, klass), `${from} ${isHard ? 'hard' : 'halt'}`)
        const kept = await halted.ask({ verb: 'promote', name: klass })
        t.match(kept, { kind: 'refused', code: 'halted', exitCode: 3 })
        t.equal((await halted.ask({ verb: 'rollback', name: klass })).kind, 'flipped')
        t.equal(standsAt(halted, klass), `${BACK[from] ?? 'shadow'} ${isHard ? 'hard' : 'halt'}`)
        t.equal((await halted.ask({ verb: 'resume', name: klass })).kind, 'flipped')
        t.equal(standsAt(halted, klass), BACK[from] ?? 'shadow')
      }
    })
  }
}

t.test('a change says who serves what before it and after', async t => {
  const read = owning('read')
  const made = await bench([read], { read: at('shadow') })
  await count(made, 'read', ENOUGH)
  t.match(await made.ask({ verb: 'promote', name: 'read' }), {
    kind: 'flipped',
    isChanged: true,
    revision: 2,
    routes: [
      {
        route: 'read',
        before: { stage: 'shadow', percent: 0, halt: 'none', legacy: 100, cloud: 0 },
        after: { stage: 'canary', percent: 5, halt: 'none', legacy: 95, cloud: 5 },
      },
    ],
  })
  t.match(await made.ask({ verb: 'promote', name: 'read', to: 'cloud' }), {
    routes: [{ after: { legacy: 0, cloud: 100 } }],
  })
  t.match(await made.ask({ verb: 'halt', name: 'read' }), {
    routes: [{ after: { stage: 'cloud', halt: 'halt', legacy: 100, cloud: 0 } }],
  })
})

t.test('a route without a cloud side is served by legacy wherever it stands', async t => {
  const made = await bench([owning('read', { cloud: undefined })], { read: at('cloud') })
  t.match(await made.ask({ verb: 'rollback', name: 'read' }), {
    routes: [{ before: { stage: 'cloud', legacy: 100, cloud: 0 } }],
  })
})

t.test('a rollback to what is no place is a mistake and not a rollback', async t => {
  const made = await bench([owning('read')], { read: at('canary', 5) })
  for (const wish of [{ percent: -1 }, { percent: 101 }, { to: 'shadow', percent: 5 }] as const) {
    const answer = await made.ask({ verb: 'rollback', name: 'read', ...wish })
    t.match(answer, { kind: 'refused', code: 'usage', exitCode: 2 })
  }
})

t.test('a promotion may name its place, and then it must lie ahead', async t => {
  const cases = [
    [at('legacy'), { to: 'canary' }, 'canary 5'],
    [at('shadow'), { to: 'canary', percent: 10 }, 'canary 10'],
    [at('shadow'), { percent: 0.5 }, 'canary 0.5'],
    [at('shadow'), { to: 'cloud' }, 'cloud'],
    [at('canary', 10), { to: 'canary' }, 'canary 25'],
    [at('canary', 10), { percent: 11 }, 'canary 11'],
    [at('canary', 100), { to: 'canary' }, 'usage'],
    [at('canary', 10), { percent: 10 }, 'usage'],
    [at('canary', 10), { percent: 5 }, 'usage'],
    [at('canary', 10), { to: 'shadow' }, 'usage'],
    [at('shadow'), { percent: 0 }, 'usage'],
    [at('shadow'), { percent: 101 }, 'usage'],
    [at('shadow'), { percent: Number.NaN }, 'usage'],
    [at('shadow'), { to: 'cloud', percent: 10 }, 'usage'],
    [at('cloud'), { percent: 100 }, 'usage'],
  ] as const
  for (const [from, wish, came] of cases) {
    const made = await bench([owning('read')], { read: from })
    await count(made, 'read', ENOUGH)
    const answer = await made.ask({ verb: 'promote', name: 'read', ...wish })
    const to = answer.kind === 'refused' ? answer.code : standsAt(made, 'read')
    t.equal(to, came, `${shown(from)} → ${JSON.stringify(wish)}`)
  }
})

t.test(
  'a rollback goes to where legacy last served everyone, or to a place further back',
  async t => {
    const home = { home: 'legacy' } as const
    const cases = [
      [at('canary', 50, home), {}, 'legacy'],
      [at('cloud', 0, home), {}, 'legacy'],
      [at('cloud'), {}, 'shadow'],
      [at('cloud'), { to: 'legacy' }, 'legacy'],
      [at('cloud'), { to: 'reverse-shadow' }, 'reverse-shadow'],
      [at('cloud'), { percent: 50 }, 'canary 50'],
      [at('cloud'), { to: 'canary' }, 'canary 5'],
      [at('canary', 50), { to: 'canary' }, 'canary 25'],
      [at('canary', 5), { to: 'canary' }, 'canary 0'],
      [at('canary', 50), { percent: 0 }, 'canary 0'],
      [at('canary', 50), { percent: 50 }, 'canary 50'],
      [at('canary', 50), { percent: 60 }, 'canary 50'],
      [at('canary', 50), { to: 'cloud' }, 'canary 50'],
      [at('legacy'), { to: 'shadow' }, 'legacy'],
    ] as const
    for (const [from, wish, to] of cases) {
      const made = await bench([owning('read')], { read: from })
      const answer = await made.ask({ verb: 'rollback', name: 'read', ...wish })
      t.equal(answer.kind, 'flipped', 'it is never refused')
      t.equal(standsAt(made, 'read'), to, `${shown(from)} ← ${JSON.stringify(wish)}`)
      const isSame = shown(from) === to
      t.match(answer, { isChanged: !isSame, revision: isSame ? 1 : 2 })
    }
  },
)

t.test('a rollback to where a class may not stand goes home instead, and says so', async t => {
  const made = await bench([owning('write')], { write: at('cloud') })
  const answer = await made.ask({ verb: 'rollback', name: 'write', to: 'reverse-shadow' })
  t.match(answer, { kind: 'flipped', notes: [/may not stand at reverse-shadow/] })
  t.equal(standsAt(made, 'write'), 'shadow')

  const unmarked = await bench([owning('audited-read', { shadowAs: undefined })], {
    'audited-read': at('cloud'),
  })
  t.equal((await unmarked.ask({ verb: 'rollback', name: 'audited-read' })).kind, 'flipped')
  t.equal(standsAt(unmarked, 'audited-read'), 'legacy', 'its copies have no identity')
})

t.test('a promotion passes the rules the file is checked by', async t => {
  const real = upstream('pds-fhir')
  const cases = [
    [owning('write', { cloud: real }), 'shadow', /a write may not be served by `pds-fhir`/],
    [owning('unknown', { cloud: real }), 'shadow', /a write may not be served/],
    [owning('write'), 'reverse-shadow', /never copied to a system that serves/],
    [owning('pushed-read'), 'reverse-shadow', /never copied/],
    [owning('audited-read', { shadowAs: undefined }), 'shadow', /audit entry/],
    [owning('read', { cloud: undefined }), 'shadow', /needs a cloud side/],
    [owning('read', { cohort: undefined }), 'canary', /names none/],
  ] as const
  for (const [owner, to, says] of cases) {
    const made = await bench([owner], { [owner.name]: at('legacy') })
    await count(made, owner.name, ENOUGH)
    const answer = await made.ask({ verb: 'promote', name: owner.name, to })
    t.match(answer, { kind: 'refused', code: 'class', exitCode: 2, says })
    t.equal(standsAt(made, owner.name), 'legacy')
  }
  const read = owning('unknown', { class: 'read', cloud: real })
  const made = await bench([read], { unknown: at('legacy') })
  t.equal((await made.ask({ verb: 'promote', name: 'unknown' })).kind, 'flipped', 'its own word')
})

t.test('in a live environment no simulator is promoted to', async t => {
  const environment = { name: 'live', confirm: true }
  const made = await bench([owning('write')], { write: at('legacy') }, { environment })
  const answer = await made.ask({ verb: 'promote', name: 'write', environment: 'live' })
  t.match(answer, { kind: 'refused', code: 'class' })
})

t.test('of a cohort all routes move, or none', async t => {
  const routes = [
    owning('read'),
    owning('audited-read'),
    route('other', OWNS.read, { cohort: { ...PATIENTS, name: 'others' } }),
  ]
  const positions = { read: at('legacy'), 'audited-read': at('shadow'), other: at('legacy') }
  const made = await bench(routes, positions)
  const where = (): string[] => routes.map(({ name }) => standsAt(made, name))
  t.match(await made.ask({ verb: 'promote', name: 'patients' }), {
    kind: 'refused',
    code: 'gate',
    says: /^the gate of audited-read/,
  })
  t.strictSame(where(), ['legacy', 'shadow', 'legacy'])
  await count(made, 'audited-read', ENOUGH)
  t.equal((await made.ask({ verb: 'promote', name: 'patients' })).kind, 'flipped')
  t.strictSame(where(), ['shadow', 'canary 5', 'legacy'])
  t.equal(made.store.known.revision, 2, 'in one change')
  t.equal((await made.ask({ verb: 'halt', name: 'cohort:patients' })).kind, 'flipped')
  t.strictSame(where(), ['shadow halt', 'canary 5 halt', 'legacy'])
  t.equal((await made.ask({ verb: 'rollback', name: 'patients' })).kind, 'flipped')
  t.strictSame(where(), ['legacy halt', 'shadow halt', 'legacy'])
})

t.test('a name is a route or a cohort, and where it is both somebody says which', async t => {
  const both = owning('read', { name: 'patients' })
  const made = await bench([both, owning('write')], { patients: at('legacy'), write: at('legacy') })
  const named = (name: string) => made.ask({ verb: 'rollback', name, to: 'legacy' })
  t.match(await named('patients'), { kind: 'refused', code: 'usage' })
  t.match(await named('route:patients'), { routes: [{ route: 'patients' }] })
  t.match(await named('cohort:patients'), { routes: [{ route: 'patients' }, { route: 'write' }] })
  t.match(await named('nobody'), {
    kind: 'refused',
    code: 'no-such-name',
    exitCode: 2,
    wayOut: /patients, write/,
  })
})
