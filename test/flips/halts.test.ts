import fc from 'fast-check'
import t from 'tap'
import { STAGES } from '../../src/exchange/index.ts'
import { stateOf, StoreError } from '../../src/fleet/index.ts'
import { readEntry } from '../../src/flips/index.ts'
import { assign } from '../../src/rollout/index.ts'
import { routed } from '../routing/given.ts'
import { at, bench, NOW, owning, SENDERS, standsAt } from './given.ts'

const read = owning('read')
const write = owning('write')

t.test('a halt lies over the stages and leaves them as they were', async t => {
  const positions = { read: at('canary', 25), write: at('cloud') }
  const made = await bench([read, write], positions)
  t.match(await made.ask({ verb: 'halt' }), {
    isChanged: true,
    routes: [
      { route: 'read', before: { cloud: 25 }, after: { stage: 'canary', percent: 25, cloud: 0 } },
      { route: 'write', before: { cloud: 100 }, after: { stage: 'cloud', cloud: 0 } },
    ],
  })
  t.equal(made.store.known.halt, 'halt')
  t.strictSame(made.store.known.routes.get('write'), positions.write)
  t.match(await made.ask({ verb: 'resume' }), { routes: [{ after: { cloud: 25 } }, {}] })
  t.equal(standsAt(made, 'read'), 'canary 25')
  t.match(made.store.known.routes.get('read'), { since: NOW }, 'and its soak begins anew')
})

t.test('the end of a halt of everything leaves one that somebody laid on a route', async t => {
  const made = await bench([read, write], { read: at('cloud'), write: at('cloud') })
  await made.ask({ verb: 'halt', name: 'read', isHard: true })
  await made.ask({ verb: 'halt' })
  t.match(await made.ask({ verb: 'resume', name: 'write' }), {
    isChanged: false,
    notes: [/everything is halted/],
  })
  t.match(await made.ask({ verb: 'resume' }), {
    notes: [/^read stays halted/],
    routes: [{ after: { halt: 'hard', cloud: 0 } }, { after: { halt: 'none', cloud: 100 } }],
  })
  await made.ask({ verb: 'resume', name: 'read' })
  t.equal(standsAt(made, 'read'), 'cloud')
})

t.test('a halt is never made lighter by another', async t => {
  const made = await bench([read], { read: at('cloud') })
  await made.ask({ verb: 'halt', name: 'read', isHard: true })
  await made.ask({ verb: 'halt', name: 'read' })
  t.equal(standsAt(made, 'read'), 'cloud hard')
  const [, , last] = made.memory.lines
  t.match(last && readEntry(last), { verb: 'halt', before: {}, after: {}, laid: {} }, 'but told')
})

t.test('a route that comes later lies under the halt of everything too', async t => {
  const made = await bench([read], { read: at('cloud') })
  await made.ask({ verb: 'halt', isHard: true })
  const state = stateOf(made.store.known, [read, owning('write', { startsAt: 'shadow' })])
  t.equal(state.routes.get('write')?.halt, 'hard')
})

t.test('with the store gone a halt is held here, and a resume lets it go', async t => {
  const made = await bench([read, write], { read: at('cloud'), write: at('cloud') })
  const stage = (): string[] =>
    [...stateOf(made.store.known, [read, write], made.store.held).routes.values()].map(
      route => `${route.stage} ${route.halt}`,
    )
  let toldAt = -1
  made.store.subscribe(() => (toldAt = made.memory.lines.length))
  made.store.failure = new StoreError('silent', 'it is away')
  t.match(await made.ask({ verb: 'halt', name: 'read', isHard: true }), {
    kind: 'flipped',
    isChanged: true,
    isHeld: true,
    revision: 1,
    isKept: true,
    notes: [/the store has not got it: it is away/],
    routes: [{ route: 'read', before: { cloud: 100 }, after: { halt: 'hard', cloud: 0 } }],
  })
  t.strictSame(stage(), ['cloud hard', 'cloud none'])
  t.equal(toldAt, 1, 'whoever serves was told')
  t.match(await made.ask({ verb: 'resume', name: 'read' }), { kind: 'refused', code: 'silent' })
  t.strictSame(stage(), ['cloud hard', 'cloud none'], 'and nothing let go')

  made.store.failure = undefined
  t.match(await made.ask({ verb: 'promote', name: 'read' }), { code: 'halted' })
  t.match(await made.ask({ verb: 'resume', name: 'read' }), { kind: 'flipped', isChanged: true })
  t.strictSame(stage(), ['cloud none', 'cloud none'])
  t.strictSame(
    made.memory.lines.slice(1).map(line => readEntry(line).verb),
    ['halt', 'resume'],
    'the audit says what was held, and who let it go',
  )
})

