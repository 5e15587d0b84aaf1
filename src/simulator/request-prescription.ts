import type { Patient } from './patient.ts'
import { agentPerson, coded, idsIn, nominatedBy, recordTarget, slot } from './request-eps-parts.ts'
import { ISSUES, MEDICINES, THERAPIES, UNIT } from './request-medicines.ts'
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

const issues = `<repeatNumber><low value="1"/><high value="${ISSUES}"/></repeatNumber>`

/** Writes one item of a prescription. */
export const lineItem = (id: string, medicine: Medicine, repeats: boolean): string =>
  `<pertinentLineItem classCode="SBADM" moodCode="RQO"><id root="${id}"/>${THERAPY}<effectiveTime nullFlavor="NA"/>` +
  (repeats ? issues : '') +
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

/** Writes for how long each issue lasts, where there are several. */
const daysSupply = (now: number): string =>
  `<component1 typeCode="COMP"><seperatableInd value="true"/><daysSupply classCode="SPLY" moodCode="RQO">` +
  `<code code="373784005" codeSystem="${SNOMED}" displayName="Dispensing medication (procedure)"/>` +
  `<effectiveTime><low value="${hl7Time(now).slice(0, 8)}"/>` +
  `<high value="${hl7Time(now + DAYS * DAY_MS).slice(0, 8)}"/></effectiveTime>` +
  `<expectedUseTime><width value="${DAYS}" unit="d"/></expectedUseTime></daysSupply></component1>`

const reviewDate = (now: number): string =>
  slot(
    'pertinentInformation7',
    'pertinentReviewDate',
    'RD',
    `<value value="${hl7Time(now + ISSUES * DAYS * DAY_MS).slice(0, 8)}"/>`,
  )

function signed(draft: Draft, patient: Patient, items: readonly string[]): string {
  const { longId } = idsIn(draft, patient)
  const time = `<time value="${hl7Time(draft.ids.now)}"/>`
  const signature = signatureOver({
    time,
    id: `<id root="${longId}"/>`,
    agentPerson: agentPerson(draft),
    recordTarget: recordTarget(patient),
    lineItems: items,
  })
  return (
    `<author typeCode="AUT" contextControlCode="OP">${time}` +
    `<signatureText>${signature}</signatureText>${agentPerson(draft)}</author>`
  )
}

function pertinentPrescription(draft: Draft, patient: Patient): string {
  const { shortId, longId, lineIds } = idsIn(draft, patient)
  const therapy: Therapy = draft.ids.eps?.therapy ?? 'acute'
  const { treatment, repeats } = THERAPIES[therapy]
  const items = MEDICINES.map((each, n) => lineItem(lineIds[n] ?? '', each, repeats))
  const inIssues = therapy === 'repeat-dispensing'
  return (
    `<pertinentPrescription classCode="SBADM" moodCode="RQO"><id root="${longId}"/>` +
    `<id root="${V3}.18.8" extension="${shortId}"/>${THERAPY}<effectiveTime nullFlavor="NA"/>` +
    (inIssues ? issues : '') +
    performer(nominatedBy(draft, patient)) +
    signed(draft, patient, items) +
    `<responsibleParty typeCode="RESP" contextControlCode="OP">${agentPerson(draft)}</responsibleParty>` +
    (inIssues ? daysSupply(draft.ids.now) + reviewDate(draft.ids.now) : '') +
    slot(
      'pertinentInformation5',
      'pertinentPrescriptionTreatmentType',
      'PTT',
      coded(treatment, '16.36'),
    ) +
    slot(
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
  const element = `<actRef classCode="SBADM" moodCode="RQO">`
  return (
    `<ParentPrescription classCode="INFO" moodCode="EVN"><id root="${draft.payloadId}"/>` +
    `<code code="163501000000109" codeSystem="${SNOMED}" displayName="Prescription - FocusActOrEvent (record artifact)"/>` +
    `<effectiveTime value="${hl7Time(draft.ids.now)}"/><typeId root="${V3}.18.7" extension="PORX_MT132004UK31"/>` +
    recordTarget(patient) +
    `<pertinentInformation1 typeCode="PERT" contextConductionInd="true">` +
    `<templateId root="${V3}.18.2" extension="CSAB_RM-NPfITUK10.pertinentInformation"/>` +
    pertinentPrescription(draft, patient) +
    `</pertinentInformation1><pertinentInformation2 typeCode="PERT">` +
    `<templateId root="${V3}.18.2" extension="CSAB_RM-NPfITUK10.pertinentInformation1"/>` +
    `<pertinentCareRecordElementCategory classCode="CATEGORY" moodCode="EVN">` +
    `<code code="185361000000102" codeSystem="${SNOMED}" displayName="Medication - care record element (record artifact)"/>` +
    lineIds
      .map(id => `<component typeCode="COMP">${element}<id root="${id}"/></actRef></component>`)
      .join('') +
    `</pertinentCareRecordElementCategory></pertinentInformation2></ParentPrescription>`
  )
}
