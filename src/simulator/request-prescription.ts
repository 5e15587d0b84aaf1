import type { Patient } from './patient.ts'
import { agentPerson, coded, idsIn, recordTarget, slot } from './request-eps-parts.ts'
import type { Draft } from './request-message.ts'
import { hl7Time } from './times.ts'

const V3 = '2.16.840.1.113883.2.1.3.2.4'
const SNOMED = `${V3}.15`
const THERAPY = `<code code="225426007" codeSystem="${SNOMED}" displayName="Administration of therapeutic substance (procedure)"/>`

/** Two medicines that do not exist: code, name, quantity, unit, how it is taken. */
const MEDICINES = [
  ['990000000000001', 'Figroot 5mg tablets', '28', 'tablet', 'One to be taken each day'],
  [
    '990000000000002',
    'Barkwater 2.5mg/5ml linctus',
    '0.5',
    'ml',
    'Half a millilitre at night & not more',
  ],
] as const

const line = (id: string, [code, name, quantity, unit, dose]: (typeof MEDICINES)[number]): string =>
  `<pertinentInformation2 typeCode="PERT" contextConductionInd="true" inversionInd="false" negationInd="false">` +
  `<seperatableInd value="true"/><templateId root="${V3}.18.2" extension="CSAB_RM-NPfITUK10.sourceOf2"/>` +
  `<pertinentLineItem classCode="SBADM" moodCode="RQO"><id root="${id}"/>${THERAPY}<effectiveTime nullFlavor="NA"/>` +
  `<product typeCode="PRD" contextControlCode="OP"><manufacturedProduct classCode="MANU">` +
  `<manufacturedRequestedMaterial classCode="MMAT" determinerCode="KIND">` +
  `<code code="${code}" codeSystem="${SNOMED}" displayName="${name}"/>` +
  `</manufacturedRequestedMaterial></manufacturedProduct></product>` +
  `<component typeCode="COMP"><seperatableInd value="false"/><lineItemQuantity classCode="SPLY" moodCode="RQO">` +
  `<code code="373784005" codeSystem="${SNOMED}" displayName="Dispensing medication (procedure)"/>` +
  `<quantity value="${quantity}" unit="1"><translation value="${quantity}" code="428673006"` +
  ` codeSystem="${SNOMED}" displayName="${unit}"/></quantity></lineItemQuantity></component>` +
  slot(
    'pertinentInformation2',
    'pertinentDosageInstructions',
    'DI',
    `<value>${dose.replace('&', '&amp;')}</value>`,
  ) +
  `</pertinentLineItem></pertinentInformation2>`

// A signature in its right place over nothing: the simulator does not check it and no one else may.
const SIGNATURE =
  `<signatureText><Signature xmlns="http://www.w3.org/2000/09/xmldsig#"><SignedInfo>` +
  `<CanonicalizationMethod Algorithm="http://www.w3.org/2001/10/xml-exc-c14n#"/>` +
  `<SignatureMethod Algorithm="http://www.w3.org/2000/09/xmldsig#rsa-sha1"/><Reference><Transforms>` +
  `<Transform Algorithm="http://www.w3.org/2001/10/xml-exc-c14n#"/></Transforms>` +
  `<DigestMethod Algorithm="http://www.w3.org/2000/09/xmldsig#sha1"/>` +
  `<DigestValue>bm90IGEgZGlnZXN0IGF0IGFsbA==</DigestValue></Reference></SignedInfo>` +
  `<SignatureValue>bm90IGEgc2lnbmF0dXJl</SignatureValue></Signature></signatureText>`

/** Writes the ParentPrescription of a patient: two acute items, nominated to a pharmacy. */
export function parentPrescription(draft: Draft, patient: Patient): string {
  const { shortId, longId, lineIds } = idsIn(draft, patient)
  const time = hl7Time(draft.ids.now)
  const nominated = patient.providers.find(each => each.code === 'P1')?.ods ?? 'ZPH01'
  const element = `<actRef classCode="SBADM" moodCode="RQO">`
  return (
    `<ParentPrescription classCode="INFO" moodCode="EVN"><id root="${draft.payloadId}"/>` +
    `<code code="163501000000109" codeSystem="${SNOMED}" displayName="Prescription - FocusActOrEvent (record artifact)"/>` +
    `<effectiveTime value="${time}"/><typeId root="${V3}.18.7" extension="PORX_MT132004UK31"/>` +
    recordTarget(patient) +
    `<pertinentInformation1 typeCode="PERT" contextConductionInd="true">` +
    `<templateId root="${V3}.18.2" extension="CSAB_RM-NPfITUK10.pertinentInformation"/>` +
    `<pertinentPrescription classCode="SBADM" moodCode="RQO"><id root="${longId}"/>` +
    `<id root="${V3}.18.8" extension="${shortId}"/>${THERAPY}<effectiveTime nullFlavor="NA"/>` +
    `<performer typeCode="PRF" contextControlCode="OP"><AgentOrgSDS classCode="AGNT">` +
    `<agentOrganizationSDS classCode="ORG" determinerCode="INSTANCE">` +
    `<id root="1.2.826.0.1285.0.1.10" extension="${nominated}"/></agentOrganizationSDS></AgentOrgSDS></performer>` +
    `<author typeCode="AUT" contextControlCode="OP"><time value="${time}"/>${SIGNATURE}${agentPerson(draft)}</author>` +
    slot(
      'pertinentInformation5',
      'pertinentPrescriptionTreatmentType',
      'PTT',
      coded('0001', '16.36'),
    ) +
    slot(
      'pertinentInformation1',
      'pertinentDispensingSitePreference',
      'DSP',
      coded('P1', '17.21'),
    ) +
    line(lineIds[0], MEDICINES[0]) +
    line(lineIds[1], MEDICINES[1]) +
    slot('pertinentInformation8', 'pertinentTokenIssued', 'TI', `<value value="false"/>`) +
    slot('pertinentInformation4', 'pertinentPrescriptionType', 'PT', coded('0101', '17.25')) +
    `</pertinentPrescription></pertinentInformation1><pertinentInformation2 typeCode="PERT">` +
    `<templateId root="${V3}.18.2" extension="CSAB_RM-NPfITUK10.pertinentInformation1"/>` +
    `<pertinentCareRecordElementCategory classCode="CATEGORY" moodCode="EVN">` +
    `<code code="185361000000102" codeSystem="${SNOMED}" displayName="Medication - care record element (record artifact)"/>` +
    lineIds
      .map(id => `<component typeCode="COMP">${element}<id root="${id}"/></actRef></component>`)
      .join('') +
    `</pertinentCareRecordElementCategory></pertinentInformation2></ParentPrescription>`
  )
}
