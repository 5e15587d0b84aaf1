import type { DomainOutcome } from '../../mapping/index.ts'

/** Spine's two lists of what can become of a prescription's message; one number means two things in them. */
export const PRESCRIBE = '2.16.840.1.113883.2.1.3.2.4.17.22'
export const DISPENSE = '2.16.840.1.113883.2.1.3.2.4.16.34'

/** The façade speaks its own codes, and for some of them Spine's. */
export const FACADE = [
  'https://fhir.nhs.uk/CodeSystem/EPS-IssueCode',
  'https://fhir.nhs.uk/CodeSystem/Spine-ErrorOrWarningCode',
]

/** One code of the façade, what it is in Spine's two lists, how it is displayed, and what it comes to. */
export interface EpsCode {
  readonly code: string
  readonly prescribing: readonly string[]
  readonly dispensing: readonly string[]
  readonly display: string
  readonly outcome: DomainOutcome
}

type Row = readonly [
  code: string,
  prescribing: readonly string[],
  dispensing: readonly string[],
  display: string,
  outcome?: DomainOutcome,
]

/** From NHSDigital/electronic-prescription-service-api, spine-response-handler.ts. */
const ROWS: readonly Row[] = [
  ['PATIENT_DECEASED', ['0001'], [], 'Patient is recorded as dead'],
  ['DUPLICATE_PRESCRIPTION_ID', ['0002'], [], 'Duplicate prescription ID exists', 'duplicate'],
  ['MISSING_DIGITAL_SIGNATURE', ['0003'], [], 'Digital signature not found'],
  [
    'PRESCRIPTION_NOT_FOUND',
    ['0005'],
    [],
    'Prescription can not be found. Contact prescriber',
    'not_found',
  ],
  ['INVALID_RESOURCE_ID', ['0007'], [], 'Identifier is not valid'],
  ['MISSING_VALUE', ['0008'], [], 'Information missing from message'],
  ['INVALID_MESSAGE', ['0009', '7002'], ['5888'], 'Invalid message'],
  ['INVALID_NUMBER_MEDICATIONREQUESTS', ['0010'], [], 'Invalid number of line items'],
  ['PRESCRIPTION_INVALID_STATE_TRANSITION', ['0012'], [], 'Invalid state of prescription'],
  ['MEDICATIONREQUEST_INVALID_STATE_TRANSITION', ['0013'], [], 'Invalid state of line item'],
  ['MEDICATIONREQUEST_NOT_FOUND', ['0014'], [], 'Line item can not be found', 'not_found'],
  ['CLAIM_INVALID_NOT_DISPENSED', ['0015'], [], 'Claim for a prescription not dispensed'],
  ['MISMATCH_AUTHORISED_REPEAT_COUNT', ['0018'], [], 'Authorised repeat counts differ'],
  ['INVALID_REPEAT_COUNT', ['0019'], [], 'Repeat count is not valid'],
  ['DISPENSE_AMEND_IDENTIFIER_MISMATCH', ['0021'], [], 'Not the last dispense notification'],
  ['CLAIM_AMEND_PERIOD_ISSUE', ['0100'], [], 'Claim can not be amended any more'],
  ['DUPLICATE_MEDICATIONREQUEST_ID', ['5008'], [], 'Duplicate line item ID', 'duplicate'],
  ['INVALID_CHECK_DIGIT', ['5009'], [], 'Check digit is not valid'],
  ['INVALID_DATE_FORMAT', ['9006'], [], 'Date is not valid'],
  ['PRESCRIPTION_CANCELLED', [], ['0001'], 'Prescription has been cancelled'],
  ['PRESCRIPTION_EXPIRED', [], ['0002'], 'Prescription has expired'],
  ['RESOURCE_NOT_FOUND', [], ['0003'], 'Prescription can not be found', 'not_found'],
  ['PRESCRIPTION_WITH_ANOTHER_DISPENSER', [], ['0004'], 'Prescription is with another dispenser'],
  ['PRESCRIPTION_DISPENSED', [], ['0005'], 'Prescription has been dispensed or not dispensed'],
  ['NO_MORE_PRESCRIPTIONS', [], ['0006'], 'No more prescriptions available', 'not_found'],
  ['SERVICE_DISABLED', [], ['0007'], 'Service is disabled'],
  ['RESOURCE_VERSION_MISMATCH', ['0099'], ['0099'], 'Prescription has changed meanwhile'],
  ['FAILURE_TO_PROCESS_MESSAGE', ['9999'], ['5000'], 'Unable to process message'],
]

/** Lists what EPS can say of a message that it does not simply do. */
export const EPS_CODES: readonly EpsCode[] = ROWS.map(
  ([code, prescribing, dispensing, display, outcome = 'app_error']) => ({
    code,
    prescribing,
    dispensing,
    display,
    outcome,
  }),
)
