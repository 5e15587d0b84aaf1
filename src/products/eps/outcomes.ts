import type { IssueCode, OutcomeMeaning } from '../../comparison/index.ts'

const PRESCRIBE = '2.16.840.1.113883.2.1.3.2.4.17.22'
const DISPENSE = '2.16.840.1.113883.2.1.3.2.4.16.34'
/** The façade speaks its own codes, and for some of them Spine's. */
const SYSTEMS = [
  'https://fhir.nhs.uk/CodeSystem/EPS-IssueCode',
  'https://fhir.nhs.uk/CodeSystem/Spine-ErrorOrWarningCode',
]

/** What one code of the façade is in Spine's two lists, in which one number means two things. */
type Row = readonly [code: string, prescribing: readonly string[], dispensing: readonly string[]]

/** From NHSDigital/electronic-prescription-service-api, spine-response-handler.ts. */
const CODES: readonly Row[] = [
  ['PATIENT_DECEASED', ['0001'], []],
  ['DUPLICATE_PRESCRIPTION_ID', ['0002'], []],
  ['MISSING_DIGITAL_SIGNATURE', ['0003'], []],
  ['PRESCRIPTION_NOT_FOUND', ['0005'], []],
  ['INVALID_RESOURCE_ID', ['0007'], []],
  ['MISSING_VALUE', ['0008'], []],
  ['INVALID_MESSAGE', ['0009', '7002'], []],
  ['INVALID_NUMBER_MEDICATIONREQUESTS', ['0010'], []],
  ['PRESCRIPTION_INVALID_STATE_TRANSITION', ['0012'], []],
  ['MEDICATIONREQUEST_INVALID_STATE_TRANSITION', ['0013'], []],
  ['MEDICATIONREQUEST_NOT_FOUND', ['0014'], []],
  ['CLAIM_INVALID_NOT_DISPENSED', ['0015'], []],
  ['MISMATCH_AUTHORISED_REPEAT_COUNT', ['0018'], []],
  ['INVALID_REPEAT_COUNT', ['0019'], []],
  ['DISPENSE_AMEND_IDENTIFIER_MISMATCH', ['0021'], []],
  ['CLAIM_AMEND_PERIOD_ISSUE', ['0100'], []],
  ['DUPLICATE_MEDICATIONREQUEST_ID', ['5008'], []],
  ['INVALID_CHECK_DIGIT', ['5009'], []],
  ['INVALID_DATE_FORMAT', ['9006'], []],
  ['PRESCRIPTION_CANCELLED', [], ['0001']],
  ['PRESCRIPTION_EXPIRED', [], ['0002']],
  ['RESOURCE_NOT_FOUND', [], ['0003']],
  ['PRESCRIPTION_WITH_ANOTHER_DISPENSER', [], ['0004']],
  ['PRESCRIPTION_DISPENSED', [], ['0005']],
  ['NO_MORE_PRESCRIPTIONS', [], ['0006']],
  ['SERVICE_DISABLED', [], ['0007']],
  ['RESOURCE_VERSION_MISMATCH', ['0099'], ['0099']],
  ['FAILURE_TO_PROCESS_MESSAGE', ['9999'], ['5000']],
]

const wordOf = (code: string): string => code.toLowerCase().replaceAll('_', '-')

const codesOf = (system: string, codes: readonly string[]): IssueCode[] =>
  codes.map(code => ({ system, code }))

/** Declares what can become of a prescription's message, in Spine's codes and in the façade's. */
export const EPS_OUTCOMES: readonly OutcomeMeaning[] = CODES.map(
  ([code, prescribing, dispensing]) => ({
    meaning: wordOf(code),
    issues: [
      ...codesOf(PRESCRIBE, prescribing),
      ...codesOf(DISPENSE, dispensing),
      ...SYSTEMS.map(system => ({ system, code })),
    ],
  }),
)
