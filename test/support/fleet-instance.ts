import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Side } from '../../src/exchange/index.ts'
import type { Store } from '../../src/fleet/index.ts'
import { fleetFile, type Sides } from './fleet-sides.ts'
import { configOf, startProxy } from './proxy.ts'
import { freePort } from './redis-server.ts'
import { start, type Started } from './started.ts'
import type { Closing } from './upstream.ts'

/** One instance of a tested fleet. */
export interface FleetInstance {
  readonly url: URL
  readonly admin: URL
  /** Ends it with a signal and starts it again, where it was; nobody is answered meanwhile. */
  restart(signal: 'SIGTERM' | 'SIGKILL'): Promise<void>
  /** Gives it a routes file. Resolves when it has taken it over or refused it. */
  load(text: string): Promise<void>
}

/** Writes a routes file. */
export const textOf = (file: object): string => `export default ${JSON.stringify(file)}\n`

/** Starts an instance as anybody would, in a process of its own, at a place it comes back to. */
export async function startInstance(
  t: Closing,
  folder: string,
  store: string,
  sides: Sides,
): Promise<FleetInstance> {
  const [listen, admin] = [await freePort(), await freePort()]
  mkdirSync(folder, { recursive: true })
  const file = join(folder, 'routes.config.ts')
  writeFileSync(file, textOf(fleetFile(sides)))
  const env = {
    FICUS_LISTEN: `127.0.0.1:${listen}`,
    FICUS_ADMIN: `127.0.0.1:${admin}`,
    FICUS_STORE: store,
    FICUS_FLEET_KEY: 'a key of these tests, of bytes enough',
  }
  const begin = async (): Promise<Started> => {
    const started = start(t, ['--config', file], env, folder)
    await started.said(/health and metrics on/)
    return started
  }
  let running = await begin()
  return {
    url: new URL(`http://127.0.0.1:${listen}`),
    admin: new URL(`http://127.0.0.1:${admin}`),
    restart: async signal => {
      running.child.kill(signal)
      await running.ended
      running = await begin()
    },
    load: async text => {
      const before = running.count(LOADED)
      writeFileSync(file, text)
      running.child.kill('SIGHUP')
      await running.saidTimes(LOADED, before + 1)
    },
  }
}

const LOADED = /routes file (?:loaded again|taken over|not taken over)/

/** Starts an instance in this process, on a store of the test's. */
export async function startHere(t: Closing, store: Store, sides: Sides): Promise<FleetInstance> {
  const { url, admin, proxy } = await startProxy(t, configOf(fleetFile(sides)), { store })
  return {
    url,
    admin,
    restart: () => Promise.reject(new Error('it is not a process')),
    load: async text => {
      const given: unknown = JSON.parse(text.slice('export default '.length))
      await proxy.use(configOf(given))
    },
  }
}

/** Says what came of a request that was served. */
export const isSide = (name: string | undefined): name is Side =>
  name === 'legacy' || name === 'cloud'
