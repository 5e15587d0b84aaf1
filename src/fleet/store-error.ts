/**
 * What went wrong with the store:
 * `conflict` somebody else has moved the revision on, nothing was stored;
 * `silent` it could not be asked or could not do it, nothing was stored;
 * `unknown` no answer came in time, so it may have been stored;
 * `invalid` what it holds or was given is not what it must be, nothing was stored;
 * `address` the address names no store there is.
 */
export type StoreErrorCode = 'conflict' | 'silent' | 'unknown' | 'invalid' | 'address'

/** The one error of the store. Its message names a place or a rule, never a value that was stored. */
export class StoreError extends Error {
  readonly code: StoreErrorCode
  /** At a conflict, the revision that stands. */
  readonly current: number | undefined

  constructor(code: StoreErrorCode, says: string, current?: number) {
    super(says)
    this.name = 'StoreError'
    this.code = code
    this.current = current
  }
}

/** Tells the store's own error from a programmer's mistake. */
export const isStoreError = (error: unknown): error is StoreError => error instanceof StoreError
