import { writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { once } from 'node:events'
import { join } from 'node:path'
import t from 'tap'
import { createPeers, type Instance, type StoreOptions } from '../../src/fleet/index.ts'
import { createInstances, type Instances } from '../../src/fleet/instances.ts'
import type { StoredInstance } from '../../src/fleet/instance-row.ts'
import { deadPort } from '../support/upstream.ts'
import { noRedis, startRedis } from '../support/redis-server.ts'
import { folder, opened } from './given.ts'
import { instance } from './instances-contract.ts'
import { openedAt } from './redis-given.ts'

const KEY = Buffer.alloc(32, 'k')
const HOUR = 3_600_000

/** Instances whose store says what the test says. */
function known(last: readonly Instance[] = []) {
  const told: { rows: StoredInstance[]; now: number } = { rows: [], now: 10 * HOUR }
  const instances = createInstances({
    last: last.map(each => ({ ...each, seenAt: told.now - 5_000 })),
    beside: undefined,
    now: () => told.now,
    post: async own => [...told.rows, { row: own, ageMs: 0 }],
  })
  return { instances, told }
}

const addressesOf = ({ others }: Instances) => others.map(({ address }) => address)

t.test('what was known lies on the disk, and is known before the store is', async t => {
  const path = join(folder(t), 'state.db')
  const store = await opened(t, path)
  const [own, other] = [instance(), instance({ address: '192.0.2.2:9400' })]
  await store.instances.tell(other)
  await store.instances.tell(own)
  await store.close()
  writeFileSync(path, 'no store')
  const cold = await opened(t, path, { openMs: 1, answerMs: 100 })
  t.strictSame(addressesOf(cold.instances).toSorted(), [own.address, other.address])
  await cold.close()
  for (const garbage of ['', '{}', '[{}]', '[1]', JSON.stringify([{ ...own, address: 'a:1' }])]) {
    writeFileSync(`${path}.instances`, garbage)
    const options: StoreOptions = { openMs: 1, answerMs: 100 }
    t.strictSame((await opened(t, path, options)).instances.all, [], garbage)
  }
})

t.test('a store that was emptied takes off nobody who was heard of within the hour', async t => {
  const other = instance({ address: '192.0.2.2:9400' })
  const { instances, told } = known([other])
  await instances.tell(instance())
  t.strictSame(addressesOf(instances), [other.address])
  told.now += HOUR - 10_000
  await instances.tell(instance())
  t.ok(addressesOf(instances).includes(other.address))
  told.now += 20_000
  await instances.tell(instance())
  t.notOk(addressesOf(instances).includes(other.address))
})

t.test(
  'one that tells nothing for ten seconds is silent, and none is while the store is away',
  async t => {
    const { instances, told } = known()
    told.rows = [
      { row: instance({ address: '192.0.2.2:1' }), ageMs: 9_000 },
      { row: instance({ address: '192.0.2.3:1', life: 'drains' }), ageMs: 1 },
      { row: instance({ address: '192.0.2.4:1' }), ageMs: 11_000 },
      { row: { id: 'no instance' }, ageMs: 1 },
      { row: undefined, ageMs: 1 },
      { row: { ...instance({ address: '192.0.2.5:1' }), toCome: 'of a newer version' }, ageMs: -7 },
    ]
    await instances.tell(instance())
    t.strictSame(instances.lives, { serves: 3, drains: 1, silent: 1 })
    told.now += HOUR
    t.strictSame(instances.lives, { serves: 3, drains: 1, silent: 1 })
  },
)

t.test(
  'who has left is told nothing, also where it was named, once nobody listens there',
  async t => {
    const named = [Number((await deadPort()).port), Number((await deadPort()).port)].map(port => ({
      host: '127.0.0.1',
      port,
    }))
    const { instances, told } = known()
    const peers = createPeers({ addresses: { now: named, close: () => undefined }, key: KEY })
    peers.know(instances)
    const [first, second] = named.map(({ port }) => `127.0.0.1:${port}`)
    told.rows = [{ row: instance({ address: first ?? '', life: 'left' }), ageMs: 4_000 }]
    await instances.tell(instance({ address: '127.0.0.1:1' }))
    const came = await peers.tell({ says: 'look' })
    t.match(came, [
      { address: second, isConfirmed: false, why: /^it cannot be reached \(ECONNREFUSED\)$/ },
    ])
    t.equal(came.length, 1)

    const hanging = createServer().listen(named[0]?.port, '127.0.0.1')
    t.teardown(() => hanging.close())
    await once(hanging, 'listening')
    const again = await peers.tell({ says: 'look' })
    t.match(
      again,
      [{ address: first, isConfirmed: false }, { address: second }],
      'but who hangs there',
    )
  },
)

t.test('one on the loopback of another machine is named: nobody can be told there', async t => {
  const { instances, told } = known()
  const peers = createPeers({ addresses: { now: [], close: () => undefined }, key: KEY })
  peers.know(instances)
  told.rows = [{ row: instance({ address: '127.0.0.1:9400', machine: 'elsewhere' }), ageMs: 0 }]
  await instances.tell(instance({ address: '127.0.0.1:1' }))
  const seen = new Date(told.now).toISOString()
  t.match(await peers.tell({ says: 'look' }), [
    {
      address: '127.0.0.1:9400 on elsewhere',
      isConfirmed: false,
      why: `it listens on its own machine alone; it was last seen at ${seen}`,
    },
  ])
})

t.test(
  'what somebody else wrote into the Redis is let go, and harms nobody',
  { skip: noRedis },
  async t => {
    const { client, port } = await startRedis(t)
    const store = await openedAt(t, port)
    const at = '{ficus:test}:instances'
    const row = JSON.stringify(instance({ address: '192.0.2.2:9400' }))
    await client.hset(at, {
      a: 'garbage',
      b: `${'9'.repeat(30)} ${row}`,
      c: `${Date.now()} no JSON`,
    })
    await client.hset(at, 'd', `${Date.now()} ${'x'.repeat(3_000)}`)
    await client.hset(at, 'e', `${Date.now() + 10 * HOUR} ${row}`)
    const own = instance()
    await store.instances.tell(own)
    t.strictSame(
      store.instances.all.map(({ id }) => id),
      [own.id],
    )
    t.strictSame((await client.hkeys(at)).toSorted(), [own.id, 'c'].toSorted())
  },
)
