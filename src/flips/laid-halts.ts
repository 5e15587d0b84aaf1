import { type Fleet, type HeldHalt, isStoreError, type Store } from '../fleet/index.ts'
import { type AuditEntry, readEntry } from './audit-entry.ts'
import type { Flip, FlipContext } from './request.ts'

type Halting = Extract<Flip, { readonly verb: 'halt' }>

const PAGE = 500
/** So many lines are looked through for one halt: more changes than are made while a store is away. */
const MOST_LINES = 10_000

/**
 * Gives the revision at which the store has a halt, undefined where it has not. From that line on the halt is the
 * fleet's, whatever was made of it since: who still holds it by itself may let it go.
 */
export async function laidAt(
  { id, revision }: HeldHalt,
  fleet: Fleet,
  store: Store,
): Promise<number | undefined> {
  let from = Math.max(revision, fleet.revision - MOST_LINES) + 1
  while (from <= fleet.revision) {
    const lines = await store.readAudit(from, PAGE)
    const found = lines.find(line => entryOf(line)?.laid?.id === id)
    if (found !== undefined) return found.revision
    const last = lines.at(-1)
    if (last === undefined) return undefined
    from = last.revision + 1
  }
  return undefined
}

/** What is wrong with an audit is said by whoever verifies it, and keeps nobody from a halt. */
function entryOf(line: Parameters<typeof readEntry>[0]): Partial<AuditEntry> | undefined {
  try {
    return readEntry(line)
  } catch {
    return undefined
  }
}

/** As {@link laidAt}, for a halt that must be laid now: an audit that cannot be read keeps nobody from it. */
export async function laidAlready(
  held: HeldHalt,
  fleet: Fleet,
  store: Store,
): Promise<number | undefined> {
  try {
    return await laidAt(held, fleet, store)
  } catch (error) {
    if (isStoreError(error) && error.code === 'invalid') return undefined
    throw error
  }
}

/** Lets go of every held halt that the store has: what became of it there is known once it was read. */
export async function letGoOfKnown(store: Store): Promise<void> {
  const fleet = await store.read()
  for (const held of store.heldHalts) {
    const isAlone = held.by === undefined
    if (isAlone || (await laidAlready(held, fleet, store)) === undefined) continue
    store.release(held.routes, [held.id])
  }
}

/** Gives the change that lays a held halt over the fleet, in the words of who asked; undefined for one that may not be. */
export function layingOf(
  held: HeldHalt,
  { known }: Store,
  { routes }: FlipContext,
): Halting | undefined {
  const { by, halt } = held
  if (by === undefined) return undefined
  const isThere = (name: string): boolean =>
    known.routes.has(name) || routes.some(route => route.name === name)
  // Of a route that nobody here knows there is nothing to be written: it stays held.
  if (held.routes !== 'all' && !held.routes.every(isThere)) return undefined
  const { actor, reason, name } = by
  const named = held.routes === 'all' ? {} : { name }
  return { verb: 'halt', isHard: halt === 'hard', actor, reason, ...named, laid: held }
}
