/** Where records are copied, whatever moves and whoever asks: what is read is what was written. */
import fc from 'fast-check'
import t from 'tap'
import {
  type Assigned,
  type Cohort,
  FicusError,
  type Identified,
  isFicusError,
  type Reply,
  type Route,
  type RouteState,
  servesCloud,
  type Side,
  type Stage,
  type State,
} from '../../src/exchange/index.ts'
import { assign, withMates } from '../../src/rollout/index.ts'
import { recordsOf } from '../../src/standing.ts'
import { connectMemory, createMemory, type MemoryStore } from '../fleet/memory-store.ts'
import { route, upstream } from '../routing/given.ts'
import { NAMING } from './given.ts'

const WITHIN = 60_000
const TIMEOUT = 1_000
const COHORT: Cohort = {
  ...{ name: 'patients', seed: 'patients', key: 'nhsNumber', pin: false },
  records: { copiedWithinMs: WITHIN },
}

const moving = (name: string): Route =>
  route(name, 'default', { cohort: COHORT, cloud: upstream('locator', { simulated: true }) })

const [READS, WRITES] = [moving('reads'), moving('writes')]

/** What two sides hold, each written to alone, and a feed each way that is never later than it promises. */
class Sides {
  readonly holds = { legacy: new Map<string, number>(), cloud: new Map<string, number>() }
  #onTheWay: { readonly at: number; readonly to: Side; readonly what: readonly string[] }[] = []
  #versions = new Map<string, number>()

  /** Gives the version it came to. */
  write(side: Side, what: readonly string[], at: number): void {
    const version = (this.#versions.get(what[0] ?? '') ?? 0) + 1
    for (const each of what) {
      this.#versions.set(each, version)
      this.holds[side].set(each, version)
    }
    this.#onTheWay.push({ at, to: side === 'cloud' ? 'legacy' : 'cloud', what })
  }

  last(what: string): number | undefined {
    return this.#versions.get(what)
  }

  arrive(now: number): void {
    for (const { to, what } of this.#onTheWay.filter(({ at }) => at <= now)) {
      for (const each of what) this.holds[to].set(each, this.#versions.get(each) ?? 0)
    }
    this.#onTheWay = this.#onTheWay.filter(({ at }) => at > now)
  }
}

/** Instances of one fleet, and whoever flips its routes. */
class World {
  now = 1_800_000_000_000
  readonly sides = new Sides()
  readonly wrong: string[] = []
  readonly seen = { reads: 0, stale: 0, refused: 0, byId: 0 }
  readonly #stands = new Map<string, RouteState>()
  readonly #instances: readonly ReturnType<typeof recordsOf>[]
  readonly #ids = new Map<string, string[]>()
  #made = 0

  constructor(stores: readonly MemoryStore[]) {
    for (const { name } of [READS, WRITES]) {
      this.#stands.set(name, { stage: 'legacy', percent: 50, halt: 'none' })
    }
    const toldBefore = () => Promise.reject(new FicusError('not-sent', 'a test'))
    this.#instances = stores.map(store =>
      recordsOf({ store, naming: NAMING, now: () => this.now, replies: { toldBefore } }),
    )
  }

  flip(name: string, stage: Stage): void {
    const before = this.#stands.get(name)
    const hasTurned = servesCloud(before?.stage ?? 'legacy') !== servesCloud(stage)
    this.#stands.set(name, {
      ...{ stage, percent: 50, halt: 'none' },
      ...(hasTurned ? { turned: this.now } : before?.turned && { turned: before.turned }),
    })
  }

  async write(by: number, nhsNumber: string, lateMs: number): Promise<void> {
    const id = `${nhsNumber}-${String((this.#made += 1))}`
    const prepared = await this.#assigned(by, WRITES, { nhsNumber })
    if (prepared === undefined) return
    const records = this.#instances[by]
    const kept = records?.keep(prepared, this.#at(WRITES))
    const side = await (kept ?? Promise.resolve(prepared)).then(
      came => came.side,
      (error: unknown) => this.#refusal(error),
    )
    if (side === undefined) return
    this.sides.write(side, [nhsNumber, id], this.now + lateMs)
    this.#ids.set(nhsNumber, [...(this.#ids.get(nhsNumber) ?? []), id])
    const headers = ['Location', `/STU3/DocumentReference?_id=${id}`]
    await new Promise<void>(resolve => {
      const reply = { isGone: false, whole: () => resolve() } as unknown as Reply // as much as is asked
      const learning = records?.learning({ ...prepared, side }, reply)
      learning?.whole({ status: 201, reason: '', headers, body: Buffer.alloc(0) })
    })
  }

  async read(by: number, nhsNumber: string): Promise<void> {
    await this.#read(by, nhsNumber, { nhsNumber })
    const id = this.#ids.get(nhsNumber)?.at(-1)
    if (id === undefined) return
    this.seen.byId += 1
    await this.#read(by, id, { pointerId: id })
  }

  async #read(by: number, what: string, keys: Identified['keys']): Promise<void> {
    const assigned = await this.#assigned(by, READS, keys)
    if (assigned === undefined) return
    this.sides.arrive(this.now)
    const { holds } = this.sides
    const other = assigned.side === 'cloud' ? 'legacy' : 'cloud'
    const wanted = this.sides.last(what)
    this.seen.reads += 1
    if (holds[other].get(what) !== wanted) this.seen.stale += 1
    if (holds[assigned.side].get(what) !== wanted) {
      this.wrong.push(`${what} read at ${assigned.side} because of ${assigned.because}`)
    }
  }

  #at({ name }: Route): RouteState | undefined {
    return this.#state().routes.get(name)
  }

  #state(): State {
    const state = { revision: 1, routes: this.#stands, overrides: new Map() }
    return withMates(state, [READS, WRITES])
  }

  async #assigned(by: number, of: Route, keys: Identified['keys']): Promise<Assigned | undefined> {
    const isWrite = of === WRITES
    const message = {
      ...{ class: isWrite ? 'write' : 'read', language: 'fhir', need: 'whole', agrees: true },
      ...{ method: isWrite ? 'POST' : 'GET', target: `/${Object.values(keys).join()}`, keys },
      ...{ body: { kind: 'whole', bytes: Buffer.from(String(this.#made)) }, route: of },
      ...{ from: {}, to: {}, messageId: undefined, payloadId: undefined, deadline: 0, number: 1 },
    } as unknown as Assigned // as much of one as is looked at
    try {
      const pin = await this.#instances[by]?.find(message, this.#at(of))
      return assign({ ...message, ...(pin && { pin }) }, this.#state(), this.now)
    } catch (error) {
      this.#refusal(error)
      return undefined
    }
  }

  #refusal(error: unknown): undefined {
    if (!isFicusError(error) || error.code !== 'not-sent') throw error
    this.seen.refused += 1
  }
}

const PATIENTS = ['9990000018', '9990000026', '9990000034', '9990000042']
const patient = fc.constantFrom(...PATIENTS)
const instance = fc.constantFrom(0, 1)

/** What happens next. */
const happening = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({ does: fc.constant('read' as const), by: instance, patient }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      ...{ does: fc.constant('write' as const), by: instance, patient },
      // Carried out at the last moment, and then copied as late as is promised.
      lateMs: fc.integer({ min: 1, max: WITHIN + TIMEOUT }),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      does: fc.constant('flip' as const),
      route: fc.constantFrom('reads', 'writes'),
      stage: fc.constantFrom<Stage>('legacy', 'shadow', 'canary', 'canary', 'cloud'),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      does: fc.constant('wait' as const),
      ms: fc.constantFrom(1, 5_000, WITHIN, WITHIN + TIMEOUT, 700_000),
    }),
  },
)

