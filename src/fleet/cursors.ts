/** The longest a cursor may be claimed at once, milliseconds: whoever ends without a word holds it no longer. */
export const MOST_CLAIM_MS = 3_600_000

/** Who reads on, and for how long nobody else may. */
export interface CursorClaim {
  /** Whoever claims, by a name it has to itself: at most 64 letters, digits and hyphens. */
  readonly by: string
  /** For so long, milliseconds, at most {@link MOST_CLAIM_MS}; by the store's own clock. */
  readonly forMs: number
}

/** How far a reader of the audit has come. */
export interface CursorPlace {
  /** The last revision that is done with: the next line to read is that of the revision after it. */
  readonly at: number
  /** Whether nobody had claimed this name before: it then begins where the fleet stands, and what was before is over. */
  readonly isNew: boolean
}

/**
 * Keeps how far each reader of the audit has come, so that of many instances one reads on at a time, and another goes
 * on where it ended. It is no part of the fleet: its revision does not move, and the audit has no line of it.
 *
 * What is read is read at least once: whoever holds a claim too long, or a store that fails over or was emptied, may
 * let two read the same. A store that was emptied has lost its cursors as it has lost its audit; `isNew` says so.
 *
 * A reader's name is 1 to 63 of `a-z`, `0-9` and `-`. Both promises fail with {@link StoreError} `silent` or `unknown`
 * where the store does not answer, and may be asked again; with `invalid` for what is no name, claim or revision.
 */
export interface Cursors {
  /**
   * Claims a cursor, or claims it again for longer, and gives how far it has come; undefined where somebody else holds
   * it now. A claim ends by itself.
   */
  claimCursor(name: string, claim: CursorClaim): Promise<CursorPlace | undefined>
  /**
   * Moves a cursor on to a revision that is done with. False where `by` does not hold it now, or where it has come
   * further already: nothing was moved then, and what is done is to be claimed anew. Its claim ends when it would have.
   */
  moveCursor(name: string, by: string, to: number): Promise<boolean>
}
