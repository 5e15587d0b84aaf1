import type { Test } from 'tap'
import { freePort, type RedisServer, startRedis } from './redis-server.ts'

/** Three masters of a cluster that have all slots between them, and replicas of the first. */
export interface RedisCluster {
  readonly masters: readonly RedisServer[]
  readonly replicas: readonly RedisServer[]
  /** What the nodes call themselves, masters first. */
  readonly ids: readonly string[]
  /** The address a store is opened at, by its masters; of TLS where they speak it. */
  readonly address: string
  /** The master that has the slot of a key, as the others say; undefined where none is known to. */
  ownerOf(key: string): Promise<RedisServer | undefined>
}

/** How a cluster of a test differs from the shortest there is. */
export interface ClusterSettings {
  readonly replicas?: number
  /** When a node that is silent is given up, milliseconds. Default so long that a busy machine loses none. */
  readonly nodeTimeoutMs?: number
  /** What every node is started with besides. */
  readonly args?: readonly string[]
  /** Whether it speaks TLS too, on another port, and to the other nodes. */
  readonly isTls?: boolean
}

const SLOTS = 16_384

/** Starts a cluster and waits until every node calls it whole; it ends with the test. */
export async function startCluster(t: Test, settings: ClusterSettings = {}): Promise<RedisCluster> {
  const { replicas: count = 0, nodeTimeoutMs = 30_000, args = [], isTls = false } = settings
  const started = await Promise.all(
    Array.from({ length: 3 + count }, async () => {
      const [port, bus, tls] = [await freePort(), await freePort(), await freePort()]
      const own = ['--cluster-enabled', 'yes', '--cluster-port', String(bus)]
      const timeout = ['--cluster-node-timeout', String(nodeTimeoutMs)]
      const soon = ['--repl-diskless-sync-delay', '0', '--cluster-replica-validity-factor', '0']
      const also = isTls ? ['--tls-cluster', 'yes', '--tls-port', String(tls)] : []
      const all = [...own, ...timeout, ...soon, ...also, ...args]
      const server = await startRedis(t, { port, args: all })
      return { server, bus, port: isTls ? tls : port }
    }),
  )
  const servers = started.map(({ server }) => server)
  const [masters, replicas] = [servers.slice(0, 3), servers.slice(3)]
  await Promise.all(masters.map((master, i) => shareOf(master, i)))
  const [first] = started
  for (const { server } of started.slice(1)) {
    const at = ['127.0.0.1', String(first?.port), String(first?.bus)]
    await server.client.call('CLUSTER', ['MEET', ...at])
  }
  const ids = await Promise.all(
    servers.map(async ({ client }) => String(await client.call('CLUSTER', ['MYID']))),
  )
  await untilSo(() => areAll(servers, told => lines(told).length === servers.length))
  for (const replica of replicas) await replica.client.call('CLUSTER', ['REPLICATE', ids[0] ?? ''])
  await untilSo(() => areAll(servers, told => slavesIn(told) === count))
  await untilSo(async () => {
    const told = await Promise.all(servers.map(({ client }) => client.call('CLUSTER', ['INFO'])))
    return told.every(each => String(each).includes('cluster_state:ok'))
  })
  await untilSo(async () => {
    const told = await Promise.all(replicas.map(({ client }) => client.info('replication')))
    return told.every(each => each.includes('master_link_status:up'))
  })
  return {
    masters,
    replicas,
    ids,
    address: `redis${isTls ? 's' : ''}+cluster://${started
      .slice(0, 3)
      .map(({ port }) => `127.0.0.1:${port}`)
      .join()}`,
    ownerOf: key => ownerAmong(servers, key),
  }
}

/** Gives a master its third of the slots. */
async function shareOf({ client }: RedisServer, i: number): Promise<void> {
  const [from, to] = [Math.floor((SLOTS * i) / 3), Math.floor((SLOTS * (i + 1)) / 3) - 1]
  await client.call('CLUSTER', ['SET-CONFIG-EPOCH', String(i + 1)])
  await client.call('CLUSTER', ['ADDSLOTSRANGE', String(from), String(to)])
}

/** Whoever answers for a key without leading elsewhere. */
async function ownerAmong(servers: readonly RedisServer[], key: string) {
  const answers = servers.map(async server => {
    await server.client.call('EXISTS', [key])
    return server
  })
  return Promise.any(answers).catch(() => undefined)
}

const lines = (told: string): string[] => told.trim().split('\n')
const slavesIn = (told: string): number => lines(told).filter(line => line.includes('slave')).length

async function areAll(servers: readonly RedisServer[], isSo: (told: string) => boolean) {
  const told = await Promise.all(servers.map(({ client }) => client.call('CLUSTER', ['NODES'])))
  return told.every(each => isSo(String(each)) && !String(each).includes('handshake'))
}

async function untilSo(isSo: () => Promise<boolean>): Promise<void> {
  while (!(await isSo())) await new Promise(resolve => setTimeout(resolve, 20))
}
