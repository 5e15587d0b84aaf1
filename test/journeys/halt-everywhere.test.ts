import t, { type Test } from 'tap'
import { run } from '../cli/ask.ts'
import { type HaltFleet, haltFleet } from '../support/halt-fleet.ts'
import { noRedis, startRedis } from '../support/redis-server.ts'
import { deadPort } from '../support/upstream.ts'

const because = ['--reason', 'a test']
const WITHIN_MS = 1_000

/** Runs a command against one instance of a fleet and says how long it took. */
async function ficus({ instances }: HaltFleet, at: 0 | 1 | 2, ...args: readonly string[]) {
  const begun = performance.now()
  const came = await run([...args, ...because], { FICUS_ADMIN: instances[at].admin.host })
  return { ...came, begun, ms: performance.now() - begun }
}

/** Shows that nothing new went to the cloud a second after a halt was asked for, anywhere. */
async function isEverywhere(t: Test, fleet: HaltFleet, begun: number): Promise<void> {
  while (performance.now() < begun + WITHIN_MS) await fleet.untilAllServed()
  await fleet.untilAllServed()
  const late = fleet.lastOnCloud().map(at => at - begun)
  t.ok(
    late.every(ms => ms < WITHIN_MS),
    `the cloud was last asked ${late.map(Math.round).join(', ')} ms after the halt`,
  )
  t.comment(`last on the cloud ${late.map(Math.round).join(', ')} ms after the halt`)
}

t.test('with the store alive, killed or stopped a halt is everywhere within a second', async t => {
  for (const end of ['alive', 'killed', 'stopped'] as const) {
    await t.test(`the store is ${end}`, { skip: noRedis }, async t => {
      const redis = await startRedis(t)
      const fleet = await haltFleet(t, `redis://127.0.0.1:${redis.port}`)
      await fleet.untilAllServed()
      t.ok(
        fleet.lastOnCloud().every(at => at > 0),
        'the cloud served everybody before',
      )
      if (end === 'killed') await redis.kill()
      if (end === 'stopped') redis.stop()
      const halted = await ficus(fleet, 0, 'halt')
      t.equal(halted.code, 0, halted.err)
      t.match(halted.out, /2 of 2 other instances confirmed/)
      t.comment(halted.out)
      await isEverywhere(t, fleet, halted.begun)
      if (end === 'stopped') redis.resume()
    })
  }
})

t.test(
  'an instance that cannot be reached is named, and the exit code is 1',
  { skip: noRedis },
  async t => {
    const redis = await startRedis(t)
    const fleet = await haltFleet(t, `redis://127.0.0.1:${redis.port}`)
    const { port } = await deadPort()
    fleet.addresses.push({ host: '127.0.0.1', port: Number(port) })
    const halted = await ficus(fleet, 1, 'halt')
    t.equal(halted.code, 1)
    t.match(halted.out, /2 of 3 other instances confirmed/)
    t.match(halted.err, `not known to be halted: 127.0.0.1:${port}`)
    t.match(halted.err, 'SIGUSR2')
    await isEverywhere(t, fleet, halted.begun)
    const again = await ficus(fleet, 1, 'halt', '--json')
    t.equal(again.code, 1)
    const { peers } = JSON.parse(again.out) as {
      peers: { address: string; isConfirmed: boolean }[]
    }
    t.strictSame(
      peers.filter(({ isConfirmed }) => !isConfirmed).map(({ address }) => address),
      [`127.0.0.1:${port}`],
    )
    t.equal(peers.length, 3)
  },
)
