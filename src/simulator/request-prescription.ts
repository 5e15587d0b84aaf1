import type { Patient } from './patient.ts'
import {
  careRecordElements,
  coded,
  idsIn,
  nominatedBy,
  prescriber,
  recordTarget,
  separableSlot,
  slot,
} from './request-eps-parts.ts'
import { MEDICINES, THERAPIES, UNIT } from './request-medicines.ts'
import type { Medicine, Therapy } from './request-medicines.ts'
import type { Draft } from './request-message.ts'
import { signatureOver } from './signature.ts'
import { hl7Time } from './times.ts'
import { escape } from './xml-text.ts'

const V3 = '2.16.840.1.113883.2.1.3.2.4'
const SNOMED = `${V3}.15`
const THERAPY = `<code code="225426007" codeSystem="${SNOMED}" displayName="Administration of therapeutic substance (procedure)"/>`
const DAY_MS = 86_400_000
const DAYS = 28

/** How many issues there are; a prescription that is only repeated is of one. */
const issuesOf = (therapy: Therapy): string =>
  therapy === 'acute'
    ? ''
    : `<repeatNumber><low value="1"/><high value="${THERAPIES[therapy].issues}"/></repeatNumber>`

/** Writes one item of a prescription. */
export const lineItem = (id: string, medicine: Medicine, therapy: Therapy): string =>
  `<pertinentLineItem classCode="SBADM" moodCode="RQO"><id root="${id}"/>${THERAPY}<effectiveTime nullFlavor="NA"/>` +
  issuesOf(therapy) +
  `<product typeCode="PRD" contextControlCode="OP"><manufacturedProduct classCode="MANU">` +
  `<manufacturedRequestedMaterial classCode="MMAT" determinerCode="KIND">` +
  `<code code="${medicine.code}" codeSystem="${SNOMED}" displayName="${medicine.name}"/>` +
  `</manufacturedRequestedMaterial></manufacturedProduct></product>` +
  `<component typeCode="COMP"><seperatableInd value="false"/><lineItemQuantity classCode="SPLY" moodCode="RQO">` +
  `<code code="373784005" codeSystem="${SNOMED}" displayName="Dispensing medication (procedure)"/>` +
  `<quantity value="${medicine.quantity}" unit="1"><translation value="${medicine.quantity}" code="${UNIT}"` +
  ` codeSystem="${SNOMED}" displayName="${medicine.unit}"/></quantity></lineItemQuantity></component>` +
  slot(
    'pertinentInformation2',
    'pertinentDosageInstructions',
    'DI',
    `<value>${escape(medicine.dose)}</value>`,
  ) +
  `</pertinentLineItem>`

const line = (item: string): string =>
  `<pertinentInformation2 typeCode="PERT" contextConductionInd="true" inversionInd="false" negationInd="false">` +
  `<seperatableInd value="true"/><templateId root="${V3}.18.2" extension="CSAB_RM-NPfITUK10.sourceOf2"/>` +
  `${item}</pertinentInformation2>`

const performer = (ods: string | undefined): string =>
  ods === undefined
    ? ''
    : `<performer typeCode="PRF" contextControlCode="OP"><AgentOrgSDS classCode="AGNT">` +
      `<agentOrganizationSDS classCode="ORG" determinerCode="INSTANCE">` +
      `<id root="1.2.826.0.1285.0.1.10" extension="${ods}"/></agentOrganizationSDS></AgentOrgSDS></performer>`

/** Gives from when until when issues are supplied, days as YYYYMMDD, and how many days each lasts. */
export const supplyOf = (
  now: number,
): Readonly<Record<'from' | 'until', string>> & { readonly days: number } => ({
  from: hl7Time(now).slice(0, 8),
  until: hl7Time(now + DAYS * DAY_MS).slice(0, 8),
  days: DAYS,
})

/** Gives the day, as YYYYMMDD, on which a prescription of several issues is looked at again. */
export const reviewDay = (now: number): string =>
  hl7Time(now + THERAPIES['repeat-dispensing'].issues * DAYS * DAY_MS).slice(0, 8)

