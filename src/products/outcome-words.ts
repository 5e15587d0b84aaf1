import type { OutcomeReading, OutcomeWords } from '../comparison/index.ts'
import { EPS_OUTCOME_WORDS, EPS_REASONS } from './eps/outcome-words.ts'
import { MESH_CONTENTS } from './mesh/interactions.ts'
import { NRL_OUTCOME_WORDS } from './nrl/outcome-words.ts'
import { PDS_OUTCOME_WORDS } from './pds/outcome-words.ts'
import { SCR_OUTCOME_WORDS } from './scr/outcomes.ts'

/** Spine's own errors of a transmission, and those it writes in a fault. */
const TRANSMISSION = '2.16.840.1.113883.2.1.3.2.4.17.32'
const FAULTS = 'urn:nhs:names:errors:tms'

const ISSUE_TYPES = 'issue-type'

/** What every product's answers may say: Spine's codes, and the issue types of FHIR R4. */
const COMMON: readonly OutcomeWords[] = [
  {
    word: 'duplicate',
    issues: [
      { system: TRANSMISSION, code: '202' },
      { system: ISSUE_TYPES, code: 'duplicate' },
    ],
  },
  {
    word: 'not_found',
    issues: ['not-found', 'deleted'].map(code => ({
      system: ISSUE_TYPES,
      code,
      severity: 'error',
    })),
  },
  // A fault that may be sent again says that a system did not do its work, whomever its faultcode blames
  // (NHSDigital/integration-adaptor-mhs, soap_fault_envelope.py).
  { word: 'fault', issues: ['200', '206', '208'].map(code => ({ system: FAULTS, code })) },
]

/** How an answer of any product is read for what became of its request; at most so many bytes of it. */
export const outcomeReading = (mostBytes: number): OutcomeReading => ({
  words: [
    ...COMMON,
    ...PDS_OUTCOME_WORDS,
    ...EPS_OUTCOME_WORDS,
    ...SCR_OUTCOME_WORDS,
    ...NRL_OUTCOME_WORDS,
  ],
  reasons: EPS_REASONS,
  mostBytes,
})

/** The interactions whose answers hold what somebody else wrote: only a status says what became of them. */
export const CONTENTS: ReadonlySet<string> = new Set(MESH_CONTENTS)
