import type { Patient } from './patient.ts'
import { idsIn, nominatedBy, prescriber, recordTarget } from './request-eps-parts.ts'
import {
  claim,
  dispense,
  giveBack,
  releaseOne,
  releaseNominated,
  withdraw,
} from './request-eps-fhir-dispensing.ts'
import {
  codeable,
  coding,
  extension,
  groupIdentifier,
  identifier,
  message,
  messageHeader,
  organisation,
  patientIn,
  post,
  practitionerRole,
  url,
} from './request-eps-fhir-parts.ts'
import { MEDICINES, THERAPIES, UNIT } from './request-medicines.ts'
import type { Medicine } from './request-medicines.ts'
import type { Draft, SupplierRequest } from './request-message.ts'
import { lineItem, reviewDay, supplyOf } from './request-prescription.ts'
import { signatureOver } from './signature.ts'
import { fhirDate, fhirInstant, hl7Time } from './times.ts'

const HL7 = 'http://terminology.hl7.org/CodeSystem'
const SNOMED = 'http://snomed.info/sct'
const PLACES = [0, 1] as const

/** Writes until when a prescription of several issues may be issued. */
const reviewedBy = ({ ids }: Draft): object => ({
  url: 'https://fhir.hl7.org.uk/StructureDefinition/Extension-UKCore-MedicationRepeatInformation',
  extension: [{ url: 'authorisationExpiryDate', valueDateTime: fhirDate(reviewDay(ids.now)) }],
})

/** Writes from when until when, and for how many days each, a prescription of several issues is supplied. */
const supplied = ({ ids }: Draft): object => {
  const { from, until, days } = supplyOf(ids.now)
  return {
    validityPeriod: { start: fhirDate(from), end: fhirDate(until) },
    expectedSupplyDuration: {
      value: days,
      unit: 'days',
      system: 'http://unitsofmeasure.org',
      code: 'd',
    },
  }
}

function medicationRequest(draft: Draft, patient: Patient, n: 0 | 1): object {
  const { code, name, quantity, unit, dose }: Medicine = MEDICINES[n]
  const therapy = draft.ids.eps?.therapy ?? 'acute'
  const { course, issues } = THERAPIES[therapy]
  const isInIssues = therapy === 'repeat-dispensing'
  const nominated = nominatedBy(draft, patient)
  const performer =
    nominated === undefined
      ? {}
      : { performer: { identifier: identifier('ods-organization-code', nominated) } }
  return {
    resourceType: 'MedicationRequest',
    extension: [
      extension('Extension-DM-PrescriptionType', {
        valueCoding: coding('prescription-type', '0101'),
      }),
      ...(isInIssues ? [reviewedBy(draft)] : []),
    ],
    identifier: [
      identifier('prescription-order-item-number', idsIn(draft, patient).lineIds[n].toLowerCase()),
    ],
    status: 'active',
    intent: therapy === 'acute' ? 'order' : 'original-order',
    category: [codeable(`${HL7}/medicationrequest-category`, 'community')],
    medicationCodeableConcept: codeable(SNOMED, code, name),
    subject: { reference: url('patient', draft) },
    requester: { reference: url('role', draft) },
    groupIdentifier: groupIdentifier(draft, patient),
    courseOfTherapyType: codeable(`${HL7}/medicationrequest-course-of-therapy`, course),
    dosageInstruction: [{ text: dose }],
    dispenseRequest: {
      extension: [
        extension('Extension-DM-PerformerSiteType', {
          valueCoding: coding('dispensing-site-preference', 'P1'),
        }),
      ],
      ...(isInIssues ? { ...supplied(draft), numberOfRepeatsAllowed: issues - 1 } : {}),
      quantity: { value: Number(quantity), unit, system: SNOMED, code: UNIT },
      ...performer,
    },
    substitution: { allowedBoolean: false },
  }
}

const practitioner = {
  resourceType: 'Practitioner',
  identifier: [
    identifier('sds-user-id', '990000000651'),
    { system: 'https://fhir.hl7.org.uk/Id/professional-code', value: '999999' },
  ],
  name: [{ text: 'Made Up' }],
}

const people = (draft: Draft, patient: Patient): readonly (readonly [string, object])[] => [
  [url('patient', draft), patientIn(patient)],
  [
    url('role', draft),
    practitionerRole({ reference: url('practitioner', draft) }, url('organisation', draft)),
  ],
  [url('practitioner', draft), practitioner],
  [url('organisation', draft), organisation(draft, false)],
]

/** Writes who signed: the signature is over the HL7v3 form of the prescription, whichever form is sent. */
function provenance(draft: Draft, patient: Patient): object {
  const therapy = draft.ids.eps?.therapy ?? 'acute'
  const { longId, lineIds } = idsIn(draft, patient)
  const signature = signatureOver({
    time: `<time value="${hl7Time(draft.ids.now)}"/>`,
    id: `<id root="${longId}"/>`,
    agentPerson: prescriber(draft),
    recordTarget: recordTarget(patient),
    lineItems: MEDICINES.map((each, n) => lineItem(lineIds[n] ?? '', each, therapy)),
  })
  const who = { reference: url('role', draft) }
  return {
    resourceType: 'Provenance',
    target: [{ reference: url('item|0', draft) }, { reference: url('item|1', draft) }],
    recorded: fhirInstant(draft.ids.now),
    agent: [{ who }],
    signature: [
      {
        type: [{ system: 'urn:iso-astm:E1762-95:2013', code: '1.2.840.10065.1.12.1.1' }],
        when: fhirInstant(draft.ids.now),
        who,
        data: Buffer.from(signature, 'utf8').toString('base64'),
      },
    ],
  }
}

const prescribe = (draft: Draft, patient: Patient): SupplierRequest => {
  const items = PLACES.map(
    n => [url(`item|${n}`, draft), medicationRequest(draft, patient, n)] as const,
  )
  const focus = items.map(([reference]) => ({ reference }))
  return post(
    draft,
    '$process-message',
    message(draft, [
      [url('header', draft), messageHeader(draft, 'prescription-order', { focus })],
      ...items,
      ...people(draft, patient),
      [url('provenance', draft), provenance(draft, patient)],
    ]),
  )
}

const cancel = (draft: Draft, patient: Patient): SupplierRequest => {
  const item = {
    ...medicationRequest(draft, patient, 0),
    status: 'cancelled',
    statusReason: codeable('medicationrequest-status-reason', '0001', 'Prescribing Error'),
  }
  const more = {
    reason: codeable('message-reason-prescription', 'cancel', 'Cancel'),
    focus: [{ reference: url('item|0', draft) }],
  }
  return post(
    draft,
    '$process-message',
    message(draft, [
      [url('header', draft), messageHeader(draft, 'prescription-order-update', more)],
      [url('item|0', draft), item],
      ...people(draft, patient),
    ]),
  )
}

/** How each EPS request of a system that already speaks FHIR is written. */
export const FHIR_EPS = {
  'eps-fhir-prescribe': prescribe,
  'eps-fhir-cancel': cancel,
  'eps-fhir-release': releaseOne,
  'eps-fhir-release-nominated': releaseNominated,
  'eps-fhir-dispense': dispense,
  'eps-fhir-claim': claim,
  'eps-fhir-return': giveBack,
  'eps-fhir-withdraw': withdraw,
} as const
