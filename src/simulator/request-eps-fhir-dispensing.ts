import type { Patient } from './patient.ts'
import { uuidOf } from './random.ts'
import {
  codeable,
  coding,
  extension,
  groupIdentifier,
  identifier,
  MADE_UP,
  message,
  messageHeader,
  messageId,
  organisation,
  patientIn,
  post,
  practitionerRole,
  url,
} from './request-eps-fhir-parts.ts'
import { idsIn } from './request-eps-parts.ts'
import { ITEM_STATUSES, MEDICINES, SUPPLIES, UNIT } from './request-medicines.ts'
import type { Draft, SupplierRequest } from './request-message.ts'
import { fhirInstant } from './times.ts'

type Write = (draft: Draft, patient: Patient) => SupplierRequest

const SNOMED = 'http://snomed.info/sct'
const places = [0, 1] as const

const itemNumber = (draft: Draft, patient: Patient, n: 0 | 1): object =>
  identifier('prescription-order-item-number', idsIn(draft, patient).lineIds[n].toLowerCase())

const amount = (n: 0 | 1): object => {
  const { quantity, unit } = MEDICINES[n]
  return { value: Number(quantity), unit, system: SNOMED, code: UNIT }
}

const medicine = (n: 0 | 1): object => codeable(SNOMED, MEDICINES[n].code, MEDICINES[n].name)

const replacing = ({ ids }: Draft): object =>
  ids.eps?.replaces === undefined
    ? {}
    : {
        extension: [
          extension('Extension-replacementOf', { valueIdentifier: messageId(ids.eps.replaces) }),
        ],
      }

const followed = (draft: Draft, patient: Patient): string =>
  (draft.ids.eps?.follows ?? uuidOf(`release|${idsIn(draft, patient).longId}`)).toLowerCase()

function medicationDispense(draft: Draft, patient: Patient, n: 0 | 1): object {
  const supply = SUPPLIES[draft.ids.eps?.supply ?? 'all']
  const status = supply.items[n]
  const request = {
    resourceType: 'MedicationRequest',
    id: 'm1',
    identifier: [itemNumber(draft, patient, n)],
    status: 'active',
    intent: 'order',
    medicationCodeableConcept: medicine(n),
    subject: { reference: url('patient', draft) },
    groupIdentifier: groupIdentifier(draft, patient),
    dispenseRequest: { quantity: amount(n) },
  }
  return {
    resourceType: 'MedicationDispense',
    contained: [practitionerRole(MADE_UP, url('organisation', draft)), request],
    extension: [
      extension('Extension-EPS-TaskBusinessStatus', {
        valueCoding: coding('EPS-task-business-status', supply.status, supply.says),
      }),
    ],
    identifier: [
      identifier('prescription-dispense-item-number', url(`supplied|${n}`, draft).slice(9)),
    ],
    status: status === '0001' ? 'completed' : 'in-progress',
    ...(status === '0002'
      ? { statusReasonCodeableConcept: codeable('medicationdispense-status-reason', '0001') }
      : {}),
    medicationCodeableConcept: medicine(n),
    subject: { identifier: identifier('nhs-number', patient.nhsNumber) },
    performer: [{ actor: { reference: '#requester' } }],
    authorizingPrescription: [{ reference: '#m1' }],
    type: codeable('medicationdispense-type', status, ITEM_STATUSES[status]),
    quantity: amount(n),
    whenHandedOver: fhirInstant(draft.ids.now),
    dosageInstruction: [{ text: MEDICINES[n].dose }],
  }
}

export const dispense: Write = (draft, patient) => {
  const event = draft.ids.eps?.replaces === undefined ? '' : '-update'
  const header = messageHeader(draft, `dispense-notification${event}`, {
    ...replacing(draft),
    response: { identifier: followed(draft, patient), code: 'ok' },
    focus: places.map(n => ({ reference: url(`item|${n}`, draft) })),
  })
  return post(
    draft,
    '$process-message',
    message(draft, [
      [url('header', draft), header],
      ...places.map(n => [url(`item|${n}`, draft), medicationDispense(draft, patient, n)] as const),
      [url('patient', draft), patientIn(patient)],
      [url('organisation', draft), organisation(draft, true)],
    ]),
  )
}

const release = (draft: Draft, group: readonly object[]): SupplierRequest =>
  post(draft, 'Task/$release', {
    resourceType: 'Parameters',
    id: draft.payloadId.toLowerCase(),
    parameter: [
      ...group,
      { name: 'owner', resource: organisation(draft, true) },
      { name: 'status', valueCode: 'accepted' },
      { name: 'agent', resource: practitionerRole(MADE_UP, '#organization') },
    ],
  })

