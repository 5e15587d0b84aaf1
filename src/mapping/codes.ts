import type { FactRow } from './rows.ts'
import { type Dialect, readValue, writeValue } from './values.ts'

const COLUMN = { hl7: 1, fhir: 2 } as const

/** A value in the row's own words, and whether something of what was written is lost by it. */
export interface Read {
  readonly value: string
  readonly isLossy: boolean
}

/** Reads what a leaf says of a row's fact; undefined where that is no value of it. */
export function readFact(row: FactRow, dialect: Dialect, text: string): Read | undefined {
  if (row.type !== 'code') {
    const value = readValue(row.type, dialect, text)
    return value === undefined ? undefined : { value, isLossy: false }
  }
  const code = row.codes?.find(each => each[COLUMN[dialect]] === text)
  if (code !== undefined) return { value: code[0], isLossy: false }
  const others = dialect === 'hl7' ? row.merged : row.mergedFhir
  const merged = others?.find(([, other]) => other === text)
  return merged && { value: merged[0], isLossy: true }
}

/** The word that saying nothing says in a language; undefined where nothing is said by it. */
export function silentWord(row: FactRow, dialect: Dialect): string | undefined {
  return row.codes?.find(each => each[COLUMN[dialect]] === undefined)?.[0]
}

/** Writes a fact's value: a text, or undefined where it is said by saying nothing, or not at all. */
export function writeFact(
  row: FactRow,
  dialect: Dialect,
  value: string,
): { readonly text: string | undefined } | undefined {
  if (row.type !== 'code') {
    const text = writeValue(row.type, dialect, value)
    return text === undefined ? undefined : { text }
  }
  const code = row.codes?.find(([word]) => word === value)
  return code && { text: code[COLUMN[dialect]] }
}
