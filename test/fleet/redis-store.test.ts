import { noRedis, startRedis } from '../support/redis-server.ts'
import { openedAt } from './redis-given.ts'
import { storeContract } from './store-contract.ts'

storeContract(
  'a Redis',
  t => {
    const server = startRedis(t)
    return { connect: async () => openedAt(t, (await server).port) }
  },
  noRedis,
)
