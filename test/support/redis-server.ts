import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, mkdtempSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Redis, type RedisOptions } from 'ioredis'
import type { Test } from 'tap'

export const REDIS = '/usr/bin/redis-server'

/** Why tests that need a Redis are skipped on this machine; false where it has one. */
export const noRedis: string | false =
  existsSync(REDIS) || process.env['FICUS_REQUIRE'] === 'all' ? false : 'no redis-server here'

/** A Redis of the test's own. */
export interface RedisServer {
  readonly port: number
  /** A connection to look into it with, or to break it. */
  readonly client: Redis
  /** Ends it at once and for good, or for as long as it is not started again, which is empty. */
  kill(): Promise<void>
  start(): Promise<void>
  /** Stops it without ending it: it answers nothing, and its connections stay. */
  stop(): void
  resume(): void
}

/** How a Redis of a test differs from the shortest there is. */
export interface RedisSettings {
  readonly args?: readonly string[]
  readonly client?: Omit<RedisOptions, 'replyMapping'>
  readonly port?: number
}

// One for each test.
const folders = new WeakMap<Test, string>()

/** The folder of a test, which goes with it. */
export function testFolder(t: Test): string {
  const before = folders.get(t)
  if (before !== undefined) return before
  const folder = mkdtempSync(join(tmpdir(), 'ficus-test-'))
  folders.set(t, folder)
  // What was ended a moment ago may still be writing there.
  t.teardown(() => rm(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 50 }))
  return folder
}

/** Gives a port nobody listened on a moment ago. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  if (address === null || typeof address === 'string') throw new Error('no port')
  return address.port
}

/** Starts a Redis that keeps nothing on its disk, in a folder of the test; it ends with the test. */
export async function startRedis(t: Test, settings: RedisSettings = {}): Promise<RedisServer> {
  const port = settings.port ?? (await freePort())
  const folder = join(testFolder(t), `redis-${port}`)
  mkdirSync(folder, { recursive: true })
  const own = ['--port', String(port), '--bind', '127.0.0.1', '--dir', folder]
  const none = ['--save', '', '--appendonly', 'no', '--loglevel', 'warning']
  let child: ChildProcess | undefined
  const client = new Redis({
    port,
    host: '127.0.0.1',
    lazyConnect: true,
    retryStrategy: () => 20,
    disableClientInfo: true,
    ...settings.client,
  })
  client.on('error', () => undefined)
  const start = async (): Promise<void> => {
    child = spawn(REDIS, [...own, ...none, ...(settings.args ?? [])], { stdio: 'ignore' })
    await client.ping()
  }
  const kill = async (): Promise<void> => {
    const ending = child
    child = undefined
    if (ending === undefined) return
    ending.kill('SIGKILL')
    await once(ending, 'exit')
  }
  t.teardown(async () => {
    client.disconnect()
    await kill()
  })
  await start()
  return {
    port,
    client,
    kill,
    start,
    stop: () => void child?.kill('SIGSTOP'),
    resume: () => void child?.kill('SIGCONT'),
  }
}
