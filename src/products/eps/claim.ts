import {
  defineDocument,
  type DocumentMapping,
  type DocumentSpec,
  type Mapping,
  withAnswers,
} from '../../mapping/index.ts'
import { DISPENSING_ANSWERS } from './answers.ts'
import { CLAIM_ROWS } from './claim-rows.ts'
import { DISPENSE_CLAIM } from './claim-shape.ts'
import { fromFhir, toFhir } from './claim-turns.ts'

/** The table of a dispense claim, and of one made instead of another. */
export const CLAIM_SPEC: DocumentSpec = {
  name: 'eps.claim',
  access: 'user',
  interactions: ['PORX_IN090101UK31', 'PORX_IN090101SM31', 'PORX_IN090102UK31'],
  outline: DISPENSE_CLAIM,
  rows: CLAIM_ROWS,
  turns: { fromFhir, toFhir },
  foreign: [],
  resource: 'Claim',
  order: [],
  id: 'messageId',
  subject: { prescriptionId: 'shortId', prescriptionLongId: 'prescriptionId' },
  call: {
    method: 'POST',
    path: '/Claim',
    accept: 'application/fhir+json; fhirVersion=4.0',
  },
  kept: [
    'messageId',
    'replaces',
    'prescriptionId',
    'shortId',
    'effectiveTime',
    'payer',
    'roleProfile',
    'user',
    'status',
    'reason',
    'prescribedItem',
    'medication',
    'medicationName',
    'quantity',
    'unit',
    'issued',
    'allowed',
    'exemption',
    'exempt',
    'evidence',
  ],
}

/** A dispense claim as HL7v3 to Spine's EPS and as FHIR to the EPS FHIR API, either way. */
export const CLAIM_DOCUMENT: DocumentMapping = defineDocument(CLAIM_SPEC)

/**
 * A dispense claim, and what the dispenser is told of it. HL7v3 names no patient in it: the Claim says that it does
 * not know who it is. Not verified against a live Spine.
 */
export const EPS_CLAIM: Mapping = withAnswers(CLAIM_DOCUMENT, DISPENSING_ANSWERS)
