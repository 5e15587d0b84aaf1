import { APPLIANCES, DISPENSERS, GPS, PHARMACIES } from './invented.ts'
import { SUPPLIERS } from './parties.ts'

const KNOWN: ReadonlySet<string> = new Set([
  ...GPS,
  ...PHARMACIES,
  ...APPLIANCES,
  ...DISPENSERS,
  ...SUPPLIERS.map(({ ods }) => ods),
])

/** Says whether a locator knows an organisation. */
export const isKnownOds = (ods: string): boolean => KNOWN.has(ods)

/** Finds the organisation a system belongs to; undefined where nobody has the ASID. */
export const odsOf = (asid: string): string | undefined =>
  SUPPLIERS.find(each => each.asid === asid)?.ods
