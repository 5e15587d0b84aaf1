import type { Envelope, Family } from './families.ts'
import { compilePlace, type PlacePath } from './places.ts'

/** Which document of a message a path begins in, below its root: the envelope's, or the HL7v3 message. */
export type Document = 'envelope' | 'message'

/** A code that a public source has for an error. */
export interface KnownCode {
  readonly code: string
  readonly display?: string
  /** The source by name. */
  readonly from: string
}

/** What Spine refuses with. */
export interface Refusal {
  readonly family: Family
  /** What Spine's own validators call the error; absent where no public source does. */
  readonly error?: string
  /** Absent where no public source has it: the family alone is told then. */
  readonly code?: KnownCode
}

/** What is asked of a value; an attribute that is missing is the empty text, but for `there`. */
export type Asked =
  | { readonly of: 'there' | 'filled' }
  | { readonly of: 'length'; readonly lengths: readonly number[] }
  | { readonly of: 'one'; readonly values: readonly string[] }
  | { readonly of: 'either'; readonly asked: readonly Asked[] }
  /** The text behind the first `after`, where one is named, is the value at another place. */
  | {
      readonly of: 'same'
      readonly in: Document
      readonly at: string
      readonly after?: string
    }

/** How often something stands; `Infinity` for any number. */
export type Times = readonly [least: number, most: number]

/** One thing Spine asks of a message, as plain data. */
export interface AcceptanceRule {
  /** A name nobody else has, e.g. `soap-message-id`. */
  readonly id: string
  /** What holds in a message that is accepted: a sentence without its full stop. */
  readonly says: string
  readonly in: Document
  /** Holds only where a message travels so; absent: however it does. */
  readonly travels?: readonly Travel[]
  /** Holds only for these, by full id; absent: whatever it asks for. */
  readonly interactions?: readonly string[]
  /** Whose rule it is, for a list of them; absent: of whoever carries the message. */
  readonly product?: string
  /** Holds at each of these places, and where there is none nothing is asked; absent: at the document's root. */
  readonly within?: string
  /** Holds there only where one of the values of another path, from the same place, is one of these. */
  readonly where?: { readonly at: string; readonly is: readonly string[] }
  /** What is looked at, from there. */
  readonly at: string
  /** How often its elements stand; once, where nothing is said. */
  readonly times?: Times
  /** What each of the values is; asked only of a path that takes one. */
  readonly is?: Asked
  readonly refusal: Refusal
  /** The public source by name. */
  readonly from: string
  /** What to do about it: a sentence without its full stop. */
  readonly mend: string
}

/** How a message travels, where a rule hangs on it. */
export type Travel = 'soap' | 'ebxml' | 'ebxml-reliable' | 'ebxml-express'

/** A rule whose paths are compiled. */
export interface CompiledRule {
  readonly rule: AcceptanceRule
  readonly within: PlacePath
  readonly at: PlacePath
  readonly where: PlacePath | undefined
  readonly sameAs: PlacePath | undefined
}

/** Compiles a rule; throws where its paths cannot be walked or ask for what they do not take. */
export function compileRule(rule: AcceptanceRule): CompiledRule {
  const at = compilePlace(rule.at)
  if ((rule.is === undefined) !== (at.take === undefined)) {
    throw new Error(`${rule.id}: a value is asked of a path that takes one, and of no other`)
  }
  const { within, where, is } = rule
  return {
    rule,
    within: compilePlace(within ?? ''),
    at,
    where: where && compilePlace(where.at),
    sameAs: is?.of === 'same' ? compilePlace(is.at) : undefined,
  }
}

/** The part of a way of travelling that an envelope shows by itself. */
export const envelopeOf = (travel: Travel): Envelope => (travel === 'soap' ? 'soap' : 'ebxml')
