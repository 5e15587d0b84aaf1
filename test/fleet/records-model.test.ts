import { join } from 'node:path'
import fc from 'fast-check'
import t, { type Test } from 'tap'
import type { Side } from '../../src/exchange/index.ts'
import { type Bound, isStoreError, type Name, type Store } from '../../src/fleet/index.ts'
import { startRelay } from '../support/redis-relay.ts'
import { noRedis, startRedis } from '../support/redis-server.ts'
import { content, folder, moving, opened } from './given.ts'
import { startInThread } from './in-thread.ts'
import { connectMemory, createMemory } from './memory-store.ts'
import { openedAt } from './redis-given.ts'
import { M, MINUTE } from './records-contract.ts'

const COHORT = 'prescriptions'
const NAMES = ['1', '2', '3', '4', '5'].map(M)

/** What somebody does, through one of two connections. */
type Deed = { readonly client: 0 | 1; readonly names: readonly Name[] } & (
  | { readonly kind: 'bind' | 'pin'; readonly side: Side }
  | { readonly kind: 'acknowledge' | 'pinOf' | 'break' }
  | { readonly kind: 'move'; readonly side: Side | undefined }
)

const side = fc.constantFrom<Side>('legacy', 'cloud')
const common = {
  client: fc.constantFrom(0 as const, 1 as const),
  names: fc.uniqueArray(fc.constantFrom(...NAMES), { minLength: 1, maxLength: 3 }),
}
const deed = (...breaks: readonly ['break'?]): fc.Arbitrary<Deed> =>
  fc.oneof(
    fc.record({ ...common, kind: fc.constantFrom('bind' as const, 'pin' as const), side }),
    fc.record({
      ...common,
      kind: fc.constantFrom('acknowledge' as const, 'pinOf' as const, ...definedOf(breaks)),
    }),
    fc.record({
      ...common,
      kind: fc.constant('move' as const),
      side: fc.option(side, { nil: undefined }),
    }),
  )
const definedOf = <Value>(values: readonly (Value | undefined)[]): Value[] =>
  values.filter(value => value !== undefined)

const told = (names: readonly Name[]): Uint8Array => new TextEncoder().encode(`to ${names.join()}`)

/** Does a deed and gives what came of it; an error by its code. */
async function come(store: Store, deed: Deed): Promise<unknown> {
  const { names } = deed
  try {
    switch (deed.kind) {
      case 'bind': {
        const bound = await store.bind(names, deed.side, 10 * MINUTE)
        const { acknowledgement } = bound
        return {
          ...bound,
          acknowledgement: acknowledgement && Buffer.from(acknowledgement).toString(),
        }
      }
      case 'acknowledge':
        return await store.acknowledge(names, told(names))
      case 'pinOf':
        return await store.pinOf(COHORT, names)
      case 'pin':
        return await store.pin(COHORT, names, deed.side)
      case 'move': {
        const fleet = await store.read()
        const { line } = moving(fleet, 'pds', {})
        const pins = [{ cohort: COHORT, names, side: deed.side }]
        await store.change(fleet.revision, { next: content(), line, pins })
        return 'moved'
      }
      case 'break':
        return 'broken'
    }
  } catch (error) {
    return isStoreError(error) ? error.code : error
  }
}

/** Does the same to a store and to the plainest one, and compares every answer. */
async function asThePlainest(connect: (run: number) => Promise<Store>, runs: number) {
  let run = 0
  const property = fc.asyncProperty(fc.array(deed(), { maxLength: 25 }), async deeds => {
    run += 1
    const clients = [await connect(run), await connect(run)]
    const memory = createMemory()
    const plain = connectMemory(memory)
    for (const each of deeds) {
      const [came, wanted] = [
        await come(clients[each.client] as Store, each),
        await come(plain, each),
      ]
      if (JSON.stringify(came) !== JSON.stringify(wanted)) {
        throw new Error(`${JSON.stringify(each)}: ${JSON.stringify({ came, wanted })}`)
      }
    }
    await Promise.all(clients.map(client => client.close()))
  })
  await fc.assert(property, { numRuns: runs })
}

