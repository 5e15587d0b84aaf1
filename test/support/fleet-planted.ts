import { createHash } from 'node:crypto'
import { type Change, type Fleet, isStoreError, type Store } from '../../src/fleet/index.ts'

/**
 * Makes a store that sets without comparing: a change that was planned on a fleet that has moved on is written over
 * it. Its audit stays whole, so that nothing but what suppliers are served can tell.
 */
export function losingUpdates(store: Store): Store {
  const change = async (expected: number, asked: Change): Promise<Fleet> => {
    try {
      return await store.change(expected, asked)
    } catch (error) {
      if (!isStoreError(error) || error.code !== 'conflict') throw error
      const { revision, head } = await store.read()
      return change(revision, { ...asked, line: continuing(asked.line, revision + 1, head) })
    }
  }
  return new Proxy(store, {
    get: (target, name) => {
      if (name === 'change') return change
      const part: unknown = Reflect.get(target, name, target)
      return typeof part === 'function' ? (part.bind(target) as unknown) : part
    },
  })
}

function continuing(line: Change['line'], revision: number, previous: string): Change['line'] {
  const entry = JSON.parse(line.body) as object // written by the change itself
  const body = JSON.stringify({ ...entry, revision })
  const hash = createHash('sha256').update(`${previous}\n${body}`).digest('hex')
  return { previous, hash, body }
}
