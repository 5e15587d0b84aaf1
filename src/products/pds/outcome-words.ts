import type { OutcomeWords } from '../../comparison/index.ts'

const PDS_ERRORS = '2.16.840.1.113883.2.1.3.2.4.17.42'
const SPINE_CODES = 'https://fhir.nhs.uk/R4/CodeSystem/Spine-ErrorOrWarningCode'

const codesOf = (system: string, codes: readonly string[]): OutcomeWords['issues'] =>
  codes.map(code => ({ system, code }))

/**
 * Declares what PDS says of a request in codes: those of HL7v3 errors, and those of its FHIR API
 * (NHSDigital/personal-demographics-service-api, specification).
 */
export const PDS_OUTCOME_WORDS: readonly OutcomeWords[] = [
  {
    word: 'not_found',
    issues: [
      { system: PDS_ERRORS, code: '1', severity: 'error' },
      { system: PDS_ERRORS, code: 'ST004', severity: 'error' },
      ...codesOf(SPINE_CODES, ['RESOURCE_NOT_FOUND', 'INVALIDATED_RESOURCE']),
    ],
  },
  // An answer to a search that came with success and finds nobody: HL7v3 says the same with AE.
  { word: 'app_error', issues: codesOf(SPINE_CODES, ['TOO_MANY_MATCHES']) },
  // A number is not allocated to somebody who has one, and that comes with success.
  { word: 'duplicate', issues: codesOf(SPINE_CODES, ['SINGLE_MATCH', 'MULTIPLE_MATCHES']) },
  // What is said beside a match says that it is one.
  { word: 'ok', issues: [{ system: PDS_ERRORS, code: '3', severity: 'warning' }] },
]
