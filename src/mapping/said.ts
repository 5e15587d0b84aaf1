import { type Read, readFact } from './codes.ts'
import type { FactRow, SameRow } from './rows.ts'
import { type Dialect, readValue, type ValueType } from './values.ts'

/** Says whether a place says a fact again, in its own way of writing it. */
export function isSaidBy(row: SameRow, own: string, written: string, dialect: Dialect): boolean {
  if (row.as === undefined) return written === own
  const said = readValue(row.as, dialect, written)
  return said !== undefined && said === ownIn(row.as, own)
}

/** A fact in the narrower way of a place that says it again. */
export const ownIn = (as: ValueType, own: string): string =>
  as === 'day' ? own.slice(0, 'YYYY-MM-DD'.length) : own

/** Reads what a leaf's text says of a row's fact, in either language; undefined where that is no value of it. */
export function readText(row: FactRow, dialect: Dialect, text: string): Read | undefined {
  const own = dialect === 'fhir' ? text : ownText(row, text)
  return own === undefined ? undefined : readFact(row, dialect, own)
}

/** What of an HL7v3 leaf is a row's own; undefined where the leaf does not have it. */
function ownText({ part, after = '' }: FactRow, text: string): string | undefined {
  if (part === undefined) return text.startsWith(after) ? text.slice(after.length) : undefined
  const colon = text.indexOf(':')
  if (colon === -1) return undefined
  return part === 'scheme' ? text.slice(0, colon) : text.slice(colon + 1)
}
