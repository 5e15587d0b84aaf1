import t from 'tap'
import type { Cohort, Route } from '../../src/exchange/index.ts'
import { at, bench, type Bench, count, ENOUGH, NOW, owning, SENDERS, standsAt } from './given.ts'

const READ = owning('read', { cohort: SENDERS })
const PUSHED = owning('pushed-read', { cohort: SENDERS })
const KEY = { cohort: 'senders', key: '200000000115' } as const
const TO = { side: 'cloud', owner: 'ops', expires: NOW + 1 } as const

/** A fleet that has taken a file of these routes in. */
async function given(
  routes: readonly Route[] = [READ, PUSHED],
  positions = { read: at('shadow') },
) {
  const made = await bench(routes, positions)
  await made.ask({ verb: 'adopt' })
  await count(made, 'read', ENOUGH)
  return made
}

/** Has a file taken in that says something otherwise, if only an address. */
async function reload(made: Bench, routes = made.context.routes, was?: [string, string][]) {
  Object.assign(made.context, { routes })
  const differences = [{ path: 'upstreams.spine.timeoutMs', before: '1', after: '2' }]
  const came = await made.ask({ verb: 'adopt', differences, ...(was && { was: new Map(was) }) })
  if (came.kind === 'refused') throw new Error(came.says)
  return came.revision
}

t.test('an undo looks past the files that were taken in since', async t => {
  for (const files of [0, 1, 3, 120]) {
    const made = await given()
    await made.ask({ verb: 'promote', name: 'read', reason: 'ticket 7' })
    for (let i = 0; i < files; i += 1) await reload(made)
    const dry = await made.ask({ verb: 'undo', isDryRun: true })
    t.match(dry, {
      kind: 'flipped',
      isDryRun: true,
      notes: [
        'undoes: promote of revision 3, by ada: ticket 7',
        ...(files === 0
          ? []
          : [`the routes file taken in at revision ${3 + files} stays as it is`]),
      ],
      routes: [{ route: 'read', before: { percent: 5 }, after: { stage: 'shadow', cloud: 0 } }],
    })
    t.equal(standsAt(made, 'read'), 'canary 5', 'a dry run changes nothing')
    t.match(await made.ask({ verb: 'undo' }), { kind: 'flipped', revision: 4 + files })
    t.equal(standsAt(made, 'read'), 'shadow')
  }
})

t.test('an undo of an undo brings back what it took, whatever file came between', async t => {
  const made = await given()
  await made.ask({ verb: 'promote', name: 'read' })
  await reload(made)
  await made.ask({ verb: 'undo' })
  await reload(made)
  t.match(await made.ask({ verb: 'undo' }), { kind: 'flipped', gates: [{ verdict: 'open' }] })
  t.equal(standsAt(made, 'read'), 'canary 5')
  await made.ask({ verb: 'undo' })
  t.equal(standsAt(made, 'read'), 'shadow')
})

t.test('what a dry run says of overrides and pins is what comes back', async t => {
  const made = await given()
  await made.ask({ verb: 'override', ...KEY, to: TO })
  await reload(made)
  const until = new Date(TO.expires).toISOString()
  t.match(await made.ask({ verb: 'undo', isDryRun: true }), {
    notes: [/^undoes: override/, /file/, `200000000115 to cloud until ${until}: is taken off`],
    routes: [{ route: 'read' }, { route: 'pushed-read' }],
  })
  t.equal(made.store.known.overrides.size, 1)
  await made.ask({ verb: 'undo' })
  t.equal(made.store.known.overrides.size, 0)
  t.match(await made.ask({ verb: 'undo', isDryRun: true }), {
    notes: [/^undoes: undo/, /: comes back$/],
  })

  await made.ask({ verb: 'pin', ...KEY, to: 'cloud' })
  await reload(made)
  const gone = await made.ask({ verb: 'undo' })
  t.match(gone, { notes: [/^undoes: pin/, /file/, 'pin of senders, one entity: is taken off'] })
  t.notMatch(JSON.stringify(gone), '200000000115', 'a pin names nobody')
  t.strictSame((await made.store.listPins('senders', 9)).pins, [])
  t.match(await made.ask({ verb: 'undo' }), { notes: [/undo/, /entity: goes back to cloud/] })
})

t.test('the end of a halt of everything is about every route', async t => {
  const made = await given()
  await made.ask({ verb: 'halt' })
  await reload(made)
  t.match(await made.ask({ verb: 'undo', isDryRun: true }), {
    routes: [{ route: 'read', after: { halt: 'none' } }, { route: 'pushed-read' }],
  })
  await made.ask({ verb: 'undo' })
  t.equal(made.store.known.halt, 'none')
})