export const releaseOne: Write = (draft, patient) =>
  release(draft, [
    {
      name: 'group-identifier',
      valueIdentifier: identifier('prescription-order-number', idsIn(draft, patient).shortId),
    },
  ])

export const releaseNominated: Write = draft => release(draft, [])

const task = (draft: Draft, patient: Patient, more: object): SupplierRequest =>
  post(draft, 'Task', {
    resourceType: 'Task',
    contained: [practitionerRole(MADE_UP, '#organization'), organisation(draft, true)],
    identifier: [messageId(draft.payloadId)],
    intent: 'order',
    groupIdentifier: identifier('prescription-order-number', idsIn(draft, patient).shortId),
    focus: { identifier: messageId(followed(draft, patient)) },
    for: { identifier: identifier('nhs-number', patient.nhsNumber) },
    authoredOn: fhirInstant(draft.ids.now),
    requester: { reference: '#requester' },
    owner: { identifier: identifier('ods-organization-code', draft.supplier.ods) },
    ...more,
  })

export const giveBack: Write = (draft, patient) =>
  task(draft, patient, {
    status: 'rejected',
    statusReason: codeable('EPS-task-dispense-return-status-reason', '0002'),
    code: codeable('http://hl7.org/fhir/CodeSystem/task-code', 'fulfill'),
    reasonCode: codeable(SNOMED, '33633005', 'Prescription of drug'),
  })

export const withdraw: Write = (draft, patient) =>
  task(draft, patient, {
    status: 'in-progress',
    statusReason: codeable('EPS-task-dispense-withdraw-reason', 'QU'),
    code: codeable('http://hl7.org/fhir/CodeSystem/task-code', 'abort'),
    reasonCode: codeable(SNOMED, '373784005', 'Dispensing medication'),
  })

const claimed = (draft: Draft, patient: Patient, n: 0 | 1): object => ({
  extension: [
    extension('Extension-ClaimSequenceIdentifier', {
      valueIdentifier: identifier(
        'claim-sequence-identifier',
        url(`supplied|${n}`, draft).slice(9),
      ),
    }),
    extension('Extension-ClaimMedicationRequestReference', {
      valueReference: { identifier: itemNumber(draft, patient, n) },
    }),
  ],
  sequence: n + 1,
  productOrService: medicine(n),
  modifier: [codeable('medicationdispense-type', '0001', ITEM_STATUSES['0001'])],
  quantity: amount(n),
  subDetail: [
    {
      sequence: 1,
      productOrService: medicine(n),
      quantity: amount(n),
      programCode: [
        codeable('medicationdispense-endorsement', 'NDEC'),
        codeable('DM-prescription-charge', 'not-paid'),
      ],
    },
  ],
})

export const claim: Write = (draft, patient) => {
  const { shortId, longId } = idsIn(draft, patient)
  const both = [
    { url: 'shortForm', valueIdentifier: identifier('prescription-order-number', shortId) },
    { url: 'UUID', valueIdentifier: identifier('prescription', longId.toLowerCase()) },
  ]
  const status = coding('EPS-task-business-status', SUPPLIES.all.status, SUPPLIES.all.says)
  return post(draft, 'Claim', {
    resourceType: 'Claim',
    contained: [practitionerRole(MADE_UP, '#organization'), organisation(draft, true)],
    ...replacing(draft),
    identifier: [messageId(draft.payloadId)],
    created: fhirInstant(draft.ids.now),
    status: 'active',
    type: codeable('http://terminology.hl7.org/CodeSystem/claim-type', 'pharmacy'),
    use: 'claim',
    patient: { identifier: identifier('nhs-number', patient.nhsNumber) },
    provider: { reference: '#requester' },
    priority: codeable('http://terminology.hl7.org/CodeSystem/processpriority', 'normal'),
    insurance: [
      {
        sequence: 1,
        focal: true,
        coverage: { identifier: identifier('ods-organization-code', 'T1450') },
      },
    ],
    payee: {
      type: codeable('http://terminology.hl7.org/CodeSystem/payeetype', 'provider'),
      party: { reference: '#organization' },
    },
    prescription: { extension: [extension('Extension-DM-GroupIdentifier', { extension: both })] },
    item: [
      {
        extension: [extension('Extension-EPS-TaskBusinessStatus', { valueCoding: status })],
        sequence: 1,
        productOrService: codeable(SNOMED, '16076005', 'Prescription'),
        programCode: [codeable('prescription-charge-exemption', '0001')],
        detail: places.map(n => claimed(draft, patient, n)),
      },
    ],
  })
}
