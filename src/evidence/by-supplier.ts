import { type Compared, countedAs, type Counts, SUPPLIED } from './counts.ts'

/** ASID to name, as a routes file has them. */
export type Suppliers = ReadonlyMap<string, string>

/** So many suppliers of a file are told apart, those that stand first: what is counted stays small. */
export const MOST_SUPPLIERS = 60

/** Gives the ASIDs that are told apart. */
export const toldApart = (suppliers: Suppliers): ReadonlySet<string> =>
  new Set([...suppliers.keys()].slice(0, MOST_SUPPLIERS))

const COLUMNS = {
  identical: 'identical',
  equivalent: 'equivalent',
  different: 'different',
  critical: 'critical',
  truncated: 'truncated',
  not_comparable: 'notComparable',
  not_compared: 'notCompared',
} as const

/** Names what one comparison is counted as beside its verdict: whose message it was. */
export function suppliedAs(compared: Compared, asid: string): string {
  const [verdict = ''] = countedAs(compared).split('.')
  return `${SUPPLIED}${verdict}.${asid}`
}

/** What came of the messages of one supplier, or of all that are not told apart. */
export interface SupplierCounts extends Readonly<
  Record<(typeof COLUMNS)[keyof typeof COLUMNS], number>
> {
  /** As the file calls it; null for all others together. */
  readonly supplier: string | null
}

/**
 * Divides what was counted among the suppliers of a file, in its order; several ASIDs of one name are one. What is not
 * known to be of any of them comes last: others, and what was counted before suppliers were told apart. The sum over
 * all is what was counted.
 */
export function countsBySupplier(
  byName: ReadonlyMap<string, number>,
  counts: Counts,
  suppliers: Suppliers,
): readonly SupplierCounts[] {
  const rows = new Map<string, Row>()
  const rest: Row = { supplier: null, ...wholeOf(counts) }
  for (const asid of toldApart(suppliers)) {
    const supplier = suppliers.get(asid) ?? asid
    const row = rows.get(supplier) ?? { supplier, ...NOTHING }
    for (const [verdict, column] of Object.entries(COLUMNS)) {
      const count = byName.get(`${SUPPLIED}${verdict}.${asid}`) ?? 0
      row[column] += count
      rest[column] -= count
    }
    rows.set(supplier, row)
  }
  return [...rows.values(), rest]
}

type Row = { -readonly [Field in keyof SupplierCounts]: SupplierCounts[Field] }

const NOTHING = {
  ...{ identical: 0, equivalent: 0, different: 0, critical: 0 },
  ...{ truncated: 0, notComparable: 0, notCompared: 0 },
}

const sum = (byReason: ReadonlyMap<string, number>): number =>
  [...byReason.values()].reduce((a, b) => a + b, 0)

const wholeOf = (counts: Counts): Omit<SupplierCounts, 'supplier'> => ({
  identical: counts.identical,
  equivalent: counts.equivalent,
  different: counts.different,
  critical: counts.critical,
  truncated: sum(counts.truncated),
  notComparable: sum(counts.notComparable),
  notCompared: sum(counts.notCompared),
})
