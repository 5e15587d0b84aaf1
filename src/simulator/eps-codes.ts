// The error codes of EPS, by code system and code: one number means different things in different systems.
// The words, the HL7v3 codes and the FHIR codes are those of the public electronic-prescription-service-api.

const V3 = '2.16.840.1.113883.2.1.3.2.4'
const PRESCRIBE = `${V3}.17.22`
const DISPENSE = `${V3}.16.34`
const CANCEL = `${V3}.17.19`
const EPS = 'https://fhir.nhs.uk/CodeSystem/EPS-IssueCode'
const SPINE = 'https://fhir.nhs.uk/CodeSystem/Spine-ErrorOrWarningCode'
const STATUS = 'https://fhir.nhs.uk/CodeSystem/medicationrequest-status-history'

/** One thing that EPS says when it does not simply do what it was asked, in both its languages. */
export interface EpsCode {
  readonly code: string
  /** OID of the HL7v3 code system. */
  readonly system: string
  readonly says: string
  readonly fhir: {
    /** FHIR issue type; undefined where the cloud answers with the prescription and not with an outcome. */
    readonly type: string | undefined
    readonly system: string
    readonly code: string
    /** What the prescription's MedicationRequest is then said to be. */
    readonly status?: 'active' | 'cancelled' | 'completed' | 'stopped'
  }
}

const prescribing = (code: string, says: string, type: string, fhir: string): EpsCode => ({
  code,
  system: PRESCRIBE,
  says,
  fhir: { type, system: EPS, code: fhir },
})
const dispensing = (code: string, says: string, type: string, fhir: string): EpsCode => ({
  ...prescribing(code, says, type, fhir),
  system: DISPENSE,
})
const bySpine = (row: EpsCode): EpsCode => ({ ...row, fhir: { ...row.fhir, system: SPINE } })

const response = (
  code: string,
  says: string,
  status: EpsCode['fhir']['status'],
  type?: string,
): EpsCode => ({
  code,
  system: CANCEL,
  says,
  fhir: { type, system: STATUS, code: `R-${code}`, ...(status === undefined ? {} : { status }) },
})

/** Everything EPS can say, by the name the rules use for it. */
export const EPS_CODES = {
  'duplicate-prescription': prescribing(
    '0002',
    'Duplicate prescription ID exists',
    'duplicate',
    'DUPLICATE_PRESCRIPTION_ID',
  ),
  'no-signature': prescribing(
    '0003',
    'Digital signature not found',
    'business-rule',
    'MISSING_DIGITAL_SIGNATURE',
  ),
  'no-prescription': prescribing(
    '0005',
    'Prescription can not be found. Contact prescriber',
    'not-found',
    'PRESCRIPTION_NOT_FOUND',
  ),
  incomplete: bySpine(
    prescribing('0008', 'Information missing from message', 'value', 'MISSING_VALUE'),
  ),
  invalid: prescribing('0009', 'Invalid Message', 'structure', 'INVALID_MESSAGE'),
  'wrong-state': prescribing(
    '0012',
    'Invalid State Transition for Prescription',
    'business-rule',
    'PRESCRIPTION_INVALID_STATE_TRANSITION',
  ),
  'not-dispensed': prescribing(
    '0015',
    'Invalid Claim. Prescription is not Dispensed',
    'business-rule',
    'CLAIM_INVALID_NOT_DISPENSED',
  ),
  // No FHIR code is published for it: the public façade says ERROR for every code it has no row for.
  'already-claimed': bySpine(
    prescribing('0016', 'Claim has already been sent', 'invalid', 'ERROR'),
  ),
  'not-the-last': prescribing(
    '0021',
    'Dispense Amendment/Cancellation Request does not pertain to Last Dispense',
    'business-rule',
    'DISPENSE_AMEND_IDENTIFIER_MISMATCH',
  ),
  cancelled: dispensing(
    '0001',
    'Prescription has been cancelled',
    'business-rule',
    'PRESCRIPTION_CANCELLED',
  ),
  unknown: bySpine(dispensing('0003', 'Resource not found', 'not-found', 'RESOURCE_NOT_FOUND')),
  elsewhere: dispensing(
    '0004',
    'Prescription is with another dispenser',
    'business-rule',
    'PRESCRIPTION_WITH_ANOTHER_DISPENSER',
  ),
  dispensed: dispensing(
    '0005',
    'Prescription has been dispensed',
    'business-rule',
    'PRESCRIPTION_DISPENSED',
  ),
  'no-more': dispensing(
    '0006',
    'No more prescriptions available',
    'informational',
    'NO_MORE_PRESCRIPTIONS',
  ),
  'invalid-release': dispensing('5888', 'Invalid message', 'invalid', 'INVALID_MESSAGE'),
  'R-0001': response('0001', 'Prescription/item was cancelled', 'cancelled'),
  'R-0002': response(
    '0002',
    'Prescription/item was not cancelled. With dispenser. Marked for cancellation',
    'active',
  ),
  'R-0003': response(
    '0003',
    'Prescription/item was not cancelled. With dispenser active. Marked for cancellation',
    'active',
  ),
  'R-0004': response(
    '0004',
    'Prescription/item was not cancelled. Prescription has been dispensed.',
    'completed',
  ),
  'R-0006': response('0006', 'Prescription/item had already been cancelled', 'cancelled'),
  'R-0008': response('0008', 'Prescription/item not found', undefined, 'not-found'),
  'R-0010': response(
    '0010',
    'Prescription/item was not cancelled. Prescription has been not dispensed.',
    'stopped',
  ),
  'R-5000': response(
    '5000',
    'Unable to process message. Information missing or invalid - Mismatch between prescription and cancellation NHSNumber',
    undefined,
    'processing',
  ),
  'R-5888': response('5888', 'Invalid Message.', undefined, 'invalid'),
  // Not of EPS but of the transport below it: an HL7v3 message id serves once.
  'duplicate-message': {
    code: '202',
    system: `${V3}.17.32`,
    says: 'Duplicate HL7 ID Error',
    fhir: { type: 'invalid', system: SPINE, code: '202' },
  },
} as const satisfies Record<string, EpsCode>

/** The name of something EPS can say. */
export type EpsSaying = keyof typeof EPS_CODES
