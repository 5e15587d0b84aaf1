import type { FleetRow } from './fleet-document.ts'
import type { StoreErrorCode } from './store-error.ts'
import type { AuditLine, CountBatch } from './store.ts'

/** What the store's thread can be asked, and what each answers. */
export interface Asks {
  read: { readonly given: null; readonly told: FleetRow }
  change: {
    readonly given: {
      readonly expected: number
      readonly document: string
      readonly line: Omit<AuditLine, 'revision'>
    }
    readonly told: FleetRow
  }
  add: { readonly given: CountBatch; readonly told: null }
  counts: {
    readonly given: { readonly route: string; readonly epoch: string }
    readonly told: readonly (readonly [name: string, count: number])[]
  }
  lines: {
    readonly given: { readonly from: number; readonly most: number }
    readonly told: readonly AuditLine[]
  }
  close: { readonly given: null; readonly told: null }
}

export type AskName = keyof Asks

/** One question to the thread. */
export type Ask = {
  [Name in AskName]: {
    readonly id: number
    readonly ask: Name
    readonly given: Asks[Name]['given']
  }
}[AskName]

/** An error as it goes from thread to thread. */
export interface Failure {
  readonly code: StoreErrorCode
  readonly says: string
  readonly current: number | undefined
}

/** What the thread says: an answer, or unasked that something moved or that it cannot reach its file. */
export type Told =
  | { readonly id: number; readonly told: Asks[AskName]['told'] }
  | { readonly id: number; readonly failed: Failure }
  | { readonly moved: FleetRow }
  | { readonly trouble: Failure }

/** What the thread is started with. */
export interface ThreadSettings {
  /** The file. Beside it lies the last known fleet, as `….known`. */
  readonly path: string
  /** How long a lock of somebody else is waited for, milliseconds. */
  readonly busyMs: number
  /** How often the file is asked whether another process changed it, milliseconds. */
  readonly pollMs: number
}
