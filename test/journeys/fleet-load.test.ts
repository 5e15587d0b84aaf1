import t from 'tap'
import { textOf } from '../support/fleet-instance.ts'
import { judge } from '../support/fleet-judge.ts'
import { startFleet } from '../support/fleet-processes.ts'
import { fleetFile } from '../support/fleet-sides.ts'
import { type Asked, ROUTE_NAMES, type RouteName } from '../support/fleet-stand.ts'
import { tell, type World } from '../support/fleet-world.ts'
import { noRedis as skip } from '../support/redis-server.ts'

/** `FICUS_FLEET_FLIPS=1000 FICUS_FLEET_RELOADS=1000` is the whole of it, which takes some minutes. */
const FLIPS = Number(process.env['FICUS_FLEET_FLIPS'] ?? 100)
const RELOADS = Number(process.env['FICUS_FLEET_RELOADS'] ?? 20)
const LOAD = { connections: 4, pauseMs: 2 }

t.setTimeout(FLIPS + RELOADS > 500 ? 1_800_000 : 230_000)

const places = (name: RouteName): readonly Asked[] => [
  { verb: 'promote', name, stage: 'canary', percent: 50 },
  { verb: 'promote', name, stage: 'cloud', percent: 0 },
  { verb: 'halt', name },
  { verb: 'resume', name },
  { verb: 'rollback', name, stage: 'legacy', percent: 0 },
]
const ROUND = ROUTE_NAMES.flatMap(places)

const failedIn = ({ served }: World): readonly unknown[] =>
  served.map(({ by }) => by).filter(by => typeof by === 'object')

t.test('routes flip under load and no request fails', { skip }, async t => {
  const { world } = await startFleet(t, 3, LOAD)
  const began = performance.now()
  for (let i = 0; i < FLIPS; i += 1) {
    const { came } = await tell(world, i % 3, ROUND[i % ROUND.length] as Asked)
    if (came !== 'done') t.fail(`flip ${i} was told ${came}`)
  }
  const seconds = (performance.now() - began) / 1_000
  const { length } = world.served
  t.strictSame(failedIn(world), [])
  t.ok(length > FLIPS, `${length} requests while ${FLIPS} flips took ${seconds.toFixed(1)} s`)
  await t.resolves(judge(world), 'each was served by what was set, and the audit is whole')
  await world.suppliers.stop()
})

t.test('routes files are loaded under load and no request fails', { skip }, async t => {
  const { sides, world } = await startFleet(t, 1, { ...LOAD, connections: 12 })
  await tell(world, 0, { verb: 'promote', name: 'reads', stage: 'canary', percent: 50 })
  const began = performance.now()
  for (let i = 0; i < RELOADS; i += 1) {
    // Each is another file: idle connections to its upstreams are let go and made anew.
    await world.instances[0]?.load(textOf(fleetFile(sides, 20_000 + i + 1)))
  }
  const seconds = (performance.now() - began) / 1_000
  const { length } = world.served
  t.strictSame(failedIn(world), [])
  t.ok(length > RELOADS, `${length} requests while ${RELOADS} reloads took ${seconds.toFixed(1)} s`)
  await t.resolves(judge(world), 'each was served by what was set, and the audit is whole')
  await world.suppliers.stop()
})
