import type { OutcomeWords } from '../../comparison/index.ts'

/** Of STU3, as the record locator up to version 2.8 speaks. */
const SPINE_CODES = 'https://fhir.nhs.uk/STU3/CodeSystem/Spine-ErrorOrWarningCode-1'

/** Declares what the record locator says of a request in codes (nhsconnect/nrls-reference-implementation). */
export const NRL_OUTCOME_WORDS: readonly OutcomeWords[] = [
  {
    word: 'not_found',
    issues: ['NO_RECORD_FOUND', 'RESOURCE_DELETED'].map(code => ({
      system: SPINE_CODES,
      code,
      severity: 'error',
    })),
  },
  { word: 'duplicate', issues: [{ system: SPINE_CODES, code: 'DUPLICATE_REJECTED' }] },
]
