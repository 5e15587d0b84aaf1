import { join } from 'node:path'
import type { Test } from 'tap'
import { startInstance } from './fleet-instance.ts'
import { type Sides, startSides } from './fleet-sides.ts'
import type { Load } from './fleet-suppliers.ts'
import { createWorld, type World } from './fleet-world.ts'
import { startRedis, testFolder } from './redis-server.ts'

/** Starts a fleet whose instances are processes, on a Redis set as one that matters is; it ends with the test. */
export async function startFleet(
  t: Test,
  count: number,
  load?: Load,
): Promise<{ readonly sides: Sides; readonly world: World }> {
  const redis = await startRedis(t, {
    args: ['--appendonly', 'yes', '--appendfsync', 'always'],
    // It reads what it kept before it answers.
    client: { maxRetriesPerRequest: null },
  })
  const sides = await startSides(t)
  const address = `redis://127.0.0.1:${redis.port}`
  const folder = testFolder(t)
  const instances = await Promise.all(
    Array.from({ length: count }, (_, i) => startInstance(t, join(folder, `${i}`), address, sides)),
  )
  return { sides, world: createWorld(instances, redis, load) }
}