type Happening = typeof happening extends fc.Arbitrary<infer Each> ? Each : never

function worldOf(wrapped: (store: MemoryStore) => MemoryStore = store => store): World {
  const memory = createMemory()
  const world = new World([0, 1].map(() => wrapped(connectMemory(memory))))
  memory.records.now = () => world.now
  return world
}

async function happened(world: World, all: readonly Happening[]): Promise<readonly string[]> {
  for (const each of all) {
    if (each.does === 'wait') world.now += each.ms
    else if (each.does === 'flip') world.flip(each.route, each.stage)
    else if (each.does === 'write') await world.write(each.by, each.patient, each.lateMs)
    else await world.read(each.by, each.patient)
  }
  return world.wrong
}

async function wrongIn(wrapped?: (store: MemoryStore) => MemoryStore, seen?: World['seen'][]) {
  const property = fc.asyncProperty(
    fc.array(happening, { minLength: 10, maxLength: 60 }),
    async all => {
      const world = worldOf(wrapped)
      const wrong = await happened(world, all)
      seen?.push(world.seen)
      if (wrong.length > 0) throw new Error(wrong.join('; '))
    },
  )
  const { failed, errorInstance, counterexample } = await fc.check(property, { numRuns: 400 })
  return failed ? `${String(errorInstance)}: ${JSON.stringify(counterexample)}` : undefined
}

t.test('what is read is what was written, whichever side took it and however it moves', async t => {
  const seen: World['seen'][] = []
  t.equal(await wrongIn(undefined, seen), undefined)
  const sum = (of: keyof World['seen']): number => seen.reduce((all, each) => all + each[of], 0)
  t.comment(JSON.stringify({ reads: sum('reads'), stale: sum('stale'), byId: sum('byId') }))
  t.ok(sum('stale') > 400, 'and the other side often had it as it was before')
})

t.test('a store that forgets who took a write is found out', async t => {
  const forgets = (store: MemoryStore): MemoryStore =>
    Object.assign(store, { boundTo: () => Promise.resolve(undefined) })
  t.match(await wrongIn(forgets), /read at/)
})
