import fc from 'fast-check'
import t from 'tap'
import { HALTS, type Halt, type HeldHalt, stateOf, StoreError } from '../../src/fleet/index.ts'
import { createSettling, flip, readEntry } from '../../src/flips/index.ts'
import { connectMemory } from '../fleet/memory-store.ts'
import { at, bench, owning } from './given.ts'

const ROUTES = [owning('read'), owning('write')]
const PLACES = ['all', 'read', 'write'] as const
type Place = (typeof PLACES)[number]

const weight = (halt: Halt): number => HALTS.indexOf(halt)

type Step =
  | { readonly does: 'halt'; readonly who: 0 | 1; readonly place: Place; readonly isHard: boolean }
  | { readonly does: 'resume'; readonly who: 0 | 1; readonly place: Place }
  | { readonly does: 'away' | 'back' | 'settle' | 'lose'; readonly who: 0 | 1 }

const who = fc.constantFrom(0 as const, 1 as const)
const place = fc.constantFrom(...PLACES)
const anyStep: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ does: fc.constant('halt' as const), who, place, isHard: fc.boolean() }),
  fc.record({ does: fc.constant('halt' as const), who, place, isHard: fc.boolean() }),
  fc.record({ does: fc.constant('resume' as const), who, place }),
  fc.record({ does: fc.constantFrom('away', 'back', 'settle', 'lose'), who }),
)

/** Two instances of one fleet: what is asked of one is told the other at once, as peers do. */
async function two() {
  const made = await bench(ROUTES, { read: at('cloud'), write: at('cloud') })
  const stores = [made.store, connectMemory(made.memory)] as const
  const settles = stores.map(store => createSettling(store, () => made.context))
  const over = (i: 0 | 1, name: 'read' | 'write'): Halt =>
    stateOf(stores[i].known, ROUTES, stores[i].held).routes.get(name)?.halt ?? 'none'
  /** Every halt that was asked for, by whomever. */
  const laid: HeldHalt[] = []
  return { ...made, stores, settles, over, laid, witness: connectMemory(made.memory) }
}

type Two = Awaited<ReturnType<typeof two>>

async function halted(fleet: Two, step: Extract<Step, { does: 'halt' }>): Promise<void> {
  const { stores, context } = fleet
  const [store, other] = [stores[step.who], stores[step.who === 0 ? 1 : 0]]
  const named = step.place === 'all' ? {} : { name: step.place }
  const asked = { verb: 'halt', actor: 'ada', reason: 'because', isHard: step.isHard } as const
  const before = store.heldHalts
  const coming = flip(store, { ...asked, ...named }, context)
  const held = store.heldHalts.find(each => !before.includes(each))
  if (held !== undefined) {
    other.hold(held.halt, held.routes, held)
    fleet.laid.push(held)
  }
  await coming
}

async function does(fleet: Two, step: Step): Promise<void> {
  const store = fleet.stores[step.who]
  switch (step.does) {
    case 'halt':
      return halted(fleet, step)
    case 'resume': {
      const named = step.place === 'all' ? {} : { name: step.place }
      const asked = { verb: 'resume', actor: 'ada', reason: 'over', ...named } as const
      await flip(store, asked, fleet.context)
      return
    }
    case 'settle':
      await fleet.settles[step.who]?.()
      return
    case 'lose':
      // The change is made, and its answer never comes.
      losing(store)
      return
    case 'away':
      store.failure = new StoreError('silent', 'it is away')
      return
    case 'back':
      store.failure = undefined
  }
}

function losing(store: Two['stores'][number]): void {
  const { change } = store
  store.change = async (...given) => {
    store.change = change
    await change(...given)
    throw new StoreError('unknown', 'no answer came')
  }
}

t.test('nothing that was laid and confirmed is weaker after, but by a resume after it', async t => {
  const property = fc.asyncProperty(fc.array(anyStep, { maxLength: 25 }), async steps => {
    const fleet = await two()
    const names = ['read', 'write'] as const
    for (const step of steps) {
      const before = names.map(name => [fleet.over(0, name), fleet.over(1, name)] as const)
      await does(fleet, step)
      for (const [i, name] of names.entries()) {
        const least = await leastOver(fleet, name)
        for (const one of [0, 1] as const) {
          const [was, is] = [weight(before[i]?.[one] ?? 'none'), weight(fleet.over(one, name))]
          if (is < was && is < least) throw new Error(`${name} at ${one} after ${step.does}`)
        }
      }
    }
    await same(fleet)
  })
  await t.resolves(fc.assert(property, { numRuns: 400 }))
})

/**
 * What lies over a route whoever looks: what the store says, after every halt and resume it was told in their order,
 * and every halt it was not told yet.
 */
async function leastOver({ memory, witness, laid }: Two, name: 'read' | 'write'): Promise<number> {
  const stored = stateOf(await witness.read(), ROUTES).routes.get(name)?.halt ?? 'none'
  const told = new Set(memory.lines.slice(1).map(line => readEntry(line).laid?.id))
  const untold = laid.filter(
    ({ id, routes }) => !told.has(id) && (routes === 'all' || routes.includes(name)),
  )
  return Math.max(weight(stored), ...untold.map(({ halt }) => weight(halt)))
}

/** With the store back and everything settled both say what the store says, and each halt is in the audit once. */
async function same(fleet: Two): Promise<void> {
  for (const store of fleet.stores) store.failure = undefined
  for (let i = 0; i < 2; i += 1) for (const settle of fleet.settles) await settle()
  for (const store of fleet.stores) {
    await store.read()
    if (store.heldHalts.length > 0) throw new Error('something is still held')
  }
  const ids = fleet.memory.lines.slice(1).flatMap(line => readEntry(line).laid?.id ?? [])
  if (new Set(ids).size !== ids.length) throw new Error('a halt is in the audit twice')
}
