import { type Compiled, isEach, isFact, isList } from './compile-rows.ts'
import type { LossyRowSummary } from './document.ts'
import type { DocumentSpec } from './document-spec.ts'
import type { Information } from './information.ts'
import { summariesOf } from './listing.ts'
import { factLeaves, entriesOf } from './listing.ts'
import type { InformationLeaf, RowSummary } from './mapping.ts'

/** Whether only one language has a place for a fact, and a row says why. */
const isOfOne = ({ row, at }: Compiled): boolean =>
  isFact(row) && row.lossy !== undefined && at.size < 2

/** Lists the facts both languages mean: those with a place in each, and those a function says. */
export function leavesOfDocument(
  rows: readonly Compiled[],
  information: Information,
  before = '',
): InformationLeaf[] {
  return rows.flatMap(compiled => {
    const { row, rows: within } = compiled
    if (isOfOne(compiled)) return []
    if (isEach(row)) return leavesOfDocument(within, information, before)
    if (isFact(row)) return factLeaves(row, information, before)
    if (!isList(row)) return []
    return entriesOf(row, information).flatMap((entry, n) =>
      leavesOfDocument(within, entry, `${before}${row.list}[${n}]/`),
    )
  })
}

/** Lists a document's rows as a person reads them. */
export const rowsOfDocument = ({ rows }: DocumentSpec): readonly RowSummary[] =>
  summariesOf(rows, ['hl7'])

/** Lists what a document's rows let go, each with its reason. */
export const lossesOfDocument = (spec: DocumentSpec): readonly LossyRowSummary[] =>
  rowsOfDocument(spec).flatMap(({ fact, hl7, fhir, lossy }) =>
    lossy.map(why => ({ fact, place: fhir ?? hl7['hl7'] ?? '', why })),
  )
