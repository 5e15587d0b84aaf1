import t from 'tap'
import { type Fleet, type Store, stateOf } from '../../src/fleet/index.ts'
import { route } from '../routing/given.ts'
import { type RedisRelay, startRelay } from '../support/redis-relay.ts'
import { noRedis, type RedisServer, startRedis } from '../support/redis-server.ts'
import { codeOf, moving, until } from './given.ts'
import { openedAt } from './redis-given.ts'
import { H, M, MINUTE } from './records-contract.ts'

const skip = noRedis

/** Short deadlines, and an end to every wait long after them: what is tested is that they hold at all. */
const SHORT = { answerMs: 1_000, requestMs: 500, pollMs: 20 }
const HUNG_MS = 10_000

const settled = async (promise: Promise<unknown>): Promise<unknown> => {
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
}

interface Fault {
  readonly lose: (at: { server: RedisServer; relay: RedisRelay }) => unknown
  readonly mend: (at: { server: RedisServer; relay: RedisRelay }) => unknown
  /** What still works; everything else is `silent` or `unknown`. */
  readonly works: readonly string[]
}

const READS = ['read', 'readCounts', 'readAudit', 'pinOf', 'listPins']
// Of a message that is not bound nothing is kept, so nothing is written.
const WRITES_NOTHING = [...READS, 'acknowledge']

const FAULTS: Readonly<Record<string, Fault>> = {
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
  'a Redis that may only be read': {
    lose: ({ server }) => server.client.call('REPLICAOF', ['127.0.0.1', '1']),
    mend: ({ server }) => server.client.call('REPLICAOF', ['NO', 'ONE']),
    works: READS,
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

for (const [name, { lose, mend, works }] of Object.entries(FAULTS)) {
  t.test(
    `${name} holds nobody up, changes nothing that is known, and is followed again`,
    {
      skip,
    },
    async t => {
      const server = await startRedis(t)
      const relay = await startRelay(t, server.port)
      const store = await openedAt(t, relay.port, SHORT)
      const other = await openedAt(t, relay.port, SHORT)
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

async function eventually<Value>(ask: () => Promise<Value>): Promise<Value> {
  for (;;) {
    try {
      return await ask()
    } catch {
      await new Promise(resolve => setTimeout(resolve, 20))
    }
  }
}

t.test(
  'nothing is queued for a Redis that is away, and nothing done once it is back',
  {
    skip,
  },
  async t => {
    const server = await startRedis(t)
    const store = await openedAt(t, server.port, SHORT)
    const keeping = await openedAt(t, server.port, SHORT)
    await server.kill()
    await until(() => store.trouble !== undefined)
    const asked = Array.from({ length: 1_000 }, (_, i) =>
      settled(store.bind([M(String(i))], 'cloud', MINUTE)),
    )
    t.strictSame([...new Set(await Promise.all(asked))], ['silent'])
    await server.start()
    await until(() => store.trouble === undefined && keeping.trouble === undefined)
    const keys = await server.client.keys('*bound*')
    t.strictSame(keys, [])
  },
)

t.test(
  'what was on its way when the connection broke is not sent a second time',
  {
    skip,
  },
  async t => {
    const server = await startRedis(t)
    const relay = await startRelay(t, server.port)
    const store = await openedAt(t, relay.port)
    await store.change(0, moving(store.known, 'pds', { stage: 'shadow' }))
    let sent = 0
    relay.seen = piece => {
      if (!piece.includes('once-only')) return undefined
      sent += 1
      return 'break'
    }
    const change = store.change(1, moving(store.known, 'once-only', { stage: 'shadow' }))
    t.strictSame(await codeOf(change), ['unknown', undefined])
    await until(() => store.known.revision === 2)
    t.equal(store.known.routes.has('once-only'), true, 'it was stored all the same, and is found')
    t.equal(sent, 1)
    t.equal((await store.readAudit(0, 10)).length, 2)
  },
)

t.test('a message that is missed is found by looking', { skip }, async t => {
  const server = await startRedis(t)
  const relay = await startRelay(t, server.port)
  const [here, there] = [await openedAt(t, server.port), await openedAt(t, relay.port)]
  await server.client.call('CLIENT', ['KILL', 'TYPE', 'pubsub'])
  await server.client.call('ACL', ['SETUSER', 'default', 'resetchannels'])
  await here.change(0, moving(here.known, 'pds', { stage: 'shadow' }))
  await until(() => there.known.revision === 1)
  t.pass()
})

t.test(
  'a cold start without Redis serves legacy, and follows as soon as there is one',
  {
    skip,
  },
  async t => {
    const server = await startRedis(t)
    const before = await openedAt(t, server.port)
    const move = { stage: 'canary', percent: 50, home: 'shadow' } as const
    const fleet = await before.change(0, moving(before.known, 'pds', move))
    server.stop()
    const store = await openedAt(t, server.port, { ...SHORT, openMs: 300 })
    t.equal(store.known.epoch, undefined)
    t.equal(store.trouble?.code, 'silent')
    const routes = [route('pds', 'default', { startsAt: 'cloud' })]
    const at = (): unknown => stateOf(store.known, routes).routes.get('pds')
    t.match(at(), { stage: 'legacy', percent: 0 })
    t.equal(await settled(store.pinOf('prescriptions', [M('1')])), 'silent', 'never absent')
    t.equal(await settled(store.bind([M('1')], 'cloud', MINUTE)), 'silent')
    server.resume()
    await until(() => store.trouble === undefined)
    t.strictSame(store.known, fleet)
    t.match(at(), { stage: 'canary', percent: 50 })
  },
)

t.test(
  'a password that is wrong is not repeated, and no secret is in the address',
  {
    skip,
  },
  async t => {
    const server = await startRedis(t, {
      args: ['--user', 'ficus', 'on', '>right-one', '+@all', '~*', '&*'],
    })
    const address = `redis://ficus:wr0ng-one@127.0.0.1:${server.port}`
    // Again and again, since each time another of its connections may be the first that hears of it.
    for (let i = 0; i < 30; i += 1) {
      const store = await openedAt(t, address, { openMs: 2_000 })
      t.match(store.trouble?.message, 'WRONGPASS')
      t.notMatch(JSON.stringify([store.trouble?.message, store.trouble?.stack]), 'wr0ng-one')
      t.equal(await settled(store.read()), 'silent')
      await store.close()
    }
  },
)
