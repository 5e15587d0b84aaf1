import t, { type Test } from 'tap'
import type { Fleet, Store } from '../../src/fleet/index.ts'
import { type RedisRelay, startRelay } from '../support/redis-relay.ts'
import type { RedisServer } from '../support/redis-server.ts'
import { codeOf, moving, until } from './given.ts'
import { openedAt } from './redis-given.ts'
import { H, M, MINUTE } from './records-contract.ts'

/** Short deadlines, and an end to every wait long after them: what is tested is that they hold at all. */
export const SHORT = { answerMs: 1_000, requestMs: 500, pollMs: 20 }
const HUNG_MS = 10_000

export const settled = async (promise: Promise<unknown>): Promise<unknown> => {
  let timer: NodeJS.Timeout | undefined
  const hung = new Promise(resolve => {
    timer = setTimeout(() => resolve('hung'), HUNG_MS)
  })
  const came = await Promise.race([codeOf(promise), hung])
  clearTimeout(timer)
  return Array.isArray(came) ? came[0] : came
}

/** Everything a store can be asked, and what each may come to where it cannot be had. */
const ASKED: Readonly<Record<string, (store: Store, fleet: Fleet) => Promise<unknown>>> = {
  read: store => store.read(),
  change: (store, fleet) => store.change(fleet.revision, moving(fleet, 'pds', {})),
  addCounts: store => store.addCounts({ from: 'i', number: 1, rows: [] }),
  readCounts: store => store.readCounts('pds', 'e1'),
  readAudit: store => store.readAudit(0, 10),
  bind: store => store.bind([M('new'), H('new')], 'cloud', MINUTE),
  acknowledge: store => store.acknowledge([M('new')], new Uint8Array(4)),
  pinOf: store => store.pinOf('prescriptions', [M('new')]),
  pin: store => store.pin('prescriptions', [M('new')], 'cloud'),
  listPins: store => store.listPins('prescriptions', 10),
  claimCursor: store => store.claimCursor('tickets', { by: 'i', forMs: MINUTE }),
  moveCursor: store => store.moveCursor('nobody', 'i', 1),
}

/** One way to lose a Redis, and how it is mended. */
export interface Fault {
  readonly lose: (at: { server: RedisServer; relay: RedisRelay }) => unknown
  readonly mend: (at: { server: RedisServer; relay: RedisRelay }) => unknown
  /** What still works; everything else is `silent` or `unknown`. */
  readonly works: readonly string[]
}

const READS = ['read', 'readCounts', 'readAudit', 'pinOf', 'listPins']
// Of a message that is not bound nothing is kept, and a cursor nobody claimed goes nowhere: nothing is written.
const WRITES_NOTHING = [...READS, 'acknowledge', 'moveCursor']

/** What may happen to any Redis. */
export const FAULTS: Readonly<Record<string, Fault>> = {
  'a Redis that is killed': {
    lose: ({ server }) => server.kill(),
    mend: ({ server }) => server.start(),
    works: [],
  },
  'a Redis that is stopped': {
    lose: ({ server }) => server.stop(),
    mend: ({ server }) => server.resume(),
    works: [],
  },
  'a Redis that is slow': {
    lose: ({ relay }) => (relay.delayMs = 5_000),
    mend: ({ relay }) => {
      relay.delayMs = 0
      relay.cut()
    },
    works: [],
  },
  'a Redis with too few replicas': {
    lose: ({ server }) => server.client.config('SET', 'min-replicas-to-write', '1'),
    mend: ({ server }) => server.client.config('SET', 'min-replicas-to-write', '0'),
    works: WRITES_NOTHING,
  },
  'a Redis without memory': {
    lose: ({ server }) => server.client.config('SET', 'maxmemory', '1'),
    mend: ({ server }) => server.client.config('SET', 'maxmemory', '0'),
    works: WRITES_NOTHING,
  },
}

/** Alone, it may be made one that only follows another. */
export const BECOMES_REPLICA: Fault = {
  lose: ({ server }) => server.client.call('REPLICAOF', ['127.0.0.1', '1']),
  mend: ({ server }) => server.client.call('REPLICAOF', ['NO', 'ONE']),
  works: READS,
}

/** How a form of the store is had: the Redis that has the fleet, and the address of one behind a port. */
export interface FaultyForm {
  readonly skip: string | false
  start(t: Test): Promise<RedisServer>
  addressOf(port: number): string
}

/** Holds a form of the store to what it does while its Redis is lost in some way, and afterwards. */
export function faultContract(name: string, { lose, mend, works }: Fault, form: FaultyForm): void {
  t.test(
    `${name} holds nobody up, changes nothing that is known, and is followed again`,
    { skip: form.skip },
    async t => {
      const server = await form.start(t)
      const relay = await startRelay(t, server.port)
      const address = form.addressOf(relay.port)
      const store = await openedAt(t, address, SHORT)
      const other = await openedAt(t, address, SHORT)
      const move = moving(store.known, 'pds', { stage: 'canary', percent: 25 })
      const one = await store.change(0, move)
      await until(() => other.known.revision === 1)
      await store.bind([M('old')], 'cloud', MINUTE)

      await lose({ server, relay })
      const came = await Promise.all(
        Object.entries(ASKED).map(
          async ([what, ask]) => [what, String(await settled(ask(store, one)))] as const,
        ),
      )
      for (const [what, code] of came) {
        const may = works.includes(what) ? ['done'] : ['silent', 'unknown']
        t.ok(may.includes(code), `${what}: ${code}`)
      }
      const isRead = ([what]: readonly [string, string]) => READS.includes(what)
      t.notOk(
        came.filter(isRead).some(([, code]) => code === 'unknown'),
        'what only asks has stored nothing for sure',
      )
      t.equal(store.known, one)
      t.equal(other.known.revision, 1)
      store.hold('hard', 'all')
      t.equal(store.held.all, 'hard', 'a halt waits for nothing')

      await mend({ server, relay })
      await until(() => store.trouble === undefined && other.trouble === undefined)
      const fleet = await eventually(() => store.read())
      t.strictSame(fleet.routes.get('pds')?.percent, fleet.revision === 1 ? 25 : 0)
      await eventually(() =>
        store.change(store.known.revision, moving(store.known, 'pds', { stage: 'shadow' })),
      )
      await until(() => other.known.routes.get('pds')?.stage === 'shadow')
      t.strictSame(other.known, store.known, 'both know the same again')
    },
  )
}

export async function eventually<Value>(ask: () => Promise<Value>): Promise<Value> {
  for (;;) {
    try {
      return await ask()
    } catch {
      await new Promise(resolve => setTimeout(resolve, 20))
    }
  }
}
