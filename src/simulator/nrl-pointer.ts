import type { FormatCode, RecordType, Setting, Stability } from './nrl-codes.ts'

/** An identifier with the scheme it is of. */
export interface Identifier {
  readonly system: string
  readonly value: string
}

/** One way to what a pointer leads to. */
export interface PointerContent {
  readonly contentType: string
  /** As the provider wrote it, with https: what is behind the Secure Proxy R4 writes with ssp. */
  readonly url: string
  readonly title?: string | undefined
  readonly creation?: string | undefined
  readonly format: FormatCode
  readonly stability: Stability
}

/** Where a pointer stands: only one that is current is shown to those who ask. */
export type PointerStatus = 'current' | 'superseded' | 'entered-in-error'

/** What a provider says when it makes a pointer, in whichever language. */
export interface PointerDraft {
  readonly status: string
  readonly master?: Identifier | undefined
  readonly type: RecordType
  /** Whose record it leads to: an NHS number. */
  readonly subject: string
  /** ODS code of whoever owns the record. */
  readonly author: string
  /** ODS code of whoever keeps the pointer. */
  readonly custodian: string
  readonly replaces?: Replaced | undefined
  readonly contents: readonly PointerContent[]
  readonly period?: { readonly start: string; readonly end?: string | undefined } | undefined
  readonly setting: Setting
  /** Of the system behind the Secure Proxy that holds the record; STU3 has no place for it. */
  readonly asid?: string | undefined
}

/** The pointer another one takes the place of: by its logical id, by the provider's own identifier, or both. */
export interface Replaced {
  readonly id?: string | undefined
  /** Who keeps it, where its name says so. */
  readonly custodian?: string | undefined
  readonly master?: Identifier | undefined
}

/** A pointer as both locators hold it. */
export interface Pointer extends Omit<PointerDraft, 'status'> {
  readonly status: PointerStatus
  /** The logical id, without the custodian's prefix that R4 puts before it. */
  readonly id: string
  readonly version: number
  /** Epoch milliseconds. */
  readonly indexed: number
  readonly updated: number
}

/** Says whether two identifiers are the same. */
export const isSame = (one: Identifier | undefined, other: Identifier | undefined): boolean =>
  one !== undefined && one.system === other?.system && one.value === other.value
