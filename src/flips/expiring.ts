import type { Store } from '../fleet/index.ts'
import { flip } from './flip.ts'
import type { FlipContext } from './request.ts'
import { isOver } from './requests.ts'

/**
 * Builds what takes off the requests nobody approved in time, with a line in the audit: whichever instance comes first
 * does, and the others find nothing to take off. Nothing hangs on when: what is over is approved by nobody either way.
 */
export function createExpiring(store: Store, contextNow: () => FlipContext): () => Promise<void> {
  let expiring: Promise<void> | undefined
  const expire = async (): Promise<void> => {
    const context = contextNow()
    for (const { id } of overNow(store, context)) {
      const reason = 'nobody approved it in time'
      const change = { verb: 'expire', id, actor: 'ficus', reason } as const
      const { kind } = await flip(store, change, context)
      if (kind === 'refused') return
    }
  }
  return () => {
    if (store.trouble !== undefined || overNow(store, contextNow()).length === 0) {
      return Promise.resolve()
    }
    expiring ??= expire().finally(() => (expiring = undefined))
    return expiring
  }
}

const overNow = ({ known }: Store, context: FlipContext): readonly { readonly id: number }[] =>
  [...(known.requests?.values() ?? [])].filter(request => isOver(request, context.now()))
