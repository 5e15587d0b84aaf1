import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { selfSigned } from '../config/certificate.ts'
import { folder } from './given.ts'
import { freePort, noRedis, startRedis } from '../support/redis-server.ts'
import { openedAt } from './redis-given.ts'
import { storeContract } from './store-contract.ts'

storeContract(
  'a Redis',
  t => {
    const server = startRedis(t)
    return { connect: async options => openedAt(t, (await server).port, options) }
  },
  { skip: noRedis },
)

/** What a store may do in Redis, and nothing else: the rights its user needs. */
const RIGHTS =
  '~{ficus:test}:* &{ficus:test}:* -@all +@read +@write +evalsha +eval +publish +subscribe +time +wait +info +select'

storeContract(
  'a Redis with TLS and a user of few rights',
  t => {
    const at = folder(t)
    const { cert, key } = selfSigned('localhost')
    writeFileSync(join(at, 'cert.pem'), cert)
    writeFileSync(join(at, 'key.pem'), key)
    writeFileSync(join(at, 'password'), 'pass word\n')
    const files = ['--tls-cert-file', 'cert.pem', '--tls-key-file', 'key.pem', '--dir', at]
    const started = freePort().then(async port => {
      const user = ['--user', 'ficus', 'on', '>pass word', ...RIGHTS.split(' ')]
      const tls = ['--tls-port', String(port), '--tls-auth-clients', 'no', ...files, ...user]
      await startRedis(t, { args: ['--tls-ca-cert-file', 'cert.pem', ...tls] })
      return `rediss://ficus@localhost:${port}?ca=${at}/cert.pem&password=file:${at}/password`
    })
    return { connect: async options => openedAt(t, await started, options) }
  },
  { skip: noRedis },
)