t.test('a halt that is neither in the store nor on the disk says so', async t => {
  const made = await bench([read], { read: at('cloud') })
  made.store.failure = new StoreError('silent', 'it is away')
  made.store.isKept = false
  t.match(await made.ask({ verb: 'halt' }), { isHeld: true, isKept: false })
  t.equal(made.store.held.all, 'halt')
})

t.test('what this instance alone holds a resume ends, and the audit says who', async t => {
  const made = await bench([read], { read: at('cloud', 0, { halt: 'halt' }) })
  made.store.hold('halt', 'all')
  t.match(await made.ask({ verb: 'resume', isDryRun: true }), { isChanged: true })
  t.equal(made.store.held.all, 'halt')
  t.match(await made.ask({ verb: 'resume' }), { isChanged: true, revision: 2 })
  t.equal(made.store.held.all, 'none')
  t.match(await made.ask({ verb: 'resume' }), { isChanged: false, revision: 2 })
})

t.test('a heavier halt that a peer lays while one is stored is not taken off with it', async t => {
  const made = await bench([read], { read: at('cloud') })
  for (const verb of ['halt', 'resume'] as const) {
    made.store.before = () => {
      made.store.before = undefined
      made.store.hold('hard', 'all', { revision: made.store.known.revision })
    }
    t.match(await made.ask({ verb }), { kind: 'flipped', isHeld: false })
    t.equal(made.store.held.all, 'hard', `after a ${verb}`)
  }
})

t.test('a halt of a name nobody has holds nothing', async t => {
  const made = await bench([read], { read: at('cloud') })
  t.match(await made.ask({ verb: 'halt', name: 'nobody' }), { code: 'no-such-name' })
  t.equal(made.store.held.routes.size, 0)
})

t.test('this instance is halted before the store is asked', async t => {
  const made = await bench([read], { read: at('cloud') })
  let heldBefore: string | undefined
  made.store.before = () => (heldBefore = made.store.held.all)
  await made.ask({ verb: 'halt' })
  t.equal(heldBefore, 'halt')
  t.equal(made.store.held.all, 'none', 'and by the store alone after')
})

t.test(
  'from every stage, percentage and override, after a halt or a rollback nobody goes to the cloud',
  async t => {
    const owner = { ...read, cohort: { ...SENDERS, pin: false } }
    const property = fc.asyncProperty(
      fc.record({
        stage: fc.constantFrom(...STAGES),
        percent: fc.double({ min: 0, max: 100, noNaN: true }),
        home: fc.constantFrom('legacy', 'shadow'),
        isOverridden: fc.boolean(),
        way: fc.constantFrom('halt', 'hard', 'rollback'),
      }),
      async ({ stage, percent, home, isOverridden, way }) => {
        const key = '200000000115'
        const word = { key, side: 'cloud', owner: 'team', expires: NOW * 2 } as const
        const overrides = new Map(isOverridden ? [['senders', [word]]] : [])
        const position = at(stage, stage === 'canary' ? percent : 0, { home })
        const made = await bench([owner], { read: position }, { fleet: { overrides } })
        const name = 'read'
        await made.ask(
          way === 'rollback'
            ? { verb: 'rollback', name }
            : { verb: 'halt', name, isHard: way === 'hard' },
        )
        const state = stateOf(made.store.known, [owner], made.store.held)
        return [key, '200000000116', '200000000117', '200000000118'].every(asid => {
          const message = routed(owner, { from: { asid }, agrees: true, class: 'read' })
          return assign(message, state, NOW).side === 'legacy'
        })
      },
    )
    await t.resolves(fc.assert(property, { numRuns: 300 }))
  },
)
