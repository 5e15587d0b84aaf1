import type { Issue, Outcome } from './outcome.ts'
import type { IssueCode, OutcomeMeaning, Policy } from './policy.ts'
import type { Report } from './report.ts'
import type { Tokens } from './tokens.ts'

/** What became of one request. */
export interface Ending {
  readonly status: number
  readonly outcome: Outcome
}

/** Two endings and how they are to be held against each other. */
export interface Endings {
  readonly control: Ending
  readonly candidate: Ending
  /** Whether both speak one language: then statuses and codes are compared as they are. */
  readonly isOneLanguage: boolean
}

/** Holds what became of the one request against what became of the other; every difference is critical. */
export function compareOutcomes(
  { control, candidate, isOneLanguage }: Endings,
  policy: Policy,
  { report, tokens }: { readonly report: Report; readonly tokens: Tokens },
): 'same' | 'different' {
  const [a, b] = isOneLanguage
    ? [wordsAsWritten(control), wordsAsWritten(candidate)]
    : [wordsAsMeant(control, policy), wordsAsMeant(candidate, policy)]
  if (a.class !== b.class) report.outcome('outcome', a.class, b.class)
  const path = 'outcome/issue'
  for (const code of without(a.codes, b.codes)) report.outcome(path, tokens(path, code), 'absent')
  for (const code of without(b.codes, a.codes)) report.outcome(path, 'absent', tokens(path, code))
  if (isOneLanguage && control.status !== candidate.status) {
    report.outcome('http/status', String(control.status), String(candidate.status))
  }
  return a.class === b.class ? 'same' : 'different'
}

/** What an ending comes to: a class, and codes in no order. */
interface Words {
  readonly class: string
  readonly codes: readonly string[]
}

const codeOf = ({ severity, system, code }: Issue): string => `${severity} ${system} ${code}`

const wordsAsWritten = ({ outcome }: Ending): Words => ({
  class: outcome.class,
  codes: outcome.issues.map(codeOf),
})

const isOf =
  (issue: Issue) =>
  ({ system, code, severity = issue.severity }: IssueCode): boolean =>
    system === issue.system && code === issue.code && severity === issue.severity

/** Where the policy knows what an ending means in every language, that is what counts. */
function wordsAsMeant({ status, outcome }: Ending, policy: Policy): Words {
  const telling = outcome.issues.filter(issue => !policy.generic.some(isOf(issue)))
  const meant = telling.map(issue => policy.outcomes.find(row => row.issues.some(isOf(issue))))
  const known = meant.filter((row): row is OutcomeMeaning => row !== undefined)
  const silent = outcome.issues.length === 0 ? ofStatus(status, policy) : []
  const meanings = new Set([...known, ...silent].map(({ meaning }) => meaning))
  if (meanings.size === 0) {
    return { class: outcome.class, codes: telling.map(codeOf) }
  }
  const unknown = telling.filter((_, i) => meant[i] === undefined).map(codeOf)
  return { class: [...meanings].sort().join(' '), codes: unknown }
}

const ofStatus = (status: number, policy: Policy): OutcomeMeaning[] =>
  policy.outcomes.filter(({ statuses }) => statuses?.includes(status) === true)

function without(codes: readonly string[], others: readonly string[]): string[] {
  const rest = new Map<string, number>()
  for (const code of others) rest.set(code, (rest.get(code) ?? 0) + 1)
  return codes.filter(code => {
    const count = rest.get(code) ?? 0
    rest.set(code, count - 1)
    return count <= 0
  })
}
