import type { ErrorCode, Keys } from '../exchange/index.ts'
import type { Outline } from './outline.ts'
import type { Row } from './rows.ts'
import type { Setting } from './setting.ts'

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
  /** What is said beside every success of this shape. */
  readonly remarks?: readonly Reason[]
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

/** What stands for a record nobody answers for but legacy, and why. */
export interface Refusal {
  readonly when: readonly [fact: string, word: string]
  readonly because: string
}

/** One of legacy's negative answers. */
export interface Negative {
  readonly outcome: DomainOutcome
  readonly reasons: readonly Reason[]
}

/** An answer of the cloud that is one of legacy's negative answers. */
export interface OutcomeRow extends Negative {
  readonly status: number
  /** A code of Spine-ErrorOrWarningCode in its OperationOutcome. */
  readonly code: string
}

/** A place of a query that may not be there, and why: legacy alone can answer for it. */
export interface RefusedPlace {
  /** From the query down. */
  readonly hl7: string
  readonly because: string
}

/** What a fact's value must be for a search to read it as it is meant. */
export interface Searchable {
  readonly fact: string
  readonly fits: RegExp
  /** Why nothing else is searched for. */
  readonly because: string
  /** What stands before each value: `eq`. */
  readonly before?: string
}

/** What is asked in the path's query string: the facts of the query whose rows name a parameter. */
export interface Search {
  /** Said with every search. */
  readonly always: readonly (readonly [name: string, value: string])[]
  readonly values: readonly Searchable[]
}

/** One kind of change a message may ask for. */
export interface ChangeKind {
  /** The list of its entries, each with the fact `mode`: `added`, `altered` or `removed`. */
  readonly list: string
  /** The fact it is about, where its rows do not ask for it: there unless it is taken away, and then not. */
  readonly value?: string
  /** Another list that must say something too. */
  readonly with?: string
  /** Whether one message may ask for several. */
  readonly isRepeated?: true
}

/** A message that changes a record: what it says becomes a body, under the version it was written for. */
export interface Change {
  /** Where it stands, from the message down. */
  readonly at: string
  readonly contentType: string
  /** The fact that is the version it changes, which the record must still have. */
  readonly version: string
  readonly kinds: readonly ChangeKind[]
}

/** Facts of a query an answer must say too. Case and blanks say nothing, and several values are the first ones. */
export interface Agreement {
  readonly facts: readonly string[]
  /** The list one entry of which must agree in all of them; without it the record itself must. */
  readonly in?: string
  /** What an answer that disagrees is: about another person, or about nobody it can be vouched for. */
  readonly otherwise: 'crossed' | 'declined'
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
  /** Interactions that look like its own and stay with legacy, and why: no route may name them with it. */
  readonly legacyOnly?: Readonly<Record<string, string>>
  /** What `ControlActEvent/query` may say: whatever no row reads, nobody may overlook. */
  readonly query: {
    readonly outline: Outline
    readonly rows: readonly Row[]
    readonly refuses?: readonly RefusedPlace[]
  }
  readonly call: {
    readonly method: string
    /** Below the upstream's base; `{fact}` is a fact of the query. */
    readonly path: string
    readonly accept: string
    /** The fact of the query that says whom it is about; without it, it is about whoever all of it describes. */
    readonly subject?: string
    /** The facts of the query that are keys of what it is about, where that is no person. */
    readonly keys?: Readonly<Partial<Record<keyof Keys, string>>>
    readonly search?: Search
    /** Where something is changed: the rows of the query are those of the change, read and written both ways. */
    readonly change?: Change
    /** Where something is set: the same of the rows of the query. */
    readonly setting?: Setting
  }
  readonly answer: {
    /** The resourceType. */
    readonly resource: string
    /** The fact that says whom it is about. */
    readonly subject: string
    /** The fact its ETag must agree with; an answer to a search has none. */
    readonly version?: string
    /** Where it is a searchset: what none and several come to. Only one that scores 1 is looked at. */
    readonly searchset?: Readonly<Record<'none' | 'several', Negative>>
    /** Where whom it is about is nowhere named: what proves that an answer is about them. */
    readonly agrees?: readonly Agreement[]
    readonly rows: readonly Row[]
    /** Facts that may never be lost, in either direction, whatever the reason. */
    readonly kept: readonly string[]
    readonly remarks: readonly Remark[]
    readonly withholds: readonly Withholding[]
    readonly refuses?: readonly Refusal[]
    /** Lists a reply has one entry of at the most. */
    readonly single?: readonly string[]
    readonly outcomes: readonly OutcomeRow[]
    readonly failures: readonly FailureRow[]
  }
}