/** Writes for how long each issue lasts, where there are several. */
const daysSupply = ({ from, until, days }: ReturnType<typeof supplyOf>): string =>
  `<component1 typeCode="COMP"><seperatableInd value="true"/><daysSupply classCode="SPLY" moodCode="RQO">` +
  `<code code="373784005" codeSystem="${SNOMED}" displayName="Dispensing medication (procedure)"/>` +
  `<effectiveTime><low value="${from}"/><high value="${until}"/></effectiveTime>` +
  `<expectedUseTime><width value="${days}" unit="d"/></expectedUseTime></daysSupply></component1>`

const reviewDate = (now: number): string =>
  slot('pertinentInformation7', 'pertinentReviewDate', 'RD', `<value value="${reviewDay(now)}"/>`)

function signed(draft: Draft, patient: Patient, items: readonly string[]): string {
  const { longId } = idsIn(draft, patient)
  const time = `<time value="${hl7Time(draft.ids.now)}"/>`
  const signature = signatureOver({
    time,
    id: `<id root="${longId}"/>`,
    agentPerson: prescriber(draft),
    recordTarget: recordTarget(patient),
    lineItems: items,
  })
  return (
    `<author typeCode="AUT" contextControlCode="OP">${time}` +
    `<signatureText>${signature}</signatureText>${prescriber(draft)}</author>`
  )
}

function pertinentPrescription(draft: Draft, patient: Patient): string {
  const { shortId, longId, lineIds } = idsIn(draft, patient)
  const therapy: Therapy = draft.ids.eps?.therapy ?? 'acute'
  const { treatment } = THERAPIES[therapy]
  const items = MEDICINES.map((each, n) => lineItem(lineIds[n] ?? '', each, therapy))
  const inIssues = therapy === 'repeat-dispensing'
  return (
    `<pertinentPrescription classCode="SBADM" moodCode="RQO"><id root="${longId}"/>` +
    `<id root="${V3}.18.8" extension="${shortId}"/>${THERAPY}<effectiveTime nullFlavor="NA"/>` +
    issuesOf(therapy) +
    performer(nominatedBy(draft, patient)) +
    signed(draft, patient, items) +
    `<responsibleParty typeCode="RESP" contextControlCode="OP">${prescriber(draft)}</responsibleParty>` +
    (inIssues ? daysSupply(supplyOf(draft.ids.now)) + reviewDate(draft.ids.now) : '') +
    slot(
      'pertinentInformation5',
      'pertinentPrescriptionTreatmentType',
      'PTT',
      coded(treatment, '16.36'),
    ) +
    separableSlot(
      'pertinentInformation1',
      'pertinentDispensingSitePreference',
      'DSP',
      coded('P1', '17.21'),
    ) +
    items.map(line).join('') +
    slot('pertinentInformation8', 'pertinentTokenIssued', 'TI', `<value value="false"/>`) +
    slot('pertinentInformation4', 'pertinentPrescriptionType', 'PT', coded('0101', '17.25')) +
    `</pertinentPrescription>`
  )
}

/** Writes the ParentPrescription of a patient: two items, signed, nominated to a pharmacy or to nobody. */
export function parentPrescription(draft: Draft, patient: Patient): string {
  const { lineIds } = idsIn(draft, patient)
  return (
    `<ParentPrescription classCode="INFO" moodCode="EVN"><id root="${draft.payloadId}"/>` +
    `<code code="163501000000109" codeSystem="${SNOMED}" displayName="Prescription - FocusActOrEvent (record artifact)"/>` +
    `<effectiveTime value="${hl7Time(draft.ids.now)}"/><typeId root="${V3}.18.7" extension="PORX_MT132004UK31"/>` +
    recordTarget(patient) +
    `<pertinentInformation1 typeCode="PERT" contextConductionInd="true">` +
    `<templateId root="${V3}.18.2" extension="CSAB_RM-NPfITUK10.pertinentInformation"/>` +
    pertinentPrescription(draft, patient) +
    `</pertinentInformation1>` +
    careRecordElements(lineIds, 'RQO') +
    `</ParentPrescription>`
  )
}
