import type { IssueCode, OutcomeMeaning } from '../../comparison/index.ts'
import { DISPENSE, EPS_CODES, FACADE, PRESCRIBE } from './codes.ts'

const wordOf = (code: string): string => code.toLowerCase().replaceAll('_', '-')

const codesOf = (system: string, codes: readonly string[]): IssueCode[] =>
  codes.map(code => ({ system, code }))

/** Declares what can become of a prescription's message, in Spine's codes and in the façade's. */
export const EPS_OUTCOMES: readonly OutcomeMeaning[] = EPS_CODES.map(
  ({ code, prescribing, dispensing }) => ({
    meaning: wordOf(code),
    issues: [
      ...codesOf(PRESCRIBE, prescribing),
      ...codesOf(DISPENSE, dispensing),
      ...FACADE.map(system => ({ system, code })),
    ],
  }),
)
