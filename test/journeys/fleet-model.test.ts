import { spawnSync } from 'node:child_process'
import fc from 'fast-check'
import t from 'tap'
import { openStore, readStoreAddress, type Store } from '../../src/fleet/index.ts'
import { anyCommand, changes, type Command, type Known } from '../support/fleet-commands.ts'
import { startHere } from '../support/fleet-instance.ts'
import { startFleet } from '../support/fleet-processes.ts'
import { losingUpdates } from '../support/fleet-planted.ts'
import { startSides } from '../support/fleet-sides.ts'
import { judge } from '../support/fleet-judge.ts'
import { createWorld, tell, type World } from '../support/fleet-world.ts'
import { noRedis as skip, startRedis, testFolder } from '../support/redis-server.ts'
import { START } from '../support/started.ts'

const asked = process.env['FICUS_FLEET_STORIES']
/** How many stories are told of one fleet: as many as half a minute has, or `FICUS_FLEET_STORIES` however long. */
const STORIES = Number(asked ?? 8)
const MOST_MS = asked === undefined ? 30_000 : Infinity
const LENGTH = 20

t.setTimeout(asked === undefined ? 230_000 : 3_600_000)

/** Tells stories of a fleet until one goes wrong. */
async function stories(
  world: World,
  commands: fc.Arbitrary<Command>[],
  numRuns: number,
): Promise<{ readonly failed: boolean; readonly says: string }> {
  const until = performance.now() + MOST_MS
  const story = fc.asyncProperty(
    fc.commands(commands, { maxCommands: LENGTH, size: 'max' }),
    async all => {
      if (performance.now() > until) return
      const setup = (): { model: Known; real: World } => ({ model: { store: 'well' }, real: world })
      await fc.asyncModelRun(setup, all)
      await judge(world)
    },
  )
  // One fleet lives through all of them: a shorter story would begin elsewhere.
  const ran = await fc.check(story, { numRuns, endOnFailure: true })
  const wrong = `${fc.defaultReportMessage(ran)} ${String(ran.errorInstance)}`
  return { failed: ran.failed, says: ran.failed ? wrong : 'no story went wrong' }
}

t.test(
  'whatever happens to a fleet, a supplier is served by what was set, and all end on one answer',
  { skip },
  async t => {
    const { sides, world } = await startFleet(t, 3)
    await tell(world, 0, { verb: 'promote', name: 'reads', stage: 'canary', percent: 50 })
    await tell(world, 1, { verb: 'promote', name: 'others', stage: 'cloud', percent: 0 })
    const ran = await stories(world, anyCommand(3, sides), STORIES)
    await world.suppliers.stop()
    t.notOk(ran.failed, ran.says)
    const verify = [START, 'audit', 'verify', '--admin', String(world.instances[2]?.admin.host)]
    const { status, stdout, stderr } = spawnSync(process.execPath, verify, { encoding: 'utf8' })
    t.equal(status, 0, stderr)
    const { judged, told, restarts } = world
    const came = Object.entries(Object.groupBy(told, each => each.came))
    t.comment(
      `requests ${JSON.stringify(judged)}, restarts ${restarts.length}, changes asked for: ` +
        `${came.map(([what, all]) => `${all.length} ${what}`).join(', ')}; ${stdout.trim()}`,
    )
    t.ok(judged.cloud > 0 && judged.legacy > 0)
  },
)

const PLANTED: readonly (readonly [string, (store: Store) => Store, boolean])[] = [
  ['that compares', store => store, false],
  ['that sets without comparing', losingUpdates, true],
]

for (const [what, wrapped, isLost] of PLANTED) {
  t.test(`a store ${what} ${isLost ? 'is found out' : 'passes the same'}`, { skip }, async t => {
    const redis = await startRedis(t)
    const sides = await startSides(t)
    const address = `redis://127.0.0.1:${redis.port}`
    const at = readStoreAddress(address, { cwd: testFolder(t), env: {} })
    const open = (): Promise<Store> => openStore(at, { environment: 'test', answerMs: 20_000 })
    const instances = [1, 2, 3].map(async () => startHere(t, wrapped(await open()), sides))
    const world = createWorld(await Promise.all(instances), redis)
    const ran = await stories(world, changes(3), isLost ? 50 : STORIES)
    await world.suppliers.stop()
    t.equal(ran.failed, isLost, ran.says)
    if (isLost) t.match(ran.says, /served by|not at one revision|audit/)
  })
}
