import type { Store } from '../fleet/index.ts'
import { flip } from './flip.ts'
import { layingOf } from './laid-halts.ts'
import type { FlipContext } from './request.ts'

/**
 * Builds what lays halts that are held over the fleet, once the store answers: whoever comes first does, and the others
 * find it in the audit and let go of their own. It lifts none, never lays one twice, and waits for its own turn before
 * it looks again. What it cannot do now it leaves for the next look.
 */
export function createSettling(store: Store, contextNow: () => FlipContext): () => Promise<void> {
  let settling: Promise<void> | undefined
  const settle = async (): Promise<void> => {
    for (const held of store.heldHalts) {
      const context = contextNow()
      const laying = layingOf(held, store, context)
      if (laying === undefined) continue
      const { kind } = await flip(store, laying, context)
      if (kind === 'refused') return
    }
  }
  return () => {
    if (store.trouble !== undefined || store.heldHalts.length === 0) return Promise.resolve()
    settling ??= settle().finally(() => (settling = undefined))
    return settling
  }
}
