import type { Comparison, Difference } from '../comparison/index.ts'
import { FOUND_IN, type FoundIn } from '../evidence/index.ts'
import type { OneVerdict, TwoVerdicts } from '../shadow/index.ts'
import { setTable } from './table.ts'

/**
 * Sets what came of a comparison as lines: the verdict and why, of a translated pair both of its verdicts, then each
 * difference with its path below it.
 */
export function setComparison(comparison: Comparison | TwoVerdicts): string {
  return [
    ...('seen' in comparison
      ? [...setTwo(comparison), ...FOUND_IN.flatMap(where => setFound(comparison, where))]
      : [setVerdict(comparison), ...setDifferences(comparison.differences)]),
    ...setRenamed(comparison),
  ].join('')
}

const setVerdict = ({ verdict, reason, code, policy }: OneVerdict): string => {
  const why = [reason, code].filter(each => each !== undefined).join(': ')
  const by = policy === undefined ? '' : `, by the policy ${policy}`
  return `${verdict}${why === '' ? '' : ` (${why})`}${by}\n`
}

const setTwo = (two: TwoVerdicts): string[] => [
  setVerdict({ verdict: two.verdict, ...(two.reason !== undefined && { reason: two.reason }) }),
  `  seen   ${setVerdict(two.seen)}`,
  `  meant  ${setVerdict(two.meant)}`,
]

const IN = {
  seen: 'in what the supplier would see',
  meant: 'in what both sides mean',
  both: 'in both',
} as const satisfies Record<FoundIn, string>

function setFound({ differences }: TwoVerdicts, where: FoundIn): string[] {
  const found = setDifferences(differences.filter(each => each.in === where))
  return found.length === 0 ? [] : [`\n${IN[where]}:\n`, ...found]
}

function setDifferences(differences: readonly Difference[]): string[] {
  const unexplained = differences.filter(({ rule }) => rule === undefined)
  const explained = differences.filter(({ rule }) => rule !== undefined)
  return [
    ...setRows(unexplained),
    ...(explained.length === 0 ? [] : ['\nexplained by a rule:\n', ...setRows(explained)]),
  ]
}

function setRows(differences: readonly Difference[]): string[] {
  if (differences.length === 0) return []
  const rows = differences.map(({ severity, kind, editClass, rule, expired }) => [
    severity,
    kind,
    editClass,
    rule ?? (expired === undefined ? '' : `${expired} has expired`),
  ])
  const headings = ['severity', 'kind', 'change', 'rule']
  // Its words are no sentence: a rule's name broken in two would be two rows.
  const [heading = '', ...lines] = setTable({ headings, rows }, Infinity).split('\n')
  const told = differences.map(
    ({ path, leftToken, rightToken }, i) =>
      `${lines[i] ?? ''}\n  ${path}\n  ${leftToken} → ${rightToken}\n`,
  )
  return ['\n', `${heading.trimEnd()}\n`, ...told]
}

/** Rules that found ids to be one renaming explain no difference, for there is none. */
function setRenamed({ hits, differences }: Pick<Comparison, 'hits' | 'differences'>): string[] {
  const named = new Set(differences.map(({ rule }) => rule))
  const ids = Object.keys(hits).filter(id => !named.has(id))
  return ids.length === 0 ? [] : [`\nids made anew and renamed as one: ${ids.join(', ')}\n`]
}
