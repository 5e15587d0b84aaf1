import { type Compiled, isEach, isFact, isList } from './compile-rows.ts'
import type { FactRow } from './rows.ts'

/** Every fact of the message itself, wherever its row stands. */
const factsOf = (rows: readonly Compiled[]): FactRow[] =>
  rows.flatMap(({ row, rows: within }) =>
    isFact(row) ? [row] : isEach(row) || isList(row) ? factsOf(within) : [],
  )

/**
 * Holds rows to what may never be lost.
 *
 * @throws Error where no row says such a fact, or one that does may lose something of it.
 */
export function checkKept(
  rows: readonly Compiled[],
  { name, kept }: { readonly name: string; readonly kept: readonly string[] },
): void {
  const facts = factsOf(rows)
  for (const fact of kept) {
    const found = facts.filter(row => row.fact === fact)
    if (found.length === 0) throw new Error(`${name}: ${fact} is no fact of it`)
    const isLossy = found.some(row => row.lossy ?? row.merged ?? row.mergedFhir)
    if (isLossy) throw new Error(`${name}: ${fact} may never be lost`)
  }
}
