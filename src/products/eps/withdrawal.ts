import {
  defineDocument,
  type DocumentMapping,
  type DocumentSpec,
  type Mapping,
  withAnswers,
} from '../../mapping/index.ts'
import { DISPENSING_ANSWERS } from './answers.ts'
import { fromFhir, toFhir, WITHDRAWAL_ROWS } from './withdrawal-rows.ts'
import { ETP_WITHDRAW } from './withdrawal-shape.ts'

/** The table of a withdrawal. */
export const WITHDRAWAL_SPEC: DocumentSpec = {
  name: 'eps.withdrawal',
  access: 'user',
  interactions: ['PORX_IN510101UK31', 'PORX_IN510101SM31'],
  outline: ETP_WITHDRAW,
  rows: WITHDRAWAL_ROWS,
  turns: { fromFhir, toFhir },
  foreign: [],
  resource: 'Task',
  order: [],
  id: 'messageId',
  user: 'user',
  subject: { nhsNumber: 'nhsNumber', prescriptionId: 'shortId' },
  call: { method: 'POST', path: '/Task', accept: 'application/fhir+json; fhirVersion=4.0' },
  kept: [
    'messageId',
    'effectiveTime',
    'notificationId',
    'nhsNumber',
    'shortId',
    'issued',
    'reason',
    'roleProfile',
    'odsCode',
  ],
}

/** A withdrawal as HL7v3 to Spine's EPS and as FHIR to the EPS FHIR API, either way. */
export const WITHDRAWAL_DOCUMENT: DocumentMapping = defineDocument(WITHDRAWAL_SPEC)

/** A dispense notification taken back, and what its dispenser is told of it. Not verified against a live Spine. */
export const EPS_WITHDRAWAL: Mapping = withAnswers(WITHDRAWAL_DOCUMENT, DISPENSING_ANSWERS)