const SEEDED: Cohort = { ...SENDERS, seed: 'another' }
const KEYED: Cohort = { ...SENDERS, key: 'messageId' }

t.test('an undo is refused where a file has touched the same since', async t => {
  const FILES = [
    {
      what: 'the route was renamed',
      routes: [{ ...READ, name: 'reads' }],
      was: [['reads', 'read']] as [string, string][],
      says: /a routes file took out, brought or renamed read at revision 4$/,
    },
    { what: 'the route is gone', routes: [PUSHED], says: /renamed read at revision 4$/ },
  ]
  for (const { what, routes, was, says } of FILES) {
    const made = await given([READ, PUSHED], { read: at('canary', 5) })
    await made.ask({ verb: 'rollback', name: 'read', to: 'legacy' })
    await reload(made, [...routes, ...(routes.includes(PUSHED) ? [] : [PUSHED])], was)
    const before = made.store.known
    const refused = await made.ask({ verb: 'undo' })
    t.match(refused, { kind: 'refused', code: 'file', exitCode: 2, says }, what)
    t.match(refused, { says: /^the rollback of revision 3 is not undone/, wayOut: /by the name/ })
    t.equal(made.store.known, before)
    await reload(made, [READ, PUSHED], was && [['read', 'reads']])
    t.match(await made.ask({ verb: 'undo' }), { says: /at revision 5$/ }, 'also where it is back')
  }
})

t.test('and where what it brings back would be of others', async t => {
  const canary = await given([READ], { read: at('canary', 25) })
  await canary.ask({ verb: 'rollback', name: 'read', to: 'shadow' })
  await reload(canary, [owning('read', { cohort: SEEDED })])
  t.match(await canary.ask({ verb: 'undo' }), { says: /made the share of read one of others/ })

  const whole = await given([READ], { read: at('canary', 100) })
  await whole.ask({ verb: 'rollback', name: 'read', to: 'shadow' })
  await reload(whole, [owning('read', { cohort: SEEDED })])
  t.match(await whole.ask({ verb: 'undo' }), { kind: 'flipped' }, 'all of a cohort are all')

  for (const verb of ['override', 'pin'] as const) {
    const given = verb === 'pin' ? 'cloud' : TO
    for (const cohort of [KEYED, undefined]) {
      const keyed = await bench([READ], { read: at('shadow') })
      await keyed.ask({ verb: 'adopt' })
      await keyed.ask({ verb, ...KEY, to: given } as Parameters<Bench['ask']>[0]) // each of its own verb
      await keyed.ask({ verb, ...KEY, to: undefined }) // each of its own verb
      await reload(keyed, [owning('read', { cohort })])
      const says = /a routes file made cohort senders another at revision 5/
      t.match(await keyed.ask({ verb: 'undo' }), { code: 'file', says }, `${verb}, ${cohort?.key}`)
    }
  }
})

t.test('a new route in a file is no reason to refuse', async t => {
  const made = await given([READ], { read: at('shadow') })
  await made.ask({ verb: 'promote', name: 'read' })
  await reload(made, [READ, owning('write', { cohort: SENDERS })])
  t.match(await made.ask({ verb: 'undo' }), { kind: 'flipped' })
  t.strictSame([standsAt(made, 'read'), standsAt(made, 'write')], ['shadow', 'legacy'])
})

t.test('who undoes what somebody has changed meanwhile is told', async t => {
  const made = await given()
  await made.ask({ verb: 'promote', name: 'read' })
  const revision = await reload(made)
  await reload(made)
  t.match(await made.ask({ verb: 'undo', revision }), {
    kind: 'refused',
    code: 'conflict',
    exitCode: 5,
  })
  t.equal(standsAt(made, 'read'), 'canary 5')
})

t.test('a line that was changed under a file taken in is not believed either', async t => {
  const made = await given()
  await made.ask({ verb: 'promote', name: 'read' })
  await reload(made)
  const { lines } = made.memory
  const under = lines.at(-2)
  if (under === undefined) throw new Error('the promotion left a line')
  lines[lines.length - 2] = { ...under, body: under.body.replace('"shadow"', '"cloud"') }
  t.match(await made.ask({ verb: 'undo' }), { kind: 'refused', code: 'invalid', exitCode: 1 })
  lines.splice(-2, 1)
  t.match(await made.ask({ verb: 'undo' }), { kind: 'refused', code: 'invalid' })
  lines.length = 0
  t.match(await made.ask({ verb: 'undo' }), { kind: 'refused', code: 'invalid' })
})
