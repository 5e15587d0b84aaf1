import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { selfSigned } from '../config/certificate.ts'
import { startCluster } from '../support/redis-cluster.ts'
import { noRedis } from '../support/redis-server.ts'
import { folder } from './given.ts'
import { openedAt } from './redis-given.ts'
import { storeContract } from './store-contract.ts'

const skip = noRedis

t.test('a Redis of a cluster', { skip }, async t => {
  const cluster = await startCluster(t)
  let made = 0
  storeContract(
    'a Redis of a cluster',
    t => {
      made += 1
      // Each in a slot of its own, so that they lie on all masters.
      const environment = `test-${made}`
      const address = `${cluster.address}?replicas=0`
      return { connect: options => openedAt(t, address, { ...options, environment }) }
    },
    { within: t },
  )
  t.test('its fleets lay on all of them', async t => {
    const sizes = await Promise.all(cluster.masters.map(({ client }) => client.dbsize()))
    t.notOk(sizes.includes(0), sizes.join())
  })
})

/** What README says the user of a store needs, for an environment. */
function rightsIn(readme: string, environment: string): string[] {
  const [, rights = ''] = /Its user needs\s+`([^`]+)`/.exec(readme) ?? []
  return rights.replaceAll('ENV', environment).split(/\s+/)
}

t.test('a Redis of a cluster with TLS and a user of few rights', { skip }, async t => {
  const at = folder(t)
  const { cert, key } = selfSigned('localhost')
  writeFileSync(join(at, 'cert.pem'), cert)
  writeFileSync(join(at, 'key.pem'), key)
  writeFileSync(join(at, 'password'), 'pass word\n')
  const named = (name: string): string[] => [`--tls-${name}-file`, join(at, 'cert.pem')]
  const tls = [...named('cert'), ...named('ca-cert'), '--tls-key-file', join(at, 'key.pem')]
  const rights = rightsIn(readFileSync('README.md', 'utf8'), 'test-*')
  t.ok(rights.includes('+evalsha'), 'README says which')
  const user = ['--user', 'ficus', 'on', '>pass word', ...rights]
  const args = [...tls, '--tls-auth-clients', 'no', ...user]
  const cluster = await startCluster(t, { isTls: true, args })
  const more = `user=ficus&password=file:${at}/password&ca=${at}/cert.pem&servername=localhost`
  let made = 0
  storeContract(
    'a Redis of a cluster with TLS and a user of few rights',
    t => {
      made += 1
      const environment = `test-${made}`
      const address = `${cluster.address}?replicas=0&${more}`
      return { connect: options => openedAt(t, address, { ...options, environment }) }
    },
    { within: t },
  )
})
