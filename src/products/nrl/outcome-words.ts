import type { OutcomeWords } from '../../comparison/index.ts'
import type { DomainOutcome } from '../../mapping/index.ts'
import { STU3_CODES } from './names.ts'
import { CLOUD_SYSTEMS, OWN_OUTCOMES, REFUSALS } from './outcomes.ts'

type Row = readonly [system: string, code: string, outcome: DomainOutcome]

/** The service of today, under each name its list of codes has, and what version 2.8 says for each of its errors. */
const ROWS: readonly Row[] = [
  ...REFUSALS.flatMap(({ code, outcome }) =>
    CLOUD_SYSTEMS.map((system): Row => [system, code, outcome]),
  ),
  ...REFUSALS.map(({ as, outcome }): Row => [STU3_CODES, as.code, outcome]),
  ...Object.entries(OWN_OUTCOMES).map(([code, outcome]): Row => [STU3_CODES, code, outcome]),
]

/**
 * Declares what the record locators say of a request in codes, by the tables its mapping answers by: an error is
 * counted by one word whichever of the two said it, in XML or in JSON. As an error alone: of what was done
 * RESOURCE_DELETED is no word.
 */
export const NRL_OUTCOME_WORDS: readonly OutcomeWords[] = [
  ...new Set(ROWS.map(([, , outcome]) => outcome)),
].map(word => ({
  word,
  issues: ROWS.filter(([, , outcome]) => outcome === word).map(([system, code]) => ({
    ...{ system, code, severity: 'error' as const },
  })),
}))
