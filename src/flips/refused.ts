import { isStoreError } from '../fleet/index.ts'
import type { Means } from './means.ts'
import { REFUSALS, Refusal } from './refusal.ts'
import type { Refused } from './request.ts'

const WAYS_OUT = {
  conflict: 'look at what changed, and ask again if it still holds',
  silent: 'nothing was changed; a halt works without the store: ficus halt',
  unknown:
    'look whether it was done before you ask again; a halt works without the store: ficus halt',
  invalid: 'a person must look at the store; a halt works without it: ficus halt',
  address: 'a person must look at the store; a halt works without it: ficus halt',
} as const

/** Says why a change was not made, and the way out. Throws what no refusal is and no store says. */
export function refusedBy(error: unknown, { store, gates }: Means): Refused {
  const common = { kind: 'refused', gates } as const
  if (error instanceof Refusal) {
    const { code, message, wayOut } = error
    const exitCode = REFUSALS[code]
    return { ...common, code, exitCode, says: message, wayOut, revision: store.known.revision }
  }
  if (!isStoreError(error)) throw error
  const code = error.code === 'address' ? 'invalid' : error.code
  const revision = error.current ?? store.known.revision
  const wayOut = WAYS_OUT[code]
  return { ...common, code, exitCode: REFUSALS[code], says: error.message, wayOut, revision }
}