t.test('a file answers as the plainest store does, whatever is done', async t => {
  const at = folder(t)
  const start = startInThread
  await asThePlainest(run => opened(t, join(at, `${run}.db`), { start }), 15)
  t.pass()
})

t.test(
  'a Redis answers as the plainest store does, whatever is done',
  { skip: noRedis },
  async t => {
    const server = await startRedis(t)
    await asThePlainest(run => openedAt(t, server.port, { environment: `run-${run}` }), 60)
    t.pass()
  },
)

/** What everybody was ever told, and must be told again. */
class Told {
  readonly #sides = new Map<Name, Side>()
  /** What each client was answered itself: between two of them answers may overtake each other. */
  readonly #heard = new Set<string>()
  readonly #acknowledged = new Set<string>()

  bound(client: number, names: readonly Name[], bound: Bound): void {
    const before = names.map(name => this.#sides.get(name)).filter(each => each !== undefined)
    if (before.some(each => each !== bound.side)) throw new Error('a name has two sides')
    if (bound.isNew && names.some(name => this.#heard.has(`${client} ${name}`))) {
      throw new Error('a name that was bound is called new')
    }
    for (const name of names) {
      this.#sides.set(name, bound.side)
      this.#heard.add(`${client} ${name}`)
    }
    const given = bound.acknowledgement && Buffer.from(bound.acknowledgement).toString()
    if (given === undefined) return
    if (given !== Buffer.from(told(names)).toString()) throw new Error('told what another was told')
    if (!this.#acknowledged.has(names.join())) throw new Error('told what nobody said')
  }

  acknowledging(names: readonly Name[]): void {
    this.#acknowledged.add(names.join())
  }
}

/** Asks until it is answered, and gives the answer; undefined where its names have two sides. */
async function answered<Value>(ask: () => Promise<Value>): Promise<Value | undefined> {
  for (;;) {
    try {
      return await ask()
    } catch (error) {
      if (!isStoreError(error)) throw error
      if (error.code === 'invalid') return undefined
      await new Promise(resolve => setTimeout(resolve, 5))
    }
  }
}

async function throughBreaks(t: Test, port: number) {
  const relays = [await startRelay(t, port), await startRelay(t, port)]
  let run = 0
  const property = fc.asyncProperty(fc.array(deed('break'), { maxLength: 30 }), async deeds => {
    run += 1
    const environment = `broken-${run}`
    const clients = await Promise.all(
      relays.map(relay => openedAt(t, relay.port, { environment, pollMs: 10 })),
    )
    const said = new Told()
    const doing = [0, 1].map(async client => {
      const store = clients[client] as Store
      const relay = relays[client]
      for (const each of deeds.filter(of => of.client === client)) {
        const { names } = each
        if (each.kind === 'break' && relay) {
          // The next that is written arrives, and its answer does not.
          relay.seen = piece => {
            if (!piece.includes('bound') && !piece.includes('pins')) return undefined
            relay.seen = undefined
            return 'break'
          }
        } else if (each.kind === 'bind') {
          const bound = await answered(() => store.bind(names, each.side, 10 * MINUTE))
          if (bound) said.bound(client, names, bound)
        } else if (each.kind === 'acknowledge') {
          said.acknowledging(names)
          await answered(() => store.acknowledge(names, told(names)))
        } else if (each.kind === 'pin') {
          const held = await answered(() => store.pin(COHORT, names, each.side))
          const sides = await Promise.all(
            names.map(name => answered(() => store.pinOf(COHORT, [name]))),
          )
          // Nobody moves pins here, so under each of its names an entity is where it was said to be.
          if (held !== undefined && sides.some(one => one !== held)) {
            throw new Error('an entity is elsewhere under another of its names')
          }
        }
      }
    })
    await Promise.all(doing)
    for (const relay of relays) relay.seen = undefined
    await Promise.all(clients.map(client => client.close()))
  })
  await fc.assert(property, { numRuns: 40 })
}

t.test(
  'whatever breaks on the way, a name has one side ever, and nobody is told what another was',
  {
    skip: noRedis,
  },
  async t => {
    const server = await startRedis(t)
    await throughBreaks(t, server.port)
    t.pass()
  },
)
