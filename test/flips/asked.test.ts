import t from 'tap'
import { DEFAULT_GATE } from '../../src/evidence/index.ts'
import { StoreError } from '../../src/fleet/index.ts'
import { flip, readEntry } from '../../src/flips/index.ts'
import { at, bench, count, ENOUGH, NOW, owning, type Part, standsAt } from './given.ts'

const read = owning('read')

t.test('a promotion beyond shadow asks the gate, and a step to shadow does not', async t => {
  const made = await bench([read], { read: at('legacy') })
  t.match(await made.ask({ verb: 'promote', name: 'read' }), { kind: 'flipped', gates: [] })
  const refused = await made.ask({ verb: 'promote', name: 'read' })
  t.match(refused, {
    kind: 'refused',
    code: 'gate',
    exitCode: 3,
    says: /the gate of read is undecided: nothing has been compared/,
    wayOut: /wait for 4512 more/,
    gates: [{ route: 'read', verdict: 'undecided', compared: 0, needed: 4_512 }],
  })
  t.equal(standsAt(made, 'read'), 'shadow')
  await count(made, 'read', ENOUGH)
  t.match(await made.ask({ verb: 'promote', name: 'read' }), {
    kind: 'flipped',
    gates: [{ verdict: 'open', compared: 5_000, bad: 0 }],
  })
})

t.test('counts of another epoch, or of another route, open no gate', async t => {
  const made = await bench([read], { read: at('shadow') }, { epochOf: () => 'e2' })
  await count(made, 'read', ENOUGH)
  t.match(await made.ask({ verb: 'promote', name: 'read' }), { code: 'gate' })
})

t.test('one critical difference stops every promotion until a new epoch', async t => {
  let epoch = 'e0'
  const made = await bench([read], { read: at('canary', 5) }, { epochOf: () => epoch })
  const rows = { route: 'read', epoch }
  await made.store.addCounts({
    from: 'i',
    number: 1,
    rows: [
      { ...rows, name: 'identical', count: 1e9 },
      { ...rows, name: 'critical', count: 1 },
    ],
  })
  t.match(await made.ask({ verb: 'promote', name: 'read' }), {
    code: 'gate',
    says: /closed: 1 critical/,
    wayOut: /correct what differs/,
  })
  epoch = 'e1'
  await count(made, 'read', ENOUGH)
  t.equal((await made.ask({ verb: 'promote', name: 'read' })).kind, 'flipped')
})

t.test('glass is broken on the word of a second person, and the audit says so', async t => {
  const made = await bench([read], { read: at('shadow') })
  const breaking = (approver: string) =>
    made.ask({ verb: 'promote', name: 'read', breakGlass: { approver } })
  for (const approver of ['ada', ' Ada ']) {
    t.match(await breaking(approver), { kind: 'refused', code: 'approver', exitCode: 3 })
  }
  t.match(await breaking(''), { kind: 'refused', code: 'words' })
  t.match(await breaking('grace'), { kind: 'flipped', gates: [{ verdict: 'undecided' }] })
  const line = made.memory.lines.at(-1)
  t.match(line && readEntry(line), { approver: 'grace', gates: [{ verdict: 'undecided' }] })

  await count(made, 'read', ENOUGH)
  await breaking('grace')
  const open = made.memory.lines.at(-1)
  t.match(open && readEntry(open), { approver: null }, 'an open gate needs nobody')
})

t.test('glass opens no gate of a class', async t => {
  const made = await bench([owning('write')], { write: at('canary', 100) })
  const breakGlass = { approver: 'grace' }
  t.match(await made.ask({ verb: 'promote', name: 'write', to: 'reverse-shadow', breakGlass }), {
    code: 'class',
  })
})

