import type { Test } from 'tap'
import type { Row } from '../../src/mapping/index.ts'
import type { SummaryFact } from './summary-facts.ts'
import type { BrokenTable } from './prescription-golden-broken.ts'

/** What came of a table: it could not be defined, a golden fact tells it from the true one, or none does. */
export type Came = 'refused' | 'caught' | 'survived'

/** Makes what asks golden facts of a broken table, and tells what came of it. */
export function createJury<Spec, Of>(
  define: (spec: Spec) => Of,
  facts: readonly SummaryFact<Of>[],
): (spec: Spec) => Came {
  // Broken tables that stand beside each other are mostly told by the same fact: the last one is asked first.
  const inOrder = [...facts]
  return spec => {
    let mapping: Of
    try {
      mapping = define(spec)
    } catch {
      return 'refused'
    }
    const at = inOrder.findIndex(({ says, of }) => of(mapping) !== says)
    if (at === -1) return 'survived'
    inOrder.unshift(...inOrder.splice(at, 1))
    return 'caught'
  }
}

/** Judges broken tables: none may survive. */
export function judged<Spec>(
  t: Test,
  jury: (spec: Spec) => Came,
  broken: Iterable<BrokenTable<Spec>>,
): void {
  const came: Record<Came, string[]> = { refused: [], caught: [], survived: [] }
  for (const { title, spec } of broken) came[jury(spec)].push(title)
  const { refused, caught, survived } = came
  const all = refused.length + caught.length + survived.length
  t.comment(`${all} broken tables: ${refused.length} refused, ${caught.length} caught`)
  t.strictSame(survived, [])
}

const ENTRIES = new Set(['groups', 'observations', 'conditions', 'procedures', 'devices'])

/** Whether a row is one of coded entries. */
export const isOfEntries = (row: Row): boolean => 'list' in row && ENTRIES.has(row.list)
