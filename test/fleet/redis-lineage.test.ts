import { join } from 'node:path'
import t from 'tap'
import type { Store } from '../../src/fleet/index.ts'
import { startRelay } from '../support/redis-relay.ts'
import { noRedis, type RedisServer, startRedis } from '../support/redis-server.ts'
import { codeOf, folder, moving, until } from './given.ts'
import { openedAt } from './redis-given.ts'
import { H, M, MINUTE } from './records-contract.ts'

const skip = noRedis
const FLEET = '{ficus:test}:fleet'

/** Everything in a Redis, as a backup has it. */
async function backup({ client }: RedisServer): Promise<() => Promise<void>> {
  const keys = await client.keys('*')
  const kept = await Promise.all(
    keys.map(async key => [key, await client.dumpBuffer(key)] as const),
  )
  return async () => {
    const all = client.multi().flushall()
    for (const [key, value] of kept) all.restore(key, 0, value)
    await all.exec()
  }
}

const shadowed = (store: Store) =>
  store.change(store.known.revision, moving(store.known, 'pds', { stage: 'shadow' }))

t.test(
  'an emptied Redis is not followed: what is known is put back under another mark',
  {
    skip,
  },
  async t => {
    const server = await startRedis(t)
    const [a, b] = [await openedAt(t, server.port), await openedAt(t, server.port)]
    await shadowed(a)
    const two = await a.change(1, moving(a.known, 'pds', { stage: 'canary', halt: 'hard' }))
    await until(() => b.known.revision === 2)
    const seen: number[] = []
    b.subscribe(() => seen.push(b.known.revision))
    await server.client.flushall()
    await until(() => b.known.epoch !== two.epoch && a.known.epoch === b.known.epoch)
    t.strictSame({ ...a.known, epoch: '' }, { ...two, epoch: '' })
    t.strictSame(a.known, b.known)
    t.notOk(seen.includes(0))
    t.equal(await server.client.hget(FLEET, 'whole'), null)
    const three = await shadowed(a)
    await until(() => b.known === three || b.known.revision === 3)
    t.strictSame(b.known, three, 'and it goes on from there')
    t.equal(a.forks + b.forks, 0)
  },
)

t.test(
  'a Redis put back from before is not followed, by whoever has seen what came after',
  {
    skip,
  },
  async t => {
    const server = await startRedis(t)
    const store = await openedAt(t, server.port)
    await shadowed(store)
    const putBack = await backup(server)
    const two = await store.change(1, moving(store.known, 'pds', { stage: 'canary' }))
    await putBack()
    await until(() => store.known.epoch !== two.epoch)
    t.strictSame({ ...store.known, epoch: '' }, { ...two, epoch: '' })
    t.equal(await server.client.hget(FLEET, 'revision'), '2')
    t.equal((await shadowed(store)).revision, 3)
  },
)

t.test(
  'an older Redis of which nothing is known is left to a person, and not followed',
  {
    skip,
  },
  async t => {
    const server = await startRedis(t)
    const store = await openedAt(t, server.port)
    const one = await shadowed(store)
    const two = await shadowed(store)
    const line = { revision: '1', head: 'a'.repeat(64) }
    await server.client.hset(FLEET, line)
    await until(() => store.trouble?.code === 'invalid')
    t.equal(store.known, two)
    t.equal(await server.client.hget(FLEET, 'revision'), '1', 'nor written over')
    t.not(one.head, line.head)
    await server.client.del(FLEET)
    await until(() => store.trouble === undefined)
    t.equal(await server.client.hget(FLEET, 'revision'), '2', 'until a person takes it away')
  },
)

t.test(
  'after all were started again an emptied Redis is noticed by what lies on the machine',
  {
    skip,
  },
  async t => {
    const server = await startRedis(t)
    const beside = join(folder(t), 'redis')
    const before = await openedAt(t, server.port, { beside })
    const one = await shadowed(before)
    before.hold('halt', ['pds'])
    await before.close()
    await server.client.flushall()
    const store = await openedAt(t, server.port, { beside })
    t.strictSame({ ...store.known, epoch: '' }, { ...one, epoch: '' })
    t.equal(store.held.routes.get('pds'), 'halt')
    t.strictSame(await codeOf(store.pinOf('p', [M('1')])), ['silent', undefined])
  },
)

t.test(
  'what a store has lost it does not call absent, and no message is new to it for a while',
  {
    skip,
  },
  async t => {
    const server = await startRedis(t)
    const [a, b] = [await openedAt(t, server.port), await openedAt(t, server.port)]
    const keepMs = 500
    await a.bind([M('1'), H('1')], 'cloud', keepMs)
    await a.pin('p', [M('1')], 'cloud')
    const before = a.known.epoch
    await server.client.flushall()
    await until(() => a.known.epoch !== before && b.known.epoch === a.known.epoch)
    for (const store of [a, b]) {
      t.strictSame(await codeOf(store.pinOf('p', [M('1')])), ['silent', undefined])
      t.strictSame(await codeOf(store.pin('p', [M('1')], 'legacy')), ['silent', undefined])
      const again = store.bind([M('1'), H('1')], 'legacy', 10 * MINUTE)
      t.strictSame(await codeOf(again), ['silent', undefined])
    }
    await untilAnswered(async () => (await codeOf(b.bind([M('1')], 'legacy', keepMs))) === 'done')
    t.pass('once all that it may have lost would have ended, it is new')
    const { next, line } = moving(a.known, 'pds', {})
    const pins = [{ cohort: 'p', names: [M('1')], side: 'cloud' as const }]
    await a.change(0, { next, line, pins, arePinsWhole: true })
    t.equal(await b.pinOf('p', [M('1')]), 'cloud')
    t.equal(await b.pinOf('p', [M('2')]), undefined, 'a person has said that all are there')
  },
)

