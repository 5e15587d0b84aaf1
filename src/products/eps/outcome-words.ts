import type { OutcomeWords } from '../../comparison/index.ts'
import { DISPENSE, EPS_CODES, FACADE, PRESCRIBE } from './codes.ts'

/** Spine's list of what can become of a cancellation, and the façade's (medicationrequest-status-history). */
const CANCELLED = '2.16.840.1.113883.2.1.3.2.4.17.19'
const CANCELLED_HISTORY = 'https://fhir.nhs.uk/CodeSystem/medicationrequest-status-history'

/** The clinical view and the search name their errors in a list of their own. */
const SEARCH = 'PRESCRIPTION_SEARCH_ERROR'

/** Declares what EPS says of a message in codes: the words are those its mappings use. */
export const EPS_OUTCOME_WORDS: readonly OutcomeWords[] = [
  ...EPS_CODES.map(({ code, prescribing, dispensing, outcome: word }) => ({
    word,
    issues: [
      ...prescribing.map(own => ({ system: PRESCRIBE, code: own })),
      ...dispensing.map(own => ({ system: DISPENSE, code: own })),
      ...FACADE.map(system => ({ system, code })),
    ],
  })),
  {
    word: 'not_found',
    issues: [
      { system: CANCELLED, code: '0008' },
      { system: CANCELLED_HISTORY, code: 'R-0008' },
      { system: SEARCH, code: '0001' },
    ],
  },
  // A claim that was sent to those who pay answers a dispenser in the list for prescribers.
  { word: 'duplicate', issues: [{ system: PRESCRIBE, code: '0016' }] },
]

/** Elements of EPS's answers whose value is the code of why nothing was done. */
export const EPS_REASONS: readonly string[] = ['pertinentRejectionReason', 'pertinentResponse']
