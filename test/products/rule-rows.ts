import type { Answered, IdPair } from '../../src/comparison/index.ts'

/** What one rule is for, and what lies right beside that. */
export interface RuleRow {
  readonly rule: string
  /** The policies it is meant for; all that have a rule of this name where there are none. */
  readonly policies?: readonly string[]
  /** Two answers that differ in what the rule speaks of and in nothing else. */
  readonly pair: readonly [Answered, Answered]
  /** Held against the first of them: what the rule must not explain. */
  readonly beside: Answered
  /** What is told of that: kind and the last two steps of the path. */
  readonly tells: string
  /** What is told of the pair itself, for a rule that only says who belongs to whom or how little something weighs. */
  readonly still?: string
  readonly request?: readonly IdPair[]
}

/** A row as it is written: documents that are made into answers. */
export interface Row extends Omit<RuleRow, 'pair' | 'beside'> {
  readonly a: string
  readonly b: string
  readonly c: string
}

/** Makes answers of the documents of rows. */
export const rowsOf = (
  answered: (document: string) => Answered,
  rows: readonly Row[],
): readonly RuleRow[] =>
  rows.map(({ a, b, c, ...row }) => ({
    ...row,
    pair: [answered(a), answered(b)],
    beside: answered(c),
  }))
