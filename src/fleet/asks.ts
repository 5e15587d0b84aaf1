import type { Side } from '../exchange/index.ts'
import type { CursorAsks } from './asking-cursors.ts'
import type { ReplyAsks } from './asking-replies.ts'
import type { FleetRow } from './fleet-document.ts'
import type { Instance, StoredInstance } from './instance-row.ts'
import type { Name } from './naming.ts'
import type { PinMove } from './pins.ts'
import type { RefusedRecord } from './record-answers.ts'
import type { StoreErrorCode } from './store-error.ts'
import type { AuditLine, CountBatch } from './store.ts'

/** What the store's thread can be asked, and what each answers. */
export interface Asks extends ReplyAsks, CursorAsks {
  read: { readonly given: null; readonly told: FleetRow }
  change: {
    readonly given: {
      readonly expected: number
      readonly document: string
      readonly line: Omit<AuditLine, 'revision'>
      readonly pins: readonly PinMove[]
      readonly arePinsWhole: boolean
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
  bind: { readonly given: ToBind; readonly told: RecordAnswer }
  boundTo: { readonly given: Omit<ToBind, 'side'>; readonly told: RecordAnswer }
  acknowledge: { readonly given: ToTell; readonly told: null }
  pinOf: { readonly given: PinPlace; readonly told: RecordAnswer }
  pin: { readonly given: PinPlace & { readonly side: Side }; readonly told: RecordAnswer }
  pins: {
    readonly given: { readonly cohort: string; readonly most: number; readonly from: string }
    readonly told: readonly string[]
  }
  tell: {
    readonly given: { readonly own: Instance; readonly keptMs: number }
    readonly told: readonly StoredInstance[]
  }
  close: { readonly given: null; readonly told: null }
}

/** A message that is to be bound, at a moment: epoch milliseconds. */
export interface ToBind {
  readonly names: readonly Name[]
  readonly side: Side
  readonly keepMs: number
  readonly now: number
}

/** What the sender of a bound message was told, as it is stored. */
export interface ToTell {
  readonly name: Name
  readonly told: string
  readonly now: number
}

/** What is pinned, or may be. */
export interface PinPlace {
  readonly cohort: string
  readonly names: readonly Name[]
}

/** What came of a pin or a binding: an empty side where there is none. */
export type RecordAnswer =
  | { readonly side: string; readonly isNew: boolean; readonly told: string }
  | { readonly refused: RefusedRecord }

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
  /** The environment whose fleet the file holds; undefined where nobody asks. */
  readonly environment: string | undefined
  /** How long a lock of somebody else is waited for, milliseconds. */
  readonly busyMs: number
  /** How often the file is asked whether another process changed it, milliseconds. */
  readonly pollMs: number
}

/** A thread as far as the store needs one; a `Worker` is one. */
export interface Thread {
  postMessage(ask: Ask): void
  on(event: 'message', listener: (told: Told) => void): unknown
  on(event: 'error', listener: (error: Error) => void): unknown
  on(event: 'exit', listener: () => void): unknown
  terminate(): Promise<unknown>
}