const untilAnswered = async (isSo: () => Promise<boolean>): Promise<void> => {
  while (!(await isSo())) await new Promise(resolve => setTimeout(resolve, 20))
}

t.test(
  'a Redis that lost only bindings and pins is found out by whoever wrote them',
  {
    skip,
  },
  async t => {
    const server = await startRedis(t)
    // So patient that nothing is found by looking.
    const store = await openedAt(t, server.port, { pollMs: 1_000_000 })
    await shadowed(store)
    await store.bind([M('0')], 'cloud', MINUTE)
    const putBack = await backup(server)
    await store.bind([M('1')], 'cloud', MINUTE)
    await putBack()
    const { epoch } = store.known
    t.strictSame(await codeOf(store.bind([M('1')], 'legacy', MINUTE)), ['silent', undefined])
    await until(() => store.known.epoch !== epoch)
    t.equal(store.known.revision, 1)
    t.strictSame(await codeOf(store.bind([M('1')], 'legacy', MINUTE)), ['silent', undefined])
    t.match(
      await store.bind([M('0')], 'legacy', MINUTE),
      { side: 'cloud' },
      'what is there is there',
    )
    t.strictSame(await codeOf(store.pinOf('p', [M('1')])), ['silent', undefined])
  },
)

t.test(
  'a store of another mark than is known answers nothing before it was looked at',
  {
    skip,
  },
  async t => {
    const server = await startRedis(t)
    const store = await openedAt(t, server.port, { pollMs: 1_000_000 })
    await store.pin('p', [M('1')], 'cloud')
    const { epoch } = store.known
    await server.client.hset(FLEET, 'epoch', 'another')
    t.strictSame(await codeOf(store.pinOf('p', [M('1')])), ['silent', undefined])
    await until(() => ![epoch, 'another'].includes(store.known.epoch))
    t.equal(
      await server.client.hget(FLEET, 'whole'),
      null,
      'and is marked by who knew the one before',
    )
  },
)

t.test(
  'a Redis begun anew by an instance that knew nothing is marked by one that did',
  {
    skip,
  },
  async t => {
    const server = await startRedis(t)
    const relay = await startRelay(t, server.port)
    const old = await openedAt(t, relay.port)
    relay.target = 1
    relay.cut()
    await until(() => old.trouble !== undefined)
    await server.client.flushall()
    const young = await openedAt(t, server.port)
    t.equal(await young.pinOf('p', [M('1')]), undefined)
    relay.target = server.port
    await until(() => old.trouble === undefined && old.known.epoch === young.known.epoch)
    t.strictSame(await codeOf(young.pinOf('p', [M('1')])), ['silent', undefined])
  },
)

/** Two that may be written, alike up to the revision 1, and a way to go from one to the other. */
async function split(t: Parameters<typeof startRedis>[0]) {
  const args = ['--repl-diskless-sync-delay', '0']
  const [left, right] = [await startRedis(t, { args }), await startRedis(t, { args })]
  const relay = await startRelay(t, left.port)
  const a = await openedAt(t, relay.port)
  const one = await shadowed(a)
  await right.client.call('REPLICAOF', ['127.0.0.1', left.port])
  while ((await right.client.hget(FLEET, 'revision')) !== '1') {
    await new Promise(resolve => setTimeout(resolve, 20))
  }
  await right.client.call('REPLICAOF', ['NO', 'ONE'])
  const b = await openedAt(t, right.port)
  const cross = (): void => {
    relay.target = right.port
    relay.cut()
  }
  return { left, right, a, b, one, cross }
}

t.test(
  'of two stores that were changed at once neither is followed by who knew the other',
  {
    skip,
  },
  async t => {
    const { a, b, one, right, cross } = await split(t)
    const mine = await a.change(1, moving(one, 'pds', { stage: 'canary', percent: 5 }))
    await b.change(1, moving(one, 'pds', { stage: 'shadow', halt: 'hard' }))
    cross()
    await until(() => a.forks === 1)
    t.equal(a.trouble?.code, 'invalid')
    t.match(a.trouble?.message, 'does not continue')
    t.equal(a.known, mine)
    t.equal(a.held.routes.get('pds'), 'hard', 'but a halt of either counts')
    const { next, line } = moving(mine, 'pds', {})
    t.strictSame(await codeOf(a.change(2, { next, line })), ['invalid', undefined])
    await b.change(2, moving(b.known, 'pds', { stage: 'legacy' }))
    await until(() => a.forks === 2)
    t.equal(a.known, mine, 'nor when it is further on')
    const fresh = await openedAt(t, right.port)
    t.strictSame(fresh.known, b.known, 'who is started again knows nothing else, and follows')
  },
)

t.test('a store of the same line that is further on is followed', { skip }, async t => {
  const { a, b, one, cross } = await split(t)
  const two = await b.change(1, moving(one, 'pds', { stage: 'canary', percent: 5 }))
  const three = await b.change(2, moving(two, 'pds', { stage: 'cloud' }))
  cross()
  await until(() => a.known.revision === 3)
  t.strictSame(a.known, three)
  t.equal(a.forks, 0)
})

t.test('a store that lost the last change at a failover gets it back', { skip }, async t => {
  const { a, b, one, right, cross } = await split(t)
  const mine = await a.change(1, moving(one, 'pds', { stage: 'canary', percent: 5 }))
  cross()
  await until(() => b.known.revision === 2 && a.trouble === undefined)
  t.strictSame({ ...b.known, epoch: '' }, { ...mine, epoch: '' })
  t.equal(await right.client.hget(FLEET, 'whole'), null, 'and whatever went with it is not absent')
  t.equal(a.forks + b.forks, 0)
})
