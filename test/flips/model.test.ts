import fc from 'fast-check'
import t from 'tap'
import { STAGES, type Stage } from '../../src/exchange/index.ts'
import { type Halt, stateOf, StoreError } from '../../src/fleet/index.ts'
import { readEntry, verifyAudit } from '../../src/flips/index.ts'
import { at, bench, type Bench, count, ENOUGH, NOW, owning } from './given.ts'

const ROUTES = [owning('read'), owning('write')]
const NAMES = ['read', 'write'] as const
type Name = (typeof NAMES)[number]

/** The same rules said as simply as they can be: one number per route for its place, and who has halted what. */
interface Model {
  /** Index into a route's own way. */
  place: Record<Name, number>
  home: Record<Name, number>
  /** Whether it ever went from where legacy serves everyone to where the cloud may serve, or back. */
  hasTurned: Record<Name, boolean>
  halted: Record<Name | 'all', Halt>
  held: Record<Name | 'all', Halt>
  isAway: boolean
}

const WAY: Readonly<Record<Name, readonly (readonly [Stage, number])[]>> = {
  read: [
    ['legacy', 0],
    ['shadow', 0],
    ['canary', 5],
    ['canary', 25],
    ['canary', 50],
    ['canary', 100],
    ['reverse-shadow', 0],
    ['cloud', 0],
  ],
  write: [
    ['legacy', 0],
    ['shadow', 0],
    ['canary', 5],
    ['canary', 25],
    ['canary', 50],
    ['canary', 100],
    ['cloud', 0],
  ],
}

const WEIGHT = { none: 0, halt: 1, hard: 2 } as const
const heavier = (a: Halt, b: Halt): Halt => (WEIGHT[a] >= WEIGHT[b] ? a : b)

const NONE = { read: 'none', write: 'none', all: 'none' } as const

const atTheBeginning = (): Model => ({
  place: { read: 0, write: 0 },
  home: { read: 0, write: 0 },
  hasTurned: { read: false, write: false },
  halted: { ...NONE },
  held: { ...NONE },
  isAway: false,
})

interface Real {
  readonly bench: Bench
  revision: number
}

type Step = fc.AsyncCommand<Model, Real>

const step = (name: string, run: (model: Model, real: Real) => Promise<void>): Step => ({
  check: () => true,
  run,
  toString: () => name,
})

const over = (model: Model, name: Name): Halt =>
  [model.halted.all, model.held.all, model.halted[name], model.held[name]].reduce(heavier)

const promote = (name: Name): Step =>
  step(`promote ${name}`, async (model, { bench }) => {
    const answer = await bench.ask({ verb: 'promote', name })
    const last = WAY[name].length - 1
    const isRefused = model.isAway || over(model, name) !== 'none' || model.place[name] === last
    if ((answer.kind === 'refused') !== isRefused) throw new Error(JSON.stringify(answer))
    if (isRefused) return
    model.place[name] += 1
    if (model.place[name] === 2) model.hasTurned[name] = true
    if (model.place[name] < 2) model.home[name] = model.place[name]
  })

const rollback = (name: Name): Step =>
  step(`rollback ${name}`, async (model, { bench }) => {
    const answer = await bench.ask({ verb: 'rollback', name })
    if ((answer.kind === 'refused') !== model.isAway) throw new Error(JSON.stringify(answer))
    if (model.isAway) return
    model.place[name] = model.place[name] < 2 ? 0 : model.home[name]
    model.home[name] = model.place[name]
  })

const halt = (name: Name | 'all', isHard: boolean): Step =>
  step(`halt ${name} ${isHard ? 'hard' : ''}`, async (model, { bench }) => {
    const answer = await bench.ask({ verb: 'halt', isHard, ...(name !== 'all' && { name }) })
    if (answer.kind === 'refused') throw new Error('a halt is never refused')
    const kind: Halt = isHard ? 'hard' : 'halt'
    if (model.isAway) model.held[name] = heavier(model.held[name], kind)
    else {
      model.halted[name] = heavier(heavier(model.halted[name], model.held[name]), kind)
      model.held[name] = 'none'
    }
  })

const resume = (name: Name | 'all'): Step =>
  step(`resume ${name}`, async (model, { bench }) => {
    const answer = await bench.ask({ verb: 'resume', ...(name !== 'all' && { name }) })
    if ((answer.kind === 'refused') !== model.isAway) throw new Error(JSON.stringify(answer))
    if (model.isAway) return
    model.halted[name] = 'none'
    model.held[name] = 'none'
  })

const away = (isAway: boolean): Step =>
  step(isAway ? 'the store goes away' : 'the store is back', async (model, { bench }) => {
    bench.store.failure = isAway ? new StoreError('silent', 'it is away') : undefined
    model.isAway = isAway
  })

/** Does a step and holds what came of it to the model. */
const checked = (inner: Step): Step =>
  step(inner.toString(), async (model, real) => {
    await inner.run(model, real)
    const { store, memory } = real.bench
    const state = stateOf(store.known, ROUTES, store.held)
    for (const name of NAMES) {
      const [stage, percent] = WAY[name][model.place[name]] ?? []
      const turned = model.hasTurned[name] && { turned: NOW }
      const wanted = { stage, percent, halt: over(model, name), ...turned }
      t.strictSame(state.routes.get(name), wanted)
    }
    if (memory.fleet.revision < real.revision) throw new Error('the revision went back')
    if (memory.lines.length !== memory.fleet.revision) throw new Error('a change without a line')
    real.revision = memory.fleet.revision
  })

t.test(
  'whatever is asked in whatever order, the fleet is where a plain statement of the rules says',
  async t => {
    const name = fc.constantFrom(...NAMES)
    const any = fc.constantFrom(...NAMES, 'all' as const)
    const steps = [
      name.map(promote),
      name.map(promote),
      name.map(rollback),
      fc.tuple(any, fc.boolean()).map(([which, isHard]) => halt(which, isHard)),
      any.map(resume),
      fc.boolean().map(away),
    ].map(each => each.map(checked))
    const property = fc.asyncProperty(fc.commands(steps, { maxCommands: 40 }), async commands => {
      const made = await bench(ROUTES, { read: at('legacy'), write: at('legacy') })
      for (const each of NAMES) await count(made, each, ENOUGH)
      await fc.asyncModelRun(
        () => ({ model: atTheBeginning(), real: { bench: made, revision: 1 } }),
        commands,
      )
      const { lines, fleet } = made.memory
      const [first, ...flips] = lines
      t.ok(verifyAudit(flips, { ...(first && { after: first }), head: fleet.head }).isWhole)
      for (const line of flips) t.equal(readEntry(line).revision, line.revision)
    })
    await t.resolves(fc.assert(property, { numRuns: 150 }))
  },
)

t.test('every stage is on some way', async t => {
  const stages = NAMES.flatMap(name => WAY[name].map(([stage]) => stage))
  t.strictSame([...new Set(stages)].sort(), [...STAGES].sort())
})
