import type { ValueType } from './values.ts'

/**
 * Where a fact stands in an HL7v3 message, below its subject: one path, or one for each shape that has a place
 * for it. Of several paths each is read and the first written.
 */
export type Hl7Places =
  string | readonly string[] | Readonly<Record<string, string | readonly string[]>>

/** One code in three words: our own, HL7v3's, FHIR's. Undefined is said by saying nothing. */
export type CodeRow = readonly [word: string, hl7: string | undefined, fhir: string | undefined]

/** A code HL7v3 tells apart from another of the same word, which is written instead, and why that is so. */
export type MergedRow = readonly [word: string, hl7: string, lossy: string]

/** Where a row's fact stands in both languages. */
interface Places {
  readonly hl7?: Hl7Places
  /** From the resource down; `*` marks every list. */
  readonly fhir?: string
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
  readonly merged?: readonly MergedRow[]
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

/** Another place that says a fact above it again: where it stands it must agree. */
export interface SameRow extends Places {
  readonly same: string
}

/** A leaf that must stand exactly where a fact above it has one word. */
export interface MarkRow extends Places {
  readonly mark: string
  readonly when: readonly [fact: string, word: string]
}

/** Things of one kind, each with facts of its own. Which list an entry is of, its path's conditions say. */
export interface ListRow extends Places {
  readonly list: string
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
export type Row = FactRow | SameRow | MarkRow | ListRow | LossyRow
