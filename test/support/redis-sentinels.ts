import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Redis } from 'ioredis'
import type { Test } from 'tap'
import { freePort, REDIS, type RedisServer, startRedis, testFolder } from './redis-server.ts'

/** One Redis that may be written, replicas of it, and sentinels that say which one it is. */
export interface Watched {
  readonly master: RedisServer
  readonly replicas: readonly RedisServer[]
  /** Connections to look into the sentinels with. */
  readonly sentinels: readonly Pick<RedisServer, 'client'>[]
  /** The address a store is opened at. */
  readonly address: string
  /** The port of the one the sentinels now call the master. */
  masterPort(): Promise<number>
}

const NAME = 'ficus'

/** Starts two replicas and three sentinels, and waits until all of them know each other; they end with the test. */
export async function startWatched(t: Test, args: readonly string[] = []): Promise<Watched> {
  const own = ['--repl-diskless-sync-delay', '0', '--repl-ping-replica-period', '1', ...args]
  const master = await startRedis(t, { args: own })
  const following = [...own, '--replicaof', '127.0.0.1', String(master.port)]
  const replicas = await Promise.all([
    startRedis(t, { args: following }),
    startRedis(t, { args: following }),
  ])
  const sentinels = await Promise.all([1, 2, 3].map(() => startSentinel(t, master.port)))
  const [first] = sentinels
  for (const { client } of sentinels) {
    for (;;) {
      const told = (await client.call('SENTINEL', ['MASTER', NAME])) as string[]
      const of = (name: string): string | undefined => told[told.indexOf(name) + 1]
      if (of('num-other-sentinels') === '2' && of('num-slaves') === '2') break
      await new Promise(resolve => setTimeout(resolve, 50))
    }
  }
  return {
    master,
    replicas,
    sentinels,
    address: `redis+sentinel://${sentinels.map(({ port }) => `127.0.0.1:${port}`).join()}/${NAME}`,
    masterPort: async () => {
      const told = await first?.client.call('SENTINEL', ['GET-MASTER-ADDR-BY-NAME', NAME])
      return Number((told as string[])[1])
    },
  }
}

async function startSentinel(t: Test, master: number) {
  const port = await freePort()
  const folder = join(testFolder(t), `sentinel-${port}`)
  mkdirSync(folder, { recursive: true })
  const file = join(folder, 'sentinel.conf')
  writeFileSync(
    file,
    [
      `port ${port}`,
      'bind 127.0.0.1',
      `dir ${folder}`,
      `sentinel monitor ${NAME} 127.0.0.1 ${master} 2`,
      `sentinel down-after-milliseconds ${NAME} 500`,
      `sentinel failover-timeout ${NAME} 1000`,
      '',
    ].join('\n'),
  )
  const child: ChildProcess = spawn(REDIS, [file, '--sentinel'], { stdio: 'ignore' })
  const client = new Redis({
    port,
    host: '127.0.0.1',
    retryStrategy: () => 20,
    disableClientInfo: true,
  })
  client.on('error', () => undefined)
  t.teardown(async () => {
    client.disconnect()
    child.kill('SIGKILL')
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
  })
  await client.ping()
  return { port, client }
}
