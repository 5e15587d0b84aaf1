import type { Comparison, Difference } from '../comparison/index.ts'
import { setTable } from './table.ts'

/** Sets what came of a comparison as lines: the verdict and why, then each difference with its path below it. */
export function setComparison(comparison: Comparison, width: number): string {
  const { verdict, reason, policy, differences } = comparison
  const unexplained = differences.filter(({ rule }) => rule === undefined)
  const explained = differences.filter(({ rule }) => rule !== undefined)
  return [
    `${verdict}${reason === undefined ? '' : ` (${reason})`}, by the policy ${policy}\n`,
    ...setRows(unexplained, width),
    ...(explained.length === 0 ? [] : ['\nexplained by a rule:\n', ...setRows(explained, width)]),
    ...setRenamed(comparison),
  ].join('')
}

function setRows(differences: readonly Difference[], width: number): string[] {
  if (differences.length === 0) return []
  const rows = differences.map(({ severity, kind, editClass, rule, expired }) => [
    severity,
    kind,
    editClass,
    rule ?? (expired === undefined ? '' : `${expired} has expired`),
  ])
  const headings = ['severity', 'kind', 'change', 'rule']
  const [heading = '', ...lines] = setTable({ headings, rows }, width).split('\n')
  const told = differences.map(
    ({ path, leftToken, rightToken }, i) =>
      `${lines[i] ?? ''}\n  ${path}\n  ${leftToken} → ${rightToken}\n`,
  )
  return ['\n', `${heading.trimEnd()}\n`, ...told]
}

/** Rules that found ids to be one renaming explain no difference, for there is none. */
function setRenamed({ hits, differences }: Comparison): string[] {
  const named = new Set(differences.map(({ rule }) => rule))
  const ids = Object.keys(hits).filter(id => !named.has(id))
  return ids.length === 0 ? [] : [`\nids made anew and renamed as one: ${ids.join(', ')}\n`]
}
