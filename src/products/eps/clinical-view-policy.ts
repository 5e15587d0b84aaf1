import { definePolicy, type Policy, type ProtectedPath, type Rule } from '../../comparison/index.ts'
import { BUNDLE_RULES, FHIR_TYPES, RESOURCE_RULES } from '../fhir-rules.ts'
import { HL7_TYPES } from '../hl7-types.ts'
import { WRAPPER_RULES } from '../wrapper-rules.ts'

const VIEW = '**/PrescriptionJsonQueryResponse'
const RECORD = `${VIEW}/epsRecord`

/** A prescription has up to four items, each numbered in the names of its elements. */
const ITEMS = [1, 2, 3, 4]

const VIEW_RULES: readonly Rule[] = [
  {
    id: 'view-constants',
    path: [`${VIEW}/id`, `${VIEW}/effectiveTime`],
    why: 'Spine writes the same id and time in every view',
    does: 'ignore',
  },
  {
    id: 'document-keys',
    path: [
      ...['releaseRequestMsgRef', 'prescriptionMsgRef', 'lastDispenseNotificationMsgRef'].map(
        key => `${RECORD}/${key}/text()`,
      ),
      '**/dispNotifDocumentKey/text()',
      '**/filteredHistory/internalId/text()',
    ],
    why: 'under which key a store of its own keeps a document; what refers to one must name it',
    does: 'id',
  },
  {
    id: 'history-numbers',
    path: ['**/history/SCN', '**/filteredHistory/SCN'],
    why: 'numbers the entries of a history, whose order is compared',
    does: 'ignore',
  },
  {
    id: 'cut-times',
    path: [
      '**/filteredHistory/timestamp/text()',
      ...['prescriptionTime', 'signedTime', 'downloadDate'].map(time => `${RECORD}/${time}/text()`),
      '**/dispenseNotifDateTime/text()',
    ],
    why: 'Spine leaves out zeros at the end of a time',
    does: 'timestamp',
    withinMs: 0,
  },
  {
    id: 'item-quantities',
    path: ITEMS.map(item => `**/quantityLineItem${item}/text()`),
    why: 'one amount is written with more zeros or fewer: 28 and 28.0 are the same',
    does: 'type',
    type: 'decimal',
  },
]

const each = (what: string, paths: readonly string[]): ProtectedPath[] =>
  paths.map(path => ({ what, path: `**/${path}/text()` }))

const items = (what: string, name: string): ProtectedPath[] =>
  each(
    what,
    ITEMS.map(item => `${name}${item}`),
  )

const VIEW_FIELDS: readonly ProtectedPath[] = [
  ...each('NHS number', ['patientNhsNumber']),
  ...each('prescription id', ['prescriptionID', 'dispenseNotificationID']),
  ...items('product', 'productLineItem'),
  ...items('quantity', 'quantityLineItem'),
  ...items('unit', 'narrativeLineItem'),
  ...items('dosage text', 'dosageLineItem'),
  ...items('what was dispensed', 'componentsLineItem'),
  ...items('status', 'statusLineItem'),
  ...each('status', [
    'prescriptionStatus',
    'statusPrescription',
    'instanceStatus',
    'fromStatus',
    'toStatus',
    'dispNotifFromStatus',
    'dispNotifToStatus',
  ]),
  { what: 'status', path: '**/previousStatus/@value' },
  ...['prescriptionId', 'nhsNumber', 'status', 'product', 'quantity', 'unit', 'dosage'].map(
    fact => ({ what: fact, path: `**/${fact}` }),
  ),
]

/** Declares how the answers to a question about one prescription are compared. */
export const EPS_CLINICAL_VIEW_POLICY: Policy = definePolicy({
  name: 'eps.clinical-view',
  interactions: [
    'QURX_IN000005UK98',
    'QURX_IN000005UK99',
    'GET_PRESCRIPTION_DOCUMENT_INUK01',
    'eps-tracker-view',
  ],
  rules: [
    ...WRAPPER_RULES,
    ...HL7_TYPES,
    ...VIEW_RULES,
    ...BUNDLE_RULES,
    ...RESOURCE_RULES,
    ...FHIR_TYPES,
  ],
  protects: VIEW_FIELDS,
})
