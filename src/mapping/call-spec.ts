import type { Accepted, Declined } from './decline.ts'
import type { Information } from './information.ts'
import type { Row } from './rows.ts'
import type { Access, DomainOutcome, FailureRow } from './spec.ts'
import type { ValueType } from './values.ts'

/** Turns what one side’s rows say into what both mean, or back; declined where it cannot be said. */
export type CallTurn = (said: Information) => Accepted<Information> | Declined

/** A resource in the two editions of FHIR: rows from it down, and what one says otherwise than the other. */
export interface ResourceSpec {
  /** Legacy’s places stand in the column of HL7, its own edition of FHIR. */
  readonly rows: readonly Row[]
  /** Facts that must be there, by their paths: of a list on the way, in every entry, and one entry at least. */
  readonly needs: readonly string[]
  readonly fromLegacy: CallTurn
  readonly fromFhir: CallTurn
  readonly toLegacy: CallTurn
  readonly toFhir: CallTurn
}

/** One fact that a call’s query or path says. */
export interface ParameterRow {
  /** In the query; of what stands at the end of the path, empty. */
  readonly name: string
  readonly fact: string
  readonly type: ValueType
  /** What always stands before it. */
  readonly after?: string
}

/** What a body of few facts must say, and nothing else: each place with its words. */
export interface PlainBody {
  readonly resource: string
  readonly says: readonly (readonly [places: string | readonly string[], is: string])[]
}

/** What a call’s success is answered with. */
export type Becomes =
  /** The resource that was asked for, alone or as the one entry of a searchset. */
  | { readonly kind: 'one'; readonly in: 'resource' | 'searchset' }
  /** All that were found, or how many. */
  | { readonly kind: 'all' | 'count' }
  /** An outcome that says it; of a new resource its address too. */
  | { readonly kind: 'made' | 'done'; readonly says: SuccessRow }

/** One of legacy’s positive outcomes, and the cloud’s codes that say the same. */
export interface SuccessRow {
  readonly status: number
  readonly codes: readonly string[]
  readonly code: string
  readonly display: string
  /** Behind it stands the address of what it was done to, where it was named by one. */
  readonly diagnostics: string
}

/** One of the calls a supplier may make. */
export interface CallOperation {
  readonly interaction: string
  /** Parameters that tell it from another call of its interaction. */
  readonly always?: Readonly<Record<string, string>>
  readonly parameters: readonly ParameterRow[]
  /** Parameters legacy alone can answer, and why. */
  readonly refuses?: Readonly<Record<string, string>>
  /** What the sender’s token must say its purpose is. */
  readonly scope: string
  readonly body?: 'resource' | PlainBody
  /** What the cloud is asked: `{fact}` in its path and in its parameters; but the first may be left out. */
  readonly asks: {
    readonly method: string
    readonly path: string
    readonly search?: readonly (readonly [name: string, value: string])[]
  }
  /** Facts of every resource in the answer, by their paths, and the fact asked that each must be. */
  readonly agrees: Readonly<Record<string, string>>
  readonly becomes: Becomes
  /** Outcomes of the cloud that prove nothing here, and why legacy is asked. */
  readonly unproven?: Readonly<Partial<Record<DomainOutcome, string>>>
}

/** One of the cloud’s errors, and legacy’s own for it. */
export interface RefusalRow {
  readonly statuses: readonly number[]
  readonly code: string
  readonly outcome: DomainOutcome
  /** Whom it refuses may be us: a read is asked of legacy, and of a write it is told. */
  readonly mayBeOurs?: true
  readonly as: {
    readonly status: number
    /** FHIR’s issue type. */
    readonly type: string
    readonly code: string
    readonly display: string
    readonly diagnostics: string
  }
}

/** A mapping of calls as plain data. */
export interface CallsSpec {
  readonly name: string
  readonly access: Access
  /** The type of resource its calls are about. */
  readonly resource: string
  /** As a supplier sends it, and as it is read. */
  readonly asked: ResourceSpec
  readonly answered: ResourceSpec
  readonly operations: readonly CallOperation[]
  /** Facts of a read resource. */
  readonly facts: {
    /** What it is known by, to suppliers and in its answers’ order. */
    readonly id: string
    readonly patient: string
    /** Who keeps it, before whose code and a hyphen the cloud’s own id begins. */
    readonly keeper: string
  }
  /** A resource that is told to nobody: a fact’s word and why. */
  readonly withholds: readonly (readonly [fact: string, isNot: string, because: string])[]
  readonly token: {
    /** The claims that name the asking organisation, and what stands before its code. */
    readonly organisation: readonly string[]
    readonly after: string
    /** What stands before the system’s number in `requesting_system`. */
    readonly system: string
  }
  readonly cloud: {
    readonly accept: string
    /** The header that names the asking organisation. */
    readonly organisation: string
    /** Systems of the codes in its outcomes. */
    readonly systems: readonly string[]
  }
  readonly legacy: {
    /** Its media types, each with the notation it is; the first of a notation is written. */
    readonly notations: readonly (readonly [mediaType: string, notation: Notation])[]
    readonly otherwise: Notation
    /** Where its resources stand. */
    readonly base: string
    readonly outcomeProfile: string
    readonly system: string
    /** What codes of its own come to that no error of the cloud’s is told by. */
    readonly outcomes: Readonly<Record<string, DomainOutcome>>
  }
  readonly refusals: readonly RefusalRow[]
  /** Statuses that say that the cloud failed; the first row that fits. */
  readonly failures: readonly FailureRow[]
  /** Facts that may never be lost, in either direction, whatever the reason. */
  readonly kept: readonly string[]
}

/** FHIR’s two ways to write a resource. */
export type Notation = 'xml' | 'json'
