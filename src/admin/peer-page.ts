import { isStoreError, type PeerMessage, type Store } from '../fleet/index.ts'
import type { ProblemView } from './api-shapes.ts'

/** What a message of another instance is answered: a status and what becomes one JSON text. */
interface PeerReply {
  readonly status: number
  readonly body: unknown
}

const problem = (status: number, error: string): PeerReply => {
  const body: ProblemView = { error }
  return { status, body }
}

/**
 * Does what another instance says, and passes nothing on: who was asked tells everybody, so that nobody is told twice.
 * 403 what cannot be believed, 404 where there is no key to believe anybody by. A halt is in force before anything is
 * waited for, and answered once it lies on this machine's disk, or after a moment that it does not.
 */
export async function hearPeer(
  { signature, body }: { readonly signature?: string | undefined; readonly body: string },
  store: Store,
): Promise<PeerReply> {
  const { peers } = store
  if (peers === undefined) return problem(404, 'this instance has no key to believe another by')
  try {
    const heard = peers.hear(signature, body)
    if ('not' in heard)
      return problem(403, `a message of another instance is not believed: it is ${heard.not}`)
    const isDone = done(heard.message, store)
    const { laid } = store
    const isKept = heard.message.says !== 'halt' || (await store.kept())
    return { status: 200, body: heard.answer({ isDone, isKept, laid }) }
  } catch (error) {
    if (isStoreError(error)) return problem(400, error.message)
    throw error
  }
}

function done(message: PeerMessage, store: Store): boolean {
  if (message.says === 'halt') store.hold(message.halt, message.routes, message)
  if (message.says !== 'resume') return true
  // Laid since it was looked at, it is a halt the resume knew nothing of.
  if (store.peers?.nameOf(store.laid) !== message.seen) return false
  store.release(message.routes)
  return true
}
