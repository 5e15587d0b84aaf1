import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import t, { type Test } from 'tap'
import type { Store } from '../../src/fleet/index.ts'
import { startCluster } from '../support/redis-cluster.ts'
import { noRedis, startRedis } from '../support/redis-server.ts'
import { startWatched } from '../support/redis-sentinels.ts'
import { folder, moving, opened } from './given.ts'
import { openedAt } from './redis-given.ts'
import { M, MINUTE } from './records-contract.ts'

/** Every form in which several environments may share a Redis. */
const SHARED: Readonly<Record<string, (t: Test) => Promise<string>>> = {
  'a Redis': async t => `redis://127.0.0.1:${(await startRedis(t)).port}`,
  'a Redis behind sentinels': async t => (await startWatched(t)).address,
  'a Redis of a cluster': async t => `${(await startCluster(t)).address}?replicas=0`,
}

for (const [name, start] of Object.entries(SHARED)) {
  t.test(`${name} keeps the fleets of two environments apart`, { skip: noRedis }, async t => {
    const address = await start(t)
    const int = await openedAt(t, address, { environment: 'int' })
    const live = await openedAt(t, address, { environment: 'live' })
    await int.change(0, moving(int.known, 'pds', { stage: 'cloud' }))
    await int.pin('p', [M('1')], 'cloud')
    await int.bind([M('1')], 'cloud', MINUTE)
    await int.claimCursor('tickets', { by: 'a', forMs: MINUTE })
    t.equal((await live.read()).revision, 0)
    t.strictSame(await live.readAudit(0, 10), [])
    t.equal(await live.pinOf('p', [M('1')]), undefined)
    t.match(await live.bind([M('1')], 'legacy', MINUTE), { side: 'legacy', isNew: true })
    const claim = await live.claimCursor('tickets', { by: 'b', forMs: MINUTE })
    t.strictSame(claim, { at: 0, isNew: true })
    const again = await openedAt(t, address, { environment: 'int' })
    t.equal(again.known.routes.get('pds')?.stage, 'cloud')
  })
}

const OTHER =
  /holds the fleet of environment int and this instance is of live: give each a store of its own/

/** A file that holds what was changed in the environment int. */
async function madeForInt(t: Test): Promise<string> {
  const path = join(folder(t), 'state.db')
  const store = await opened(t, path, { environment: 'int' })
  await store.change(0, moving(store.known, 'pds', { stage: 'cloud' }))
  await store.close()
  return path
}

const refused = { code: 'address', message: OTHER }

t.test(
  'a file that holds the fleet of another environment is refused, and left as it was',
  async t => {
    const path = await madeForInt(t)
    const before = readFileSync(path)
    await t.rejects(opened(t, path, { environment: 'live' }), refused)
    t.ok(readFileSync(path).equals(before))
    const own = await opened(t, path, { environment: 'int' })
    t.equal(own.known.routes.get('pds')?.stage, 'cloud')
    await t.rejects(opened(t, path, { environment: 'live' }), refused, 'nor while it is in use')
    t.equal((await own.change(1, moving(own.known, 'pds', {}))).revision, 2)
  },
)

t.test('of two environments that open a new file at once it is of one', async t => {
  const path = join(folder(t), 'state.db')
  const came = await Promise.allSettled(
    ['int', 'live'].map(environment => opened(t, path, { environment })),
  )
  t.equal(came.filter(({ status }) => status === 'fulfilled').length, 1)
})

t.test('a file from before takes the name of whoever opens it first', async t => {
  const path = await madeForInt(t)
  const old = new DatabaseSync(path)
  old.exec('DROP TABLE environment')
  old.close()
  const known = JSON.parse(readFileSync(`${path}.known`, 'utf8')) as Record<string, unknown>
  delete known['environment']
  writeFileSync(`${path}.known`, JSON.stringify(known))
  const live = await opened(t, path, { environment: 'live' })
  t.equal(live.known.revision, 1)
  await live.close()
  await t.rejects(opened(t, path, { environment: 'int' }), { code: 'address' })
})

const nothingIsKnown = (t: Test, store: Store): void => {
  t.equal(store.known.routes.size, 0)
  t.equal(store.known.revision, 0)
}

t.test('what lies beside a file is of its environment too', async t => {
  const path = await madeForInt(t)
  rmSync(path)
  const live = await opened(t, path, { environment: 'live' })
  nothingIsKnown(t, live)
  t.equal(live.trouble, undefined)
})

t.test(
  'a file that cannot be had is known for no other environment, and refused later',
  async t => {
    const path = await madeForInt(t)
    const good = readFileSync(path)
    writeFileSync(path, 'no database at all')
    const live = await opened(t, path, { environment: 'live', busyMs: 1 })
    nothingIsKnown(t, live)
    t.equal(live.known.epoch, undefined)
    writeFileSync(path, good)
    while (live.trouble?.code !== 'address') await new Promise(resolve => setTimeout(resolve, 5))
    t.match(live.trouble.message, OTHER)
    nothingIsKnown(t, live)
    await t.rejects(live.change(0, moving(live.known, 'pds', {})), refused)
  },
)
