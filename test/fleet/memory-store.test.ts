import { connectMemory, createMemory } from './memory-store.ts'
import { storeContract } from './store-contract.ts'

storeContract('a memory for tests', () => {
  const memory = createMemory()
  return { connect: async ({ keptMs } = {}) => connectMemory(memory, keptMs) }
})
