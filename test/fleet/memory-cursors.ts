import type { Cursors } from '../../src/fleet/index.ts'
import { readClaim, readMove } from '../../src/fleet/cursor-values.ts'

/** Cursors as plainly as they can be written down. */
export interface MemoryCursors {
  /** The store's own clock, epoch milliseconds. */
  now: () => number
  readonly kept: Map<string, { readonly at: number; readonly by: string; readonly ends: number }>
}

export const createMemoryCursors = (): MemoryCursors => ({ now: Date.now, kept: new Map() })

/** The doors on such cursors, behind something that may fail; a new one begins at the revision that is reached. */
export const memoryCursors = (
  reached: () => Promise<{ readonly cursors: MemoryCursors; readonly revision: number }>,
): Cursors => ({
  claimCursor: async (given, claim) => {
    const { name, by, forMs } = readClaim(given, claim)
    const { cursors, revision } = await reached()
    const now = cursors.now()
    const there = cursors.kept.get(name)
    if (there !== undefined && there.by !== by && there.ends > now) return undefined
    const at = there?.at ?? revision
    cursors.kept.set(name, { at, by, ends: now + forMs })
    return { at, isNew: there === undefined }
  },
  moveCursor: async (given, mover, revision) => {
    const { name, by, to } = readMove(given, mover, revision)
    const { cursors } = await reached()
    const there = cursors.kept.get(name)
    if (there?.by !== by || there.ends <= cursors.now() || to < there.at) return false
    cursors.kept.set(name, { ...there, at: to })
    return true
  },
})
