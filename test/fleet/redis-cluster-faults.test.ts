import t, { type Test } from 'tap'
import { type RedisCluster, startCluster } from '../support/redis-cluster.ts'
import { noRedis, type RedisServer } from '../support/redis-server.ts'
import { until } from './given.ts'
import { press } from './pressing.ts'
import { openedAt } from './redis-given.ts'

t.setTimeout(120_000)

const skip = noRedis

// As impatient as in use, so that what does not answer is given up.
const IN_USE = { answerMs: 900, requestMs: 300 }

/** An environment whose fleet the first master has, since that is the one with replicas. */
async function environmentOf({ masters, ownerOf }: RedisCluster): Promise<string> {
  for (let i = 0; ; i += 1) {
    if ((await ownerOf(`{ficus:test-${i}}:fleet`)) === masters[0]) return `test-${i}`
  }
}

/** Loses the master of a fleet while two instances write to it. */
async function failOver(t: Test, lose: (master: RedisServer) => unknown): Promise<void> {
  const cluster = await startCluster(t, { replicas: 2, nodeTimeoutMs: 1_500 })
  const environment = await environmentOf(cluster)
  const key = `{ficus:${environment}}:fleet`
  const [master] = cluster.masters
  if (master === undefined) throw new Error('no master')
  const stores = await Promise.all(
    [1, 2].map(() => openedAt(t, cluster.address, { ...IN_USE, environment })),
  )
  const [one, other] = stores.map(press)
  const [here, there] = stores
  if (!one || !other || !here || !there) throw new Error('two press')
  await until(() => one.confirmed > 5 && other.confirmed > 5)
  await lose(master)
  await until(() => here.trouble !== undefined)
  const before = [one.confirmed, other.confirmed] as const
  await until(() => one.confirmed > before[0] + 5 && other.confirmed > before[1] + 5)
  await Promise.all([one.stop(), other.stop()])
  t.not(await cluster.ownerOf(key), master)
  master.resume()
  t.strictSame(
    [...one.codes, ...other.codes].filter(code => code === 'invalid'),
    [],
  )
  await until(() => here.trouble === undefined && there.trouble === undefined)
  await one.verify(t, there)
  await other.verify(t, here)
  t.equal(here.forks + there.forks, 0)
}

t.test('a master that is killed is followed to whoever has the fleet next', { skip }, async t => {
  await failOver(t, master => master.kill())
})

t.test(
  'a master that is stopped is given up, and left alone when it returns',
  { skip },
  async t => {
    await failOver(t, master => master.stop())
  },
)

/** Moves the slot of a key from one master to another as the Redis cluster tutorial has it, key by key. */
async function moveSlot({ masters, ids }: RedisCluster, key: string, from: number, to: number) {
  const [source, target] = [masters[from], masters[to]]
  if (!source || !target) throw new Error('no such master')
  const slot = String(await source.client.call('CLUSTER', ['KEYSLOT', key]))
  const set = (server: RedisServer, ...words: string[]): Promise<unknown> =>
    server.client.call('CLUSTER', ['SETSLOT', slot, ...words])
  await set(target, 'IMPORTING', ids[from] ?? '')
  await set(source, 'MIGRATING', ids[to] ?? '')
  for (;;) {
    const keys = (await source.client.call('CLUSTER', ['GETKEYSINSLOT', slot, '7'])) as string[]
    if (keys.length === 0) break
    const at = ['127.0.0.1', String(target.port), '', '0', '5000', 'KEYS', ...keys]
    await source.client.call('MIGRATE', at)
    await new Promise(resolve => setTimeout(resolve, 5))
  }
  for (const server of [target, source, ...masters]) await set(server, 'NODE', ids[to] ?? '')
}

t.test('a slot that moves under a fleet takes it along whole', { skip }, async t => {
  const cluster = await startCluster(t)
  const key = '{ficus:test}:fleet'
  const address = `${cluster.address}?replicas=0`
  const stores = await Promise.all([1, 2].map(() => openedAt(t, address, IN_USE)))
  const [here, there] = stores
  const [one, other] = stores.map(press)
  if (!one || !other || !here || !there) throw new Error('two press')
  const epochs = new Set<string | undefined>()
  for (const store of stores) store.subscribe(() => epochs.add(store.known.epoch))
  let at = cluster.masters.indexOf((await cluster.ownerOf(key)) as RedisServer)
  for (let move = 0; move < 3; move += 1) {
    const before = [one.confirmed, other.confirmed] as const
    await until(() => one.confirmed > before[0] + 20 && other.confirmed > before[1] + 20)
    const to = (at + 1) % 3
    await moveSlot(cluster, key, at, to)
    at = to
  }
  const before = [one.confirmed, other.confirmed] as const
  await until(() => one.confirmed > before[0] + 5 && other.confirmed > before[1] + 5)
  await Promise.all([one.stop(), other.stop()])
  t.equal(await cluster.ownerOf(key), cluster.masters[at])
  t.equal(epochs.size, 1, 'never was it taken for another')
  t.equal(
    await cluster.masters[at]?.client.hget(key, 'whole'),
    '1',
    'nor for one that lost something',
  )
  t.match([...one.said, ...other.said].join('\n'), 'another of its cluster')
  await one.verify(t, there)
  await other.verify(t, here)
  t.equal(here.forks + there.forks, 0)
})
