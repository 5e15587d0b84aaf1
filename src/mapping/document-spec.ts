import type { Keys } from '../exchange/index.ts'
import type { Information } from './information.ts'
import type { Outline } from './outline.ts'
import type { Row } from './rows.ts'
import type { Signed } from './signed.ts'
import type { Access } from './spec.ts'

/**
 * What a row cannot say, as a function: pure, named and described where it is defined. Undefined where it cannot be
 * said.
 */
export type Turn = (said: Information) => Information | undefined

/** From what FHIR's rows say to what HL7v3's rows say, which is what both languages mean, and back. */
export interface Turns {
  readonly fromFhir: Turn
  readonly toFhir: Turn
}

/** What HL7v3 asks for and FHIR has no place for, and where it is made of when a message is written. */
export type Made = 'creationTime' | 'messageId'

/** One kind of document as plain data: an HL7v3 message on one side, a FHIR resource on the other. */
export interface DocumentSpec {
  readonly name: string
  readonly access: Access
  /** The interactions whose message it is. */
  readonly interactions: readonly string[]
  /** The element in `ControlActEvent/subject`. */
  readonly outline: Outline
  readonly rows: readonly Row[]
  readonly turns: Turns
  /** Elements that hold XML of another namespace, which is one fact, byte for byte. */
  readonly foreign: readonly string[]
  /** What was signed and may not be written in other bytes. */
  readonly signed?: Signed
  /** The type of the resource that is the document, where it is no Bundle. */
  readonly resource?: string
  /** The resources of the Bundle, in the order of its entries. */
  readonly order: readonly string[]
  /** Types of resources that are no entries of the Bundle: a resource that points at one contains it. */
  readonly contained?: readonly string[]
  /** The fact that is the message's id, in the wrapper too; absent where what is in it has an id of its own. */
  readonly id?: string
  /**
   * Facts HL7v3 says around its subject alone: the message's own id, where what is in it has another, and when it was
   * made.
   */
  readonly named?: { readonly messageId: string; readonly creationTime: string }
  /** What stands around its subject beside what stands around every one. */
  readonly around?: readonly Row[]
  /** The fact that is the id of whoever is at the keyboard, which HL7v3 says around its subject alone. */
  readonly user?: string
  /**
   * Facts that only HL7v3 has a place for: where nothing says them they are the time the message was made, or an id
   * that is always the same for the id of the message.
   */
  readonly made?: Readonly<Record<string, Made>>
  /** Where each key of what it is about is said: facts divided by `/`, the first of each list. */
  readonly subject: Readonly<Partial<Record<keyof Keys, string>>>
  readonly call: {
    readonly method: string
    /** Below the upstream's base. */
    readonly path: string
    readonly accept: string
  }
  /** Facts that may never be lost, in either direction, whatever the reason. */
  readonly kept: readonly string[]
}
