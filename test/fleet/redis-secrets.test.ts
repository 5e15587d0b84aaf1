import { renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import type { Store } from '../../src/fleet/index.ts'
import { selfSigned } from '../config/certificate.ts'
import { startCluster } from '../support/redis-cluster.ts'
import { startWatched } from '../support/redis-sentinels.ts'
import { freePort, noRedis, type RedisServer, startRedis } from '../support/redis-server.ts'
import { folder, until } from './given.ts'
import { press, type Pressing } from './pressing.ts'
import { openedAt } from './redis-given.ts'

t.setTimeout(120_000)

const skip = noRedis
const IN_USE = { answerMs: 900, requestMs: 300 }
const RIGHTS = ['~*', '&*', '+@all']
const SECRETS = ['f1rst-secret', 's3cond-secret', 'th1rd-secret'] as const

/** A file that is replaced as Kubernetes and careful people do it: whole. */
const replaced = (path: string, text: string): void => {
  writeFileSync(`${path}.next`, text)
  renameSync(`${path}.next`, path)
}

const believing = (server: Pick<RedisServer, 'client'>, secret: string): Promise<unknown> =>
  server.client.call('ACL', ['SETUSER', 'ficus', 'on', 'resetpass', `>${secret}`, ...RIGHTS])

/** Ends every connection that had signed in, so that each is begun anew. */
const parted = (server: RedisServer): Promise<unknown> =>
  server.client.call('CLIENT', ['KILL', 'USER', 'ficus'])

const more = async (pressing: readonly Pressing[]): Promise<void> => {
  const before = pressing.map(({ confirmed }) => confirmed)
  await until(() => pressing.every(({ confirmed }, i) => confirmed > (before[i] ?? 0) + 5))
}

/** Holds what was pressed to what was confirmed, and every word of it to no secret. */
async function ended(t: Test, stores: readonly Store[], pressing: readonly Pressing[]) {
  await Promise.all(pressing.map(each => each.stop()))
  await until(() => stores.every(({ trouble }) => trouble === undefined))
  for (const store of stores) {
    for (const each of pressing) await each.verify(t, store)
    t.equal(store.forks, 0)
  }
  const said = pressing.flatMap(each => [...each.said]).join('\n')
  for (const secret of SECRETS) t.notMatch(said, secret)
}

t.test(
  'a password is replaced under writers, whichever of the two hears of it first',
  { skip },
  async t => {
    const server = await startRedis(t)
    const [first, second, third] = SECRETS
    await believing(server, first)
    const file = join(folder(t), 'password')
    replaced(file, `${first}\n`)
    const address = `redis://ficus@127.0.0.1:${server.port}?password=file:${file}`
    const stores = await Promise.all([1, 2].map(() => openedAt(t, address, IN_USE)))
    const pressing = stores.map(press)
    await more(pressing)

    // Both are replaced, and a connection that stands is left as it is.
    replaced(file, second)
    await believing(server, second)
    await more(pressing)
    await parted(server)
    await more(pressing)

    // Redis first: until the file is there the old one is tried, and what is there of a file is none.
    await believing(server, third)
    writeFileSync(file, '')
    await parted(server)
    await until(() => stores.every(({ trouble }) => /WRONGPASS/.test(trouble?.message ?? '')))
    rmSync(file)
    await new Promise(resolve => setTimeout(resolve, 100))
    replaced(file, `${third}\n`)
    await more(pressing)

    // A file that is away for a moment loses nobody who is begun anew by the old one.
    rmSync(file)
    await parted(server)
    await more(pressing)
    await ended(t, stores, pressing)
  },
)

t.test('what sentinels are asked with is replaced too', { skip }, async t => {
  const watched = await startWatched(t)
  const [first, second] = SECRETS
  const asking = (secret: string) =>
    Promise.all(watched.sentinels.map(sentinel => believing(sentinel, secret)))
  await asking(first)
  const file = join(folder(t), 'password')
  replaced(file, first)
  const who = `sentinelUser=ficus&sentinelPassword=file:${file}`
  const store = await openedAt(t, `${watched.address}?${who}`, IN_USE)
  const pressing = [press(store)]
  await more(pressing)
  await asking(second)
  await watched.master.client.call('CLIENT', ['KILL', 'TYPE', 'normal', 'SKIPME', 'yes'])
  await until(() => store.trouble !== undefined)
  replaced(file, second)
  await more(pressing)
  await ended(t, [store], pressing)
})

t.test('a password is replaced on every node of a cluster', { skip }, async t => {
  const cluster = await startCluster(t)
  const [first, second] = SECRETS
  const onAll = (act: (server: RedisServer) => Promise<unknown>) =>
    Promise.all(cluster.masters.map(act))
  await onAll(server => believing(server, first))
  const file = join(folder(t), 'password')
  replaced(file, first)
  const address = `${cluster.address}?replicas=0&user=ficus&password=file:${file}`
  const store = await openedAt(t, address, IN_USE)
  const pressing = [press(store)]
  await more(pressing)
  await onAll(server => believing(server, second))
  await onAll(parted)
  await until(() => /WRONGPASS/.test(store.trouble?.message ?? ''))
  replaced(file, second)
  await more(pressing)
  await ended(t, [store], pressing)
})

t.test('certificates are replaced, one file after the other', { skip }, async t => {
  const at = folder(t)
  const [own, before, after] = [selfSigned('localhost'), selfSigned('before'), selfSigned('after')]
  const path = (name: string): string => join(at, name)
  replaced(path('ca.pem'), own.cert)
  replaced(path('own.key'), own.key)
  replaced(path('before.pem'), before.cert)
  replaced(path('after.pem'), after.cert)
  replaced(path('cert'), before.cert)
  replaced(path('key'), before.key)
  const port = await freePort()
  const tls = ['--tls-port', String(port), '--tls-auth-clients', 'yes']
  const server = ['--tls-cert-file', path('ca.pem'), '--tls-key-file', path('own.key')]
  const trusts = ['--tls-ca-cert-file', path('before.pem')]
  const { client } = await startRedis(t, { args: [...tls, ...server, ...trusts] })
  const files = `ca=${path('ca.pem')}&cert=${path('cert')}&key=${path('key')}`
  const store = await openedAt(t, `rediss://localhost:${port}?${files}`, IN_USE)
  const pressing = [press(store)]
  await more(pressing)
  await client.config('SET', 'tls-ca-cert-file', path('after.pem'))
  replaced(path('cert'), after.cert)
  await client.call('CLIENT', ['KILL', 'TYPE', 'normal', 'SKIPME', 'yes'])
  await until(() => store.trouble !== undefined)
  replaced(path('key'), after.key)
  await more(pressing)
  await ended(t, [store], pressing)
})
