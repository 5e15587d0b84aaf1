import type { Turns } from './document-spec.ts'
import type { Outline } from './outline.ts'
import type { Row } from './rows.ts'
import type { Access, FailureRow, MappingSpec, Negative } from './spec.ts'
import type { ToldReasons } from './told-reasons.ts'

/** A question whose answer is one document: a message of HL7v3 on one side, a searchset that holds it on the other. */
export interface DocumentQuerySpec {
  readonly name: string
  readonly access: Access
  /** Each request's interaction and the reply's. */
  readonly interactions: Readonly<Record<string, string>>
  /** Interactions that look like its own and stay with legacy, and why. */
  readonly legacyOnly?: Readonly<Record<string, string>>
  /** The element a synchronous reply puts around its message. */
  readonly wrapper: string
  readonly versionCode: string
  /** The interaction of a negative answer. */
  readonly negative: string
  readonly query: MappingSpec['query']
  readonly call: Pick<MappingSpec['call'], 'method' | 'path' | 'accept' | 'search'> & {
    /** The fact of the query, and of the answer, that says whom it is about. */
    readonly subject: string
    /** The fact of the query that says which document is asked for. */
    readonly document: string
  }
  readonly answer: {
    /** The element in `ControlActEvent/subject`. */
    readonly outline: Outline
    /** Rows from the subject down, and from the Bundle of the document. */
    readonly rows: readonly Row[]
    readonly turns: Turns
    /** Facts of the answer by which a document is asked for: one of them is what was asked, or it is another's. */
    readonly names: readonly string[]
    /** The fact of the reply that names it as it was asked for. */
    readonly asked: string
    /** Facts only HL7v3 has a place for: an id that is always the same for what was asked for. */
    readonly made: readonly string[]
    readonly none: Negative
    readonly told: ToldReasons
    readonly failures: readonly FailureRow[]
    /** Facts that may never be lost, in either direction, whatever the reason. */
    readonly kept: readonly string[]
  }
}
