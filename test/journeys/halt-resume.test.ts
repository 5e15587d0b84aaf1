import t, { type Test } from 'tap'
import type { Side } from '../../src/exchange/index.ts'
import { openStore, readStoreAddress } from '../../src/fleet/index.ts'
import { readEntry } from '../../src/flips/index.ts'
import { run } from '../cli/ask.ts'
import { type HaltFleet, haltFleet, type HaltInstance } from '../support/halt-fleet.ts'
import { noRedis, type RedisServer, startRedis } from '../support/redis-server.ts'
import { deadPort } from '../support/upstream.ts'

const ALL_CLOUD: readonly Side[] = ['cloud', 'cloud', 'cloud']
const ALL_LEGACY: readonly Side[] = ['legacy', 'legacy', 'legacy']
const withRedis = { skip: noRedis }

const redisAt = ({ port }: RedisServer): string => `redis://127.0.0.1:${port}`

const given = async (t: Test): Promise<{ redis: RedisServer; fleet: HaltFleet }> => {
  const redis = await startRedis(t)
  const fleet = await haltFleet(t, redisAt(redis))
  await untilServed(fleet, ALL_CLOUD)
  return { redis, fleet }
}

const ficus = ({ admin }: HaltInstance, ...args: readonly string[]) =>
  run([...args, '--reason', 'a test'], { FICUS_ADMIN: admin.host })

type Ran = Awaited<ReturnType<typeof ficus>>

/** Resumes, again and again while the store is still coming back. */
async function resume(at: HaltInstance, ...args: readonly string[]): Promise<Ran> {
  for (;;) {
    const came = await ficus(at, 'resume', ...args)
    if (came.code !== 4) return came
  }
}

/** Waits until a thing is so; a test that waits for ever fails by its time. */
const until = async (isSo: () => boolean | Promise<boolean>): Promise<void> => {
  while (!(await isSo())) await new Promise(resolve => setImmediate(resolve))
}

const untilServed = (fleet: HaltFleet, by: readonly Side[]): Promise<void> =>
  until(async () => (await fleet.serving()).join() === by.join())

/** Has everybody take an instance to be where nobody listens; gives how to put that right. */
async function lost({ addresses }: HaltFleet, { address }: HaltInstance): Promise<() => void> {
  const at = addresses.indexOf(address)
  const { port } = await deadPort()
  addresses[at] = { host: '127.0.0.1', port: Number(port) }
  return () => (addresses[at] = address)
}

const lineOf = async ({ store }: HaltInstance, revision: number) => {
  const [line] = await store.readAudit(revision, 1)
  return line && readEntry(line)
}

t.test(
  'a store that comes back lifts no halt, and gets the one it missed once',
  withRedis,
  async t => {
    const { redis, fleet } = await given(t)
    const [a, b, c] = fleet.instances
    const { revision } = b.store.known
    redis.stop()
    const halted = await ficus(a, 'halt', '--hard')
    t.equal(halted.code, 0)
    t.match(halted.out, /^halt: held without the store$/m)
    t.match(halted.out, /^held by this instance and 2 others$/m)
    t.match(halted.out, /^the fleet’s store has it not: /m)
    t.strictSame(await fleet.serving(), ALL_LEGACY)
    redis.resume()
    await until(() => fleet.instances.every(({ store }) => store.heldHalts.length === 0))
    t.strictSame(await fleet.serving(), ALL_LEGACY)
    t.equal((await b.store.read()).revision, revision + 1, 'by one of the three')
    t.match(await lineOf(b, revision + 1), { verb: 'halt', reason: 'a test', actor: /operator|:/ })
    const fresh = await openStore(readStoreAddress(redisAt(redis), { cwd: '', env: {} }), {
      environment: 'test',
    })
    t.equal(fresh.known.halt, 'hard', 'who starts now is halted too')
    await fresh.close()
    const resumed = await resume(c)
    t.equal(resumed.code, 0, resumed.err)
    t.match(resumed.out, /2 of 2 other instances confirmed/)
    await untilServed(fleet, ALL_CLOUD)
  },
)

t.test(
  'a resume that comes before anybody was settled ends the halt for all',
  withRedis,
  async t => {
    const { redis, fleet } = await given(t)
    const [a, , c] = fleet.instances
    const { revision } = a.store.known
    redis.stop()
    await ficus(a, 'halt', 'moving')
    await lost(fleet, c)
    redis.resume()
    const resumed = await resume(a, 'moving')
    t.equal(resumed.code, 1)
    t.match(resumed.err, /may still be halted, each by itself: 127/)
    await untilServed(fleet, ALL_CLOUD)
    t.equal(c.store.heldHalts.length, 0, 'who was not told found it in the audit')
    t.match(await lineOf(a, revision + 1), { verb: 'halt', name: 'moving' })
    t.match(await lineOf(a, revision + 2), { verb: 'resume' })
    t.equal((await a.store.read()).revision, revision + 2, 'and nobody halted it again')
  },
)

t.test(
  'an instance halted by itself that a resume does not reach stays halted',
  withRedis,
  async t => {
    const { fleet } = await given(t)
    const [a, , c] = fleet.instances
    c.store.hold('halt', ['moving'])
    const found = await lost(fleet, c)
    t.equal((await resume(a, 'moving')).code, 1)
    t.strictSame(await fleet.serving(), ['cloud', 'cloud', 'legacy'])
    found()
    t.equal((await resume(a, 'moving')).code, 0)
    await untilServed(fleet, ALL_CLOUD)
  },
)

t.test('an instance a halt does not reach is named, and stopped by hand', withRedis, async t => {
  const { redis, fleet } = await given(t)
  const [a, b, c] = fleet.instances
  const found = await lost(fleet, b)
  redis.stop()
  const halted = await ficus(a, 'halt')
  t.equal(halted.code, 1)
  t.strictSame(await fleet.serving(), ['legacy', 'cloud', 'legacy'])
  b.store.hold('halt', 'all') // as SIGUSR2 does
  t.strictSame(await fleet.serving(), ALL_LEGACY)
  redis.resume()
  found()
  await until(() => fleet.instances.every(({ store }) => store.trouble === undefined))
  t.equal((await resume(c)).code, 0)
  await untilServed(fleet, ALL_CLOUD)
})

t.test('what the store has of a halt, a resume in the store lifts', withRedis, async t => {
  const { fleet } = await given(t)
  const [a, b] = fleet.instances
  t.equal((await ficus(a, 'halt')).code, 0)
  t.equal(a.store.laid, 1, 'who was asked tells itself nothing')
  t.equal(a.store.held.all, 'none', 'and holds no longer what the store carries')
  await until(() => fleet.instances.every(({ store }) => store.known.halt === 'halt'))
  t.strictSame(await fleet.serving(), ALL_LEGACY)
  await ficus(a, 'halt', 'moving', '--hard')
  await resume(b)
  await until(() => fleet.instances.every(({ store }) => store.known.halt === 'none'))
  t.strictSame(await fleet.serving(), ALL_LEGACY, 'the halt of one route is another')
  await resume(b, 'moving')
  await untilServed(fleet, ALL_CLOUD)
})
