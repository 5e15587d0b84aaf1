/**
 * Restarts two instances that share a port, one after the other and again, while suppliers send; run in a network of
 * its own (`unshare --net`), and prints what it saw as one line of JSON.
 */
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { setTimeout as elapsed } from 'node:timers/promises'
import { REDIS } from './redis-server.ts'
import { type Fates, sendAtOnce, startLoad } from './rolling-load.ts'

/** What came of it. */
export interface Rolled {
  readonly fates: Fates
  readonly seen: readonly string[]
  readonly restarts: number
  /** Messages that reached the upstream never, or more than once. */
  readonly unsent: number
  readonly twice: number
  /** Exit codes of the instances that were ended, and what each said last. */
  readonly codes: readonly (number | null)[]
  readonly lastWords: readonly string[]
  /** How many requests each process served: both must have. */
  readonly served: readonly number[]
  /** What came of requests of which some waited before an instance that ended without taking them. */
  readonly waited: Fates
}

const [PORT, UPSTREAM, STORE] = [8080, 8081, 6379]
const START = resolve('src/start.js')

/** Serves whoever asks, and counts how often each message came. */
async function upstream(): Promise<Map<string, number>> {
  const came = new Map<string, number>()
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const id = /<asked>(.*)<\/asked>/.exec(Buffer.concat(chunks).toString())?.[1] ?? ''
      const times = (came.get(id) ?? 0) + 1
      came.set(id, times)
      // Some take long: a drain has somebody to wait for.
      const ms = came.size % 50 === 0 ? 300 : came.size % 7
      setTimeout(() => response.end(`<answer>${id}</answer>`), ms)
    })
  }).listen(UPSTREAM, '127.0.0.1')
  await once(server, 'listening')
  return came
}

interface Instance {
  end(): Promise<{ code: number | null; text: string; served: number }>
  signal(signal: NodeJS.Signals): Promise<void>
}

async function start(folder: string, number: number): Promise<Instance> {
  const cwd = join(folder, String(number))
  mkdirSync(cwd, { recursive: true })
  const admin = `127.0.0.1:${9_400 + number}`
  const child = spawn(
    process.execPath,
    [START, 'start', '--config', join(folder, 'routes.config.ts')],
    {
      cwd,
      env: {
        FICUS_LISTEN: `127.0.0.1:${PORT}`,
        FICUS_ADMIN: admin,
        FICUS_REUSE_PORT: '1',
        FICUS_STORE: `redis://127.0.0.1:${STORE}`,
        FICUS_FLEET_KEY: 'a key for this test and for no other',
        FICUS_LOG: '/dev/null',
      },
      stdio: ['ignore', 'ignore', 'pipe'],
    },
  )
  let text = ''
  child.stderr.on('data', (chunk: Buffer) => (text += chunk.toString()))
  const ended = once(child, 'close')
  const page = async (path: string): Promise<{ ok: boolean; body: string }> => {
    const answer = await fetch(`http://${admin}${path}`).catch(() => undefined)
    return { ok: answer?.ok ?? false, body: (await answer?.text()) ?? '' }
  }
  while (!(await page('/readyz')).ok) {
    if (child.exitCode !== null) throw new Error(text)
    await elapsed(50)
  }
  return {
    signal: async signal => {
      child.kill(signal)
      if (signal === 'SIGKILL') await ended
    },
    end: async () => {
      const { body } = await page('/metrics')
      const counts = [...body.matchAll(/^ficus_requests_total\{.*\} (\d+)$/gm)]
      child.kill('SIGTERM')
      const [code] = (await ended) as [number | null]
      const served = counts.reduce((sum, [, count]) => sum + Number(count), 0)
      return { code, text, served }
    },
  }
}

async function rolled(folder: string, least: number, restarts: number): Promise<Rolled> {
  const came = await upstream()
  const instances = await Promise.all([start(folder, 0), start(folder, 1)])
  try {
    const load = startLoad(PORT, {
      keeping: 24,
      fresh: 24,
      // Most at once, some after as long as a supplier thinks.
      thinkMs: () => (Math.random() < 0.1 ? Math.random() * 400 : Math.random() * 10),
    })
    const answered = (): number => load.fates.answered
    const ends: { code: number | null; text: string; served: number }[] = []
    for (let number = 0; number < restarts; number += 1) {
      const which = number % 2
      const before = answered()
      while (answered() < before + least / restarts / 2) await elapsed(20)
      const instance = instances[which]
      if (instance === undefined) throw new Error('no instance')
      ends.push(await instance.end())
      instances[which] = await start(folder, which)
    }
    while (restarts > 0 && answered() < least) await elapsed(20)
    const sent = await load.stop()
    return {
      fates: load.fates,
      seen: load.seen,
      restarts,
      unsent: sent.filter(id => !came.has(id)).length,
      twice: [...came.values()].filter(times => times > 1).length,
      codes: ends.map(({ code }) => code),
      lastWords: ends.map(({ text }) => text.trim().split('\n').at(-1) ?? ''),
      served: ends.map(({ served }) => served),
      waited: await waitedFor(instances, came),
    }
  } finally {
    for (const instance of instances) await instance.signal('SIGKILL')
  }
}

/** Stops one of two, sends to both, and ends the one that took nothing of what waits before it. */
async function waitedFor(
  [stopped]: readonly Instance[],
  came: ReadonlyMap<string, number>,
): Promise<Fates> {
  const names = Array.from({ length: 40 }, (_, i) => `waits${i}`)
  await stopped?.signal('SIGSTOP')
  return sendAtOnce(PORT, names, async () => {
    // The other one has served its share once no more come.
    for (let before = -1; before < came.size; await elapsed(300)) before = came.size
    await stopped?.signal('SIGKILL')
  })
}

const [migrate = '1', least = '20000', restarts = '6'] = process.argv.slice(2)
const folder = mkdtempSync(join(tmpdir(), 'ficus-rolling-'))
spawnSync('ip', ['link', 'set', 'lo', 'up'])
// Belongs to the network, and this process has one of its own.
writeFileSync('/proc/sys/net/ipv4/tcp_migrate_req', migrate)
writeFileSync(
  join(folder, 'routes.config.ts'),
  `export default {
    environment: { name: 'rolling' },
    upstreams: { spine: { url: 'http://127.0.0.1:${UPSTREAM}' } },
    routes: [{ name: 'default', legacy: 'spine' }],
  }`,
)
const redis = spawn(REDIS, ['--port', String(STORE), '--save', '', '--dir', folder], {
  stdio: 'ignore',
})
try {
  console.log(JSON.stringify(await rolled(folder, Number(least), Number(restarts))))
} finally {
  redis.kill('SIGKILL')
  rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 50 })
}
process.exit(0)
