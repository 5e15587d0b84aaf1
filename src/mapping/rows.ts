import type { ValueType } from './values.ts'

/**
 * Where a fact stands in an HL7v3 message, below its subject: one path, or one for each shape that has a place
 * for it. Of several paths each is read and the first written.
 */
export type Hl7Places =
  string | readonly string[] | Readonly<Record<string, string | readonly string[]>>

/** One code in three words: our own, HL7v3's, FHIR's. Undefined is said by saying nothing. */
export type CodeRow = readonly [word: string, hl7: string | undefined, fhir: string | undefined]

/** A code a language tells apart from another of the same word, which is written instead, and why that is so. */
export type MergedRow = readonly [word: string, code: string, lossy: string]

/** A place FHIR has for a fact, and what the values are like that are written there. */
export interface FhirPlace {
  readonly at: string
  readonly is: RegExp
}

/**
 * Where a fact stands in FHIR, from the resource down; `*` marks every list. Of several places the first that is
 * there is read (of several values: each), and the first that takes the value is written.
 */
export type FhirPlaces = string | readonly (string | FhirPlace)[]

/** A place that is read and never written. */
export const readOnly = (at: string): FhirPlace => ({ at, is: /^(?!)/ })

/** Where a row's fact stands in both languages. */
interface Places {
  readonly hl7?: Hl7Places
  readonly fhir?: FhirPlaces
  /** The function that says it in the language that has no path, by its name. */
  readonly by?: string
  /** Why a language or a shape without a path cannot say it; asked for wherever one is missing. */
  readonly lossy?: string
}

/** One fact. */
export interface FactRow extends Places {
  /** What it is called in the information set. */
  readonly fact: string
  /** `code` needs {@link FactRow.codes}. */
  readonly type: ValueType | 'code'
  readonly codes?: readonly CodeRow[]
  /** Codes of HL7v3. */
  readonly merged?: readonly MergedRow[]
  /** Codes of FHIR. */
  readonly mergedFhir?: readonly MergedRow[]
  /** Codes HL7v3 has and we know and decline, each with the reason. */
  readonly declines?: Readonly<Record<string, string>>
  /** Several values in their order. A blank one is left out, for the reason given. */
  readonly many?: {
    readonly blank: string
    /** HL7v3 has this many places: what is left of them stays empty. */
    readonly places?: number
  }
  /** Without it the message is not taken. */
  readonly required?: true
  /** A fact without which this one cannot be written. */
  readonly needs?: string
  /** Of an HL7v3 leaf that holds two facts, `tel:01632960000`, the one before or behind the first colon. */
  readonly part?: 'scheme' | 'rest'
  /** What always stands before it in an HL7v3 leaf. */
  readonly after?: string
  /** How FHIR writes it where it is no string. */
  readonly json?: 'number' | 'boolean'
}

/** Another place that says a fact above it again: where it stands it must agree, but for a reason why not. */
export interface SameRow extends Places {
  readonly same: string
  /** Where it is written in another way than the fact: `day` of an instant is its day. */
  readonly as?: ValueType
}

/** What FHIR says and HL7v3 has no word for: always the same, and written so. */
export interface FixedRow {
  readonly fixed: string
  readonly fhir: string
  readonly json?: 'number' | 'boolean'
  /** Why it may be another: what it says then is let go. */
  readonly lossy?: string
}

/** Rows of the enclosing scope that one language says once and the other in each of several: all of them agree. */
export interface EachRow {
  readonly each: string
  readonly hl7?: string
  readonly fhir?: string
  readonly rows: readonly Row[]
}

/** Another place of HL7v3 that names every entry of a list above it again, in its order. */
export interface AgainRow {
  readonly again: string
  /** The fact of its entries. */
  readonly of: string
  readonly as: ValueType
  readonly hl7: string
}

/** References of FHIR to resources that stand elsewhere in it: each is written, and what they may not be is read. */
export interface PointRow {
  readonly points: string
  readonly fhir: string
  readonly to: readonly string[]
  /** Why they may point elsewhere. */
  readonly lossy?: string
}

/** A leaf that must stand exactly where a fact above it has one word. */
export interface MarkRow extends Places {
  readonly mark: string
  readonly when: readonly [fact: string, word: string]
}

/** Things of one kind, each with facts of its own. Which list an entry is of, its path's conditions say. */
export interface ListRow extends Places {
  readonly list: string
  /** There is one of it at most: its path leads to one place. */
  readonly single?: true
  /** Without an entry the message is not taken. */
  readonly required?: true
  /** The fact its entries are known by from one message to the next; in their order where there is none. */
  readonly key?: string
  readonly rows: readonly Row[]
}

/** Leaves that are known and let go, whatever they say: they are never read into a fact. */
export interface LossyRow {
  readonly hl7?: Hl7Places
  readonly fhir?: string
  readonly lossy: string
}

/** One row of a mapping: read from either language and written in either. */
export type Row =
  FactRow | SameRow | MarkRow | ListRow | LossyRow | FixedRow | EachRow | AgainRow | PointRow
