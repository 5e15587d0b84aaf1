import type { OutcomeWord } from '../telemetry/index.ts'
import { type Issue, type Outcome, type OutcomeClass, outcomeOfStatus } from './outcome.ts'
import type { IssueCode } from './policy.ts'

/**
 * What codes of code lists say became of a request, in the one word it is counted by: a code names the same whichever
 * interaction is answered with it. `ok` of a code that says nothing beside what was done.
 */
export interface OutcomeWords {
  readonly word: OutcomeWord
  readonly issues: readonly IssueCode[]
}

const OF_CLASS: Readonly<Record<OutcomeClass, OutcomeWord>> = {
  done: 'ok',
  warned: 'warning',
  failed: 'app_error',
  rejected: 'rejected',
  fault: 'fault',
}

/** Statuses that say more than their class (RFC 9110 §15.4.5, §15.5.5, §15.5.11). */
const OF_STATUS: ReadonlyMap<number, OutcomeWord> = new Map([
  [304, 'ok'],
  [404, 'not_found'],
  [410, 'not_found'],
])

/** Gives the word of an answer that says nothing but its status. */
export const wordOfStatus = (status: number): OutcomeWord =>
  OF_STATUS.get(status) ?? OF_CLASS[outcomeOfStatus(status)]

/** Of several things an answer says, the one it is counted by: what tells most comes first. */
const FIRST: readonly OutcomeWord[] = ['duplicate', 'not_found', 'fault', 'rejected', 'app_error']

/** Gives the word of what an answer says became of its request. */
export type WordOf = (outcome: Outcome, status: number) => OutcomeWord

/** Compiles what codes say. Start once, never per answer. */
export function createWordOf(rows: readonly OutcomeWords[]): WordOf {
  const byCode = new Map<string, { severity: string | undefined; word: OutcomeWord }[]>()
  for (const { word, issues } of rows) {
    for (const { system, code, severity } of issues) {
      const key = keyOf(system, code)
      byCode.set(key, [...(byCode.get(key) ?? []), { severity, word }])
    }
  }
  const named = ({ system, code, severity }: Issue): OutcomeWord | undefined =>
    byCode.get(keyOf(system, code))?.find(row => (row.severity ?? severity) === severity)?.word
  return ({ class: own, issues, isSpoken }, status) => {
    if (!isSpoken) return wordOfStatus(status)
    const words = issues.map(named)
    const first = FIRST.find(word => words.includes(word))
    if (first !== undefined) return first
    if (own === 'warned') return isRemarkable(issues, words) ? 'warning' : 'ok'
    // An error nobody knows the code of: its status may still say what it is.
    return own === 'failed' ? (OF_STATUS.get(status) ?? 'app_error') : OF_CLASS[own]
  }
}

const keyOf = (system: string, code: string): string => `${system}\n${code}`

/** A notice is no warning, nor is what stands beside everything that was done. */
const isRemarkable = (
  issues: readonly Issue[],
  words: readonly (OutcomeWord | undefined)[],
): boolean => issues.some(({ severity }, i) => severity !== 'information' && words[i] !== 'ok')
