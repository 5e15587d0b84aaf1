import { defineDocument, type DocumentMapping, type DocumentSpec } from '../../mapping/index.ts'
import { CANCELLATION_ROWS } from './cancellation-rows.ts'
import { CANCELLATION_REQUEST } from './cancellation-shape.ts'
import { fromFhir, toFhir } from './cancellation-turns.ts'

/** The table of a request to cancel. */
export const CANCELLATION_SPEC: DocumentSpec = {
  name: 'eps.cancellation',
  access: 'user',
  interactions: ['PORX_IN030101UK32', 'PORX_IN030101SM32'],
  outline: CANCELLATION_REQUEST,
  rows: CANCELLATION_ROWS,
  turns: { fromFhir, toFhir },
  foreign: [],
  order: [
    'MessageHeader',
    'MedicationRequest',
    'Patient',
    'PractitionerRole',
    'Practitioner',
    'Organization',
  ],
  id: 'messageId',
  made: { effectiveTime: 'creationTime' },
  subject: {
    nhsNumber: 'patient/nhsNumber',
    prescriptionId: 'shortId',
    prescriptionLongId: 'prescriptionId',
  },
  call: {
    method: 'POST',
    path: '/$process-message',
    accept: 'application/fhir+json; fhirVersion=4.0',
  },
  kept: [
    'messageId',
    'prescriptionId',
    'shortId',
    'lineItem',
    'reason',
    'nhsNumber',
    'birthDate',
    'roleProfile',
    'userId',
  ],
}

/** A request to cancel as HL7v3 to Spine's EPS and as FHIR to the EPS FHIR API, either way. */
export const CANCELLATION_DOCUMENT: DocumentMapping = defineDocument(CANCELLATION_SPEC)
