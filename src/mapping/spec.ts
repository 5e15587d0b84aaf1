import type { ErrorCode } from '../exchange/index.ts'
import type { Outline } from './outline.ts'
import type { Row } from './rows.ts'

/** Whom a cloud upstream must believe for an interaction: us alone, a user of its own, or who we say asks. */
export type Access = 'application' | 'user' | 'asserted'

/** What became of a request, whatever language says so. */
export type DomainOutcome = 'ok' | 'warning' | 'not_found' | 'rejected' | 'duplicate' | 'app_error'

/** A row of one of Spine's code systems, beside a success or instead of one. */
export interface Reason {
  readonly code: string
  readonly codeSystem: string
  readonly display: string
  /** Error, warning, information. */
  readonly severity: 'ER' | 'WG' | 'IF'
}

/** One shape of an answer: the interaction it is, and what its subject looks like. */
export interface Shape {
  readonly reply: string
  readonly versionCode: string
  /** The element in `ControlActEvent/subject`. */
  readonly outline: Outline
}

/** What is said beside a success where a fact has a word. */
export interface Remark {
  readonly when: readonly [fact: string, word: string]
  readonly reason: Reason
}

/** Facts and lists that must not be there where a fact has a word. */
export interface Withholding {
  readonly when: readonly [fact: string, word: string]
  readonly absent: readonly string[]
}

/** An answer of the cloud that is one of legacy's negative answers. */
export interface OutcomeRow {
  readonly status: number
  /** A code of Spine-ErrorOrWarningCode in its OperationOutcome. */
  readonly code: string
  readonly outcome: DomainOutcome
  readonly reasons: readonly Reason[]
}

/** Statuses that say that the cloud failed, and how that is told; the first row that fits. */
export interface FailureRow {
  readonly from: number
  readonly to: number
  readonly error: ErrorCode
}

/** One mapping as plain data: everything that differs from another. */
export interface MappingSpec {
  readonly name: string
  readonly access: Access
  /** The element a synchronous reply puts around its message. */
  readonly wrapper: string
  /** The interaction of a negative answer. */
  readonly negative: string
  readonly shapes: Readonly<Record<string, Shape>>
  /** Each request's interaction and the shape it is answered in. */
  readonly interactions: Readonly<Record<string, string>>
  /** What `ControlActEvent/query` may say: whatever no row reads, nobody may overlook. */
  readonly query: { readonly outline: Outline; readonly rows: readonly Row[] }
  readonly call: {
    readonly method: string
    /** Below the upstream's base; `{fact}` is a fact of the query. */
    readonly path: string
    readonly accept: string
    /** The fact of the query that says whom it is about. */
    readonly subject: string
  }
  readonly answer: {
    /** The resourceType. */
    readonly resource: string
    /** The fact that says whom it is about. */
    readonly subject: string
    /** The fact its ETag must agree with. */
    readonly version: string
    readonly rows: readonly Row[]
    /** Facts that may never be lost, in either direction, whatever the reason. */
    readonly kept: readonly string[]
    readonly remarks: readonly Remark[]
    readonly withholds: readonly Withholding[]
    readonly outcomes: readonly OutcomeRow[]
    readonly failures: readonly FailureRow[]
  }
}
