import { readClaim, readMove, type ToClaim, type ToMove } from './cursor-values.ts'
import type { CursorPlace, Cursors } from './cursors.ts'

/** What the thread that has the file is asked of cursors. */
export interface CursorAsks {
  claimCursor: { readonly given: ToClaim; readonly told: CursorPlace | undefined }
  moveCursor: { readonly given: ToMove; readonly told: boolean }
}

type AskThread = <Ask extends keyof CursorAsks>(
  name: Ask,
  given: CursorAsks[Ask]['given'],
) => Promise<CursorAsks[Ask]['told']>

/** Keeps cursors by asking the thread that has the file. */
export const askingCursors = (ask: AskThread): Cursors => ({
  claimCursor: async (name, claim) => ask('claimCursor', readClaim(name, claim)),
  moveCursor: async (name, by, to) => ask('moveCursor', readMove(name, by, to)),
})