t.test(
  'a soak counts from when the route came to stand there, and a latency where it is known',
  async t => {
    const gateOf = () => ({ ...DEFAULT_GATE, soakMs: 1_000, latencyRatioBelow: 1.2 })
    let [now, ratio] = [NOW, 1.5]
    const more = { gateOf, now: () => now, latencyRatioOf: () => ratio }
    const made = await bench([read], { read: at('shadow', 0, { since: NOW - 999 }) }, more)
    await count(made, 'read', ENOUGH)
    const why = async () => {
      const answer = await made.ask({ verb: 'promote', name: 'read', isDryRun: true })
      return answer.gates[0]?.why.length
    }
    t.equal(await why(), 2)
    now += 1
    t.equal(await why(), 1)
    ratio = 1.1
    t.equal(await why(), 0)
    t.equal((await made.ask({ verb: 'promote', name: 'read' })).kind, 'flipped')
    t.match(await made.ask({ verb: 'promote', name: 'read' }), { code: 'gate' }, 'and begins anew')
  },
)

t.test('a dry run says what would happen and changes nothing', async t => {
  const made = await bench([read], { read: at('shadow') })
  const { revision } = made.store.known
  const changes: readonly Part[] = [
    { verb: 'promote', name: 'read', breakGlass: { approver: 'grace' } },
    { verb: 'rollback', name: 'read' },
    { verb: 'halt' },
    { verb: 'halt', name: 'read', isHard: true },
  ]
  for (const change of changes) {
    t.match(await made.ask({ ...change, isDryRun: true }), {
      kind: 'flipped',
      isDryRun: true,
      isChanged: true,
      revision,
    })
    t.equal(made.store.known.revision, revision)
    t.equal(made.store.held.all, 'none')
    t.equal(made.store.held.routes.size, 0)
  }
  t.match(await made.ask({ verb: 'promote', name: 'read', isDryRun: true }), { code: 'gate' })
})

t.test('every change has an actor and a reason, in words that may be kept', async t => {
  const made = await bench([read], { read: at('shadow') })
  const wrong: readonly { readonly reason?: string; readonly actor?: string }[] = [
    { reason: '' },
    { reason: '  ' },
    { reason: 'two\nlines' },
    { reason: 'escape \u001b[2J' },
    { reason: 'x'.repeat(501) },
    { actor: '' },
    { reason: 'complaint of 999 000 0018' },
    { actor: '9990000018' },
  ]
  for (const words of wrong) {
    const answer = await made.ask({ verb: 'rollback', name: 'read', ...words })
    t.match(answer, { kind: 'refused', code: 'words', exitCode: 2 }, JSON.stringify(words))
    t.notMatch(JSON.stringify(answer), /999 ?000 ?0018/)
  }
  t.equal(made.store.known.revision, 1)
})

t.test(
  'where changes are confirmed the environment is named, but never on the way to safety',
  async t => {
    const environment = { name: 'live', confirm: true }
    const cloud = { ...read.legacy, name: 'pds-fhir' }
    const make = () => bench([{ ...read, cloud }], { read: at('legacy') }, { environment })
    const made = await make()
    const named = (more: object) => made.ask({ verb: 'promote', name: 'read', ...more })
    t.match(await named({}), { code: 'environment', exitCode: 2, wayOut: /live/ })
    t.match(await named({ environment: 'int' }), { code: 'environment', says: /this is live/ })
    t.equal((await named({ environment: 'live' })).kind, 'flipped')
    for (const change of [{ verb: 'halt' }, { verb: 'rollback', name: 'read' }] as const) {
      t.equal((await made.ask(change)).kind, 'flipped')
      t.equal((await made.ask({ ...change, environment: 'int' })).kind, 'flipped')
    }
    t.match(await made.ask({ verb: 'resume' }), { code: 'environment' })
    t.match(await made.ask({ verb: 'undo' }), { code: 'environment' })
  },
)

t.test(
  'an environment that is named by mistake is refused where none is asked for too',
  async t => {
    const made = await bench([read], { read: at('legacy') })
    t.match(await made.ask({ verb: 'promote', name: 'read', environment: 'live' }), {
      code: 'environment',
    })
  },
)

