import { writeFact } from './codes.ts'
import { type Compiled, isFact } from './compile-rows.ts'
import { type Accepted, accepted, type Declined, declined } from './decline.ts'
import { type Information, textIn, textsIn } from './information.ts'
import type { FactRow } from './rows.ts'
import type { Search } from './spec.ts'

/** The name a row's fact is searched by; undefined where it is not searched for. */
export const parameterOf = ({ fhir }: FactRow): string | undefined =>
  typeof fhir === 'string' ? fhir.replace(/\*$/, '') : undefined

const valuesOf = (said: Information, fact: string): readonly string[] => {
  const one = textIn(said, fact)
  return one === undefined ? textsIn(said, fact) : [one]
}

/**
 * Writes the query string of a search: every fact that is searched for, in the order of the rows. A value is written
 * so that it can be nothing but a value (RFC 3986 §2.1); one that a search would read as more than the letters it
 * has is declined.
 */
export function queryString(
  { always, values }: Search,
  rows: readonly Compiled[],
  information: Information,
): Accepted<string> | Declined {
  const pairs: (readonly [name: string, value: string])[] = []
  for (const { row } of rows) {
    const name = isFact(row) ? parameterOf(row) : undefined
    if (!isFact(row) || name === undefined) continue
    const searchable = values.find(({ fact }) => fact === row.fact)
    for (const value of valuesOf(information, row.fact)) {
      const text = writeFact(row, 'fhir', value)?.text
      if (text === undefined) return declined({ code: 'value', at: row.fact })
      if (searchable?.fits.test(text) === false || !text.isWellFormed()) {
        return declined({ code: 'asked', at: row.fact, ...searchable })
      }
      pairs.push([name, `${searchable?.before ?? ''}${text}`])
    }
  }
  // Who searches for nothing would be told of everybody.
  if (pairs.length === 0) return declined({ code: 'missing', at: 'search' })
  const all = [...pairs, ...always]
  return accepted(all.map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join('&'))
}
