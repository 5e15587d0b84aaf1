import {
  defineDocument,
  type DocumentMapping,
  type DocumentSpec,
  type Mapping,
  withAnswers,
} from '../../mapping/index.ts'
import { DISPENSING_ANSWERS } from './answers.ts'
import { fromFhir, RETURN_ROWS, toFhir } from './return-rows.ts'
import { DISPENSE_PROPOSAL_RETURN } from './return-shape.ts'

/** The table of a return. */
export const RETURN_SPEC: DocumentSpec = {
  name: 'eps.return',
  access: 'user',
  interactions: ['PORX_IN100101UK31', 'PORX_IN100101SM31'],
  outline: DISPENSE_PROPOSAL_RETURN,
  rows: RETURN_ROWS,
  turns: { fromFhir, toFhir },
  foreign: [],
  resource: 'Task',
  order: [],
  id: 'messageId',
  subject: { prescriptionId: 'shortId' },
  call: { method: 'POST', path: '/Task', accept: 'application/fhir+json; fhirVersion=4.0' },
  kept: [
    'messageId',
    'effectiveTime',
    'releaseId',
    'shortId',
    'issued',
    'reason',
    'roleProfile',
    'user',
    'odsCode',
  ],
}

/** A return as HL7v3 to Spine's EPS and as FHIR to the EPS FHIR API, either way. */
export const RETURN_DOCUMENT: DocumentMapping = defineDocument(RETURN_SPEC)

/** A prescription given back, and what its dispenser is told of it. Not verified against a live Spine. */
export const EPS_RETURN: Mapping = withAnswers(RETURN_DOCUMENT, DISPENSING_ANSWERS)