t.test(
  'a change made for a revision that has passed is refused, but not the way to safety',
  async t => {
    const made = await bench([read], { read: at('legacy') })
    t.match(await made.ask({ verb: 'promote', name: 'read', revision: 0 }), {
      kind: 'refused',
      code: 'conflict',
      exitCode: 5,
      revision: 1,
      says: /at revision 1/,
    })
    t.equal((await made.ask({ verb: 'promote', name: 'read', revision: 1 })).kind, 'flipped')
    t.equal((await made.ask({ verb: 'rollback', name: 'read', revision: 0 })).kind, 'flipped')
  },
)

t.test('who is overtaken is told, and on the way to safety tries again', async t => {
  const made = await bench([read], { read: at('legacy') })
  const other = await import('../fleet/memory-store.ts').then(m => m.connectMemory(made.memory))
  let overtakes = 1
  made.store.before = () => {
    if (overtakes === 0) return
    overtakes -= 1
    const { memory } = made
    memory.fleet = { ...memory.fleet, revision: memory.fleet.revision + 1 }
  }
  t.match(await made.ask({ verb: 'promote', name: 'read' }), { code: 'conflict', exitCode: 5 })
  overtakes = 3
  t.match(await made.ask({ verb: 'halt' }), { kind: 'flipped', isHeld: false })
  t.equal(other.known.halt, 'halt')
  overtakes = 99
  t.match(await made.ask({ verb: 'rollback', name: 'read', to: 'legacy' }), { kind: 'flipped' })
  t.match(await made.ask({ verb: 'halt', isHard: true }), { isHeld: true }, 'and a halt is held')
  t.equal(made.store.held.all, 'hard')
})

t.test('a store that does not answer refuses a change, and says what is known', async t => {
  const made = await bench([read], { read: at('shadow') })
  const cases = [
    ['silent', 4],
    ['unknown', 4],
    ['invalid', 1],
  ] as const
  for (const [code, exitCode] of cases) {
    made.store.failure = new StoreError(code, 'it is away')
    for (const change of [
      { verb: 'promote', name: 'read' },
      { verb: 'rollback', name: 'read' },
      { verb: 'resume' },
    ] as const) {
      t.match(await made.ask(change), { kind: 'refused', code, exitCode, revision: 1 })
    }
  }
})

t.test('a mistake of ours is no refusal', async t => {
  const made = await bench([read], { read: at('shadow') })
  const broken = { ...made.store, read: () => Promise.reject(new TypeError('ours')) }
  const change = { verb: 'rollback', name: 'read', actor: 'ada', reason: 'because' } as const
  await t.rejects(flip(broken, change, made.context), TypeError)
})

t.test('a halt and a rollback ask no gate, and go through where one throws or hangs', async t => {
  const gateOf = (): never => {
    throw new Error('it was asked')
  }
  const made = await bench([owning('read')], { read: at('canary', 25) }, { gateOf })
  made.store.readCounts = () => new Promise(() => undefined)
  t.match(await made.ask({ verb: 'halt', name: 'read' }), { kind: 'flipped', gates: [] })
  t.match(await made.ask({ verb: 'rollback', name: 'read' }), { kind: 'flipped', gates: [] })
  t.equal(standsAt(made, 'read'), 'shadow halt')
  await t.rejects(
    made
      .ask({ verb: 'resume', name: 'read' })
      .then(() => made.ask({ verb: 'promote', name: 'read' })),
  )
})

t.test('a rollback without the store is refused, and names the way out', async t => {
  const made = await bench([owning('read')], { read: at('canary', 25) })
  made.store.failure = new StoreError('silent', 'it is away')
  const came = await made.ask({ verb: 'rollback', name: 'read' })
  t.match(came, { kind: 'refused', exitCode: 4, wayOut: /a halt works without the store/ })
})
