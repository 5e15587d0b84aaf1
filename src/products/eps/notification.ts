import {
  defineDocument,
  type DocumentMapping,
  type DocumentSpec,
  type Mapping,
  withAnswers,
} from '../../mapping/index.ts'
import { DISPENSING_ANSWERS } from './answers.ts'
import { NOTIFICATION_ROWS } from './notification-rows.ts'
import { DISPENSE_NOTIFICATION } from './notification-shape.ts'
import { fromFhir, toFhir } from './notification-turns.ts'

/** The table of a dispense notification, and of its amendment. */
export const NOTIFICATION_SPEC: DocumentSpec = {
  name: 'eps.notification',
  access: 'user',
  interactions: ['PORX_IN080101UK31', 'PORX_IN080101SM31'],
  outline: DISPENSE_NOTIFICATION,
  rows: NOTIFICATION_ROWS,
  turns: { fromFhir, toFhir },
  foreign: [],
  order: ['MessageHeader', 'MedicationDispense', 'Organization'],
  contained: ['PractitionerRole', 'MedicationRequest'],
  id: 'messageId',
  made: { authoredAt: 'creationTime' },
  subject: {
    nhsNumber: 'nhsNumber',
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
    'replaces',
    'release',
    'nhsNumber',
    'prescriptionId',
    'shortId',
    'effectiveTime',
    'originalItem',
    'id',
    'requested',
    'requestedQuantity',
    'requestedUnit',
    'supplied',
    'quantity',
    'unit',
    'dosage',
    'status',
    'reason',
    'issue',
    'issues',
    'roleProfile',
    'user',
    'reimbursedBy',
  ],
}

/** A dispense notification as HL7v3 to Spine's EPS and as FHIR to the EPS FHIR API, either way. */
export const NOTIFICATION_DOCUMENT: DocumentMapping = defineDocument(NOTIFICATION_SPEC)

/** A dispense notification, and what its dispenser is told of it. Not verified against a live Spine. */
export const EPS_NOTIFICATION: Mapping = withAnswers(NOTIFICATION_DOCUMENT, DISPENSING_ANSWERS)
