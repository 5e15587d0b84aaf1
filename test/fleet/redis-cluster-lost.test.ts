import t from 'tap'
import { startCluster } from '../support/redis-cluster.ts'
import { noRedis as skip, type RedisServer } from '../support/redis-server.ts'
import { codeOf, moving, until } from './given.ts'
import { FAULTS, faultContract, SHORT } from './redis-faults-contract.ts'
import { openedAt } from './redis-given.ts'
import { M, MINUTE } from './records-contract.ts'

t.setTimeout(120_000)

const KEY = '{ficus:test}:fleet'

const ONE_OF_MANY = {
  skip,
  start: async (t: Parameters<typeof startCluster>[0]): Promise<RedisServer> => {
    const owner = await (await startCluster(t)).ownerOf(KEY)
    if (owner === undefined) throw new Error('nobody has the fleet')
    return owner
  },
  addressOf: (port: number): string => `redis+cluster://127.0.0.1:${port}?replicas=0`,
}

for (const [name, fault] of Object.entries(FAULTS)) {
  faultContract(`${name}, in a cluster,`, fault, ONE_OF_MANY)
}

t.test(
  'a node that is cut off from the others is asked nothing, and followed once it is not',
  { skip },
  async t => {
    const cluster = await startCluster(t, { nodeTimeoutMs: 1_000 })
    const owner = await cluster.ownerOf(KEY)
    const store = await openedAt(t, `${cluster.address}?replicas=0`, SHORT)
    const one = await store.change(0, moving(store.known, 'pds', { stage: 'shadow' }))
    const others = cluster.masters.filter(master => master !== owner)
    for (const master of others) master.stop()
    await until(() => store.trouble !== undefined)
    t.match(store.trouble?.message, /cut off from others of its cluster|CLUSTERDOWN/)
    t.strictSame(await codeOf(store.pinOf('p', [M('1')])), ['silent', undefined])
    t.strictSame(await codeOf(store.change(1, moving(one, 'pds', {}))), ['silent', undefined])
    t.equal(store.known, one)
    for (const master of others) master.resume()
    await until(() => store.trouble === undefined)
    t.equal((await store.change(1, moving(one, 'pds', {}))).revision, 2)
  },
)

t.test('of the nodes that are named one that answers is enough', { skip }, async t => {
  const cluster = await startCluster(t)
  const owner = await cluster.ownerOf(KEY)
  const [dead, hung] = cluster.masters.filter(master => master !== owner)
  await dead?.kill()
  hung?.stop()
  const store = await openedAt(t, `${cluster.address}?replicas=0`, SHORT)
  t.equal(store.trouble, undefined)
  t.equal((await store.change(0, moving(store.known, 'pds', {}))).revision, 1)
  hung?.resume()
})

t.test('any node leads to a fleet, and a change of it is heard of at once', { skip }, async t => {
  const cluster = await startCluster(t)
  const address = `${cluster.address}?replicas=0`
  const owner = await cluster.ownerOf(KEY)
  const other = cluster.masters.find(master => master !== owner)
  // So patient that nothing is found by looking.
  const leading = `redis+cluster://127.0.0.1:${other?.port}?replicas=0`
  const there = await openedAt(t, leading, { pollMs: 1_000_000 })
  t.equal(there.trouble, undefined)
  const here = await openedAt(t, address)
  await here.change(0, moving(here.known, 'pds', { stage: 'shadow' }))
  await until(() => there.known.revision === 1)
  t.strictSame(there.known, here.known)
})

t.test('a cluster none of whose nodes is there stops no start', { skip }, async t => {
  const store = await openedAt(t, 'redis+cluster://127.0.0.1:1,127.0.0.1:2', SHORT)
  t.match(store.trouble, { code: 'silent', message: /ECONNREFUSED/ })
  t.equal(store.known.epoch, undefined)
  t.strictSame(await codeOf(store.bind([M('1')], 'cloud', MINUTE)), ['silent', undefined])
  await store.close()
})
