import type { AnswersSpec, IssueRow } from '../../mapping/index.ts'
import { DISPENSE, EPS_CODES, type EpsCode, FACADE, PRESCRIBE } from './codes.ts'

const LISTS = { prescribing: PRESCRIBE, dispensing: DISPENSE } as const

type List = keyof typeof LISTS

/**
 * A code in the list of whoever asked, or, where that list has none, in the other: some of what a dispenser is told
 * is in the prescribers' list only.
 */
function reasonOf(row: EpsCode, own: List): IssueRow['reason'] | undefined {
  const other = own === 'prescribing' ? 'dispensing' : 'prescribing'
  for (const list of [own, other] as const) {
    const [code] = row[list]
    if (code === undefined) continue
    return { code, codeSystem: LISTS[list], display: row.display, severity: 'ER' }
  }
  return undefined
}

const issuesOf = (own: List): readonly IssueRow[] =>
  EPS_CODES.flatMap(row => {
    const reason = reasonOf(row, own)
    const { code, outcome } = row
    if (reason === undefined) return []
    return FACADE.map(system => ({ system, code, type: 'AE', outcome, reason }) as const)
  })

const answersOf = (own: List): AnswersSpec => ({
  acknowledgement: { interaction: 'MCCI_IN010000UK13', versionCode: 'V3NPfIT4.2.00' },
  issues: issuesOf(own),
  failures: [
    { from: 401, to: 401, error: 'bad-answer' },
    { from: 403, to: 403, error: 'bad-answer' },
    { from: 408, to: 408, error: 'no-answer' },
    { from: 429, to: 429, error: 'not-sent' },
    { from: 500, to: 599, error: 'no-answer' },
  ],
})

/** What a prescriber is told: acknowledgements, and errors in the prescribers' list. */
export const PRESCRIBING_ANSWERS: AnswersSpec = answersOf('prescribing')

/** What a dispenser is told: acknowledgements, and errors in the dispensers' list. */
export const DISPENSING_ANSWERS: AnswersSpec = answersOf('dispensing')
