import {
  always,
  type ComparedSpec,
  defineCompared,
  element,
  type Mapping,
} from '../../mapping/index.ts'
import { SHORT_FORM } from '../oids.ts'
import { DISPENSING_ANSWERS } from './answers.ts'
import { VIEW_ROWS } from './view-rows.ts'

/** The table of a clinical view. */
export const VIEW_SPEC: ComparedSpec = {
  name: 'eps.clinical-view',
  access: 'user',
  interactions: ['QURX_IN000005UK98'],
  because:
    'a view tells who sent which message when, and the cloud tells no message, no system and no person of it',
  query: {
    outline: element('query', {}, element('prescription.id', {}, always('value', {}))),
    rows: [
      {
        fact: 'prescriptionId',
        type: 'token',
        hl7: `prescription.id/value[@root=${SHORT_FORM}]/@extension`,
        required: true,
      },
      { hl7: 'prescription.id/semanticsText', lossy: 'names what its element is named already' },
    ],
  },
  call: {
    method: 'GET',
    path: '/RequestGroup/{prescriptionId}',
    accept: 'application/fhir+json',
    keys: { prescriptionId: 'prescriptionId' },
  },
  legacy: { reply: 'PORX_IN000006UK98', subject: 'PrescriptionJsonQueryResponse' },
  numbered: {
    named: 'LineItem',
    also: { name: 'lineItem', number: 'order/@value', in: 'parentPrescription' },
  },
  resource: 'RequestGroup',
  rows: VIEW_ROWS,
  kept: ['prescriptionId', 'status', 'nhsNumber'],
  notFound: { displayed: 'Prescription not found', status: 404 },
  failures: DISPENSING_ANSWERS.failures,
}

/**
 * Asks the cloud what became of a prescription, and holds it against what legacy says; suppliers are given legacy's
 * own. Not verified against a live Spine.
 */
export const EPS_CLINICAL_VIEW: Mapping = defineCompared(VIEW_SPEC)
