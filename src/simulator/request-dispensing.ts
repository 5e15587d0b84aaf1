import type { Patient } from './patient.ts'
import { uuidOf } from './random.ts'
import {
  agentPerson,
  author,
  coded,
  head,
  idsIn,
  prescriptionId,
  recordTargetNumber,
  reference,
  slot,
} from './request-eps-parts.ts'
import { ITEM_STATUSES, MEDICINES, SUPPLIES, UNIT } from './request-medicines.ts'
import type { Medicine } from './request-medicines.ts'
import type { Draft } from './request-message.ts'
import { hl7Time } from './times.ts'

const V3 = '2.16.840.1.113883.2.1.3.2.4'
const SNOMED = `${V3}.15`
/** What a claim follows: always the same release. */
const ANY_RELEASE = 'FFFFFFFF-FFFF-4FFF-BFFF-FFFFFFFFFFFF'

const FOCUS = `<code code="163541000000107" codeSystem="${SNOMED}" displayName="Dispensed Medication - FocusActOrEvent (administrative concept)"/>`

const product = (name: string, material: string, { code, name: display }: Medicine): string =>
  `<${name} classCode="MANU"><${material} classCode="MMAT" determinerCode="KIND">` +
  `<code code="${code}" codeSystem="${SNOMED}" displayName="${display}"/></${material}></${name}>`

const quantity = ({ quantity: amount, unit }: Medicine): string =>
  `<quantity value="${amount}" unit="1"><translation value="${amount}" code="${UNIT}"` +
  ` codeSystem="${SNOMED}" displayName="${unit}"/></quantity>`

/** Writes what was handed out of one item; in a claim with what was paid for it. */
const handedOut = (medicine: Medicine, isClaim: boolean): string =>
  `<component typeCode="COMP"><seperatableInd value="false"/>` +
  `<suppliedLineItemQuantity classCode="SPLY" moodCode="EVN">` +
  `<code code="373784005" codeSystem="${SNOMED}" displayName="Dispensing medication (procedure)"/>` +
  `${quantity(medicine)}<product typeCode="PRD" contextControlCode="OP">` +
  `${product('suppliedManufacturedProduct', 'manufacturedSuppliedMaterial', medicine)}</product>` +
  (isClaim
    ? slot('pertinentInformation1', 'pertinentChargePayment', 'CP', `<value value="false"/>`) +
      slot('pertinentInformation2', 'pertinentDispensingEndorsement', 'DE', coded('NDEC', '16.29'))
    : slot(
        'pertinentInformation1',
        'pertinentSupplyInstructions',
        'SI',
        `<value>${medicine.dose.replace('&', '&amp;')}</value>`,
      )) +
  `</suppliedLineItemQuantity></component>`

const asked = (medicine: Medicine): string =>
  `<component1 typeCode="COMP"><seperatableInd value="false"/>` +
  `<supplyRequest classCode="SPLY" moodCode="RQO"><code code="${UNIT}" codeSystem="${SNOMED}"` +
  ` displayName="${medicine.unit}"/>${quantity(medicine)}</supplyRequest></component1>`

function item(draft: Draft, patient: Patient, n: 0 | 1, isClaim: boolean): string {
  const medicine = MEDICINES[n]
  const status = isClaim ? '0001' : SUPPLIES[draft.ids.eps?.supply ?? 'all'].items[n]
  return (
    `<pertinentInformation1 typeCode="PERT" contextConductionInd="true" inversionInd="false" negationInd="false">` +
    `<seperatableInd value="false"/><templateId root="${V3}.18.2" extension="CSAB_RM-NPfITUK10.sourceOf2"/>` +
    `<pertinentSuppliedLineItem classCode="SBADM" moodCode="PRMS">` +
    `<id root="${uuidOf(`supplied|${draft.payloadId.toUpperCase()}|${n}`)}"/>` +
    `<code code="225426007" codeSystem="${SNOMED}" displayName="Administration of therapeutic substance (procedure)"/>` +
    `<effectiveTime nullFlavor="NA"/>` +
    (isClaim
      ? ''
      : `<consumable typeCode="CSM" contextControlCode="OP">` +
        `${product('requestedManufacturedProduct', 'manufacturedRequestedMaterial', medicine)}</consumable>`) +
    (status === '0001' ? handedOut(medicine, isClaim) : '') +
    asked(medicine) +
    (status === '0002'
      ? slot('pertinentInformation2', 'pertinentNonDispensingReason', 'NDR', coded('0001', '16.31'))
      : '') +
    slot(
      'pertinentInformation3',
      'pertinentItemStatus',
      'IS',
      coded(status, '17.23', ITEM_STATUSES[status]),
    ) +
    reference('inFulfillmentOf', 'priorOriginalItemRef', idsIn(draft, patient).lineIds[n]) +
    `</pertinentSuppliedLineItem></pertinentInformation1>`
  )
}

const signedBy = (draft: Draft, isClaim: boolean): string => {
  const element = isClaim ? 'legalAuthenticator' : 'author'
  return (
    `<${element} typeCode="${isClaim ? 'LA' : 'AUT'}" contextControlCode="OP">` +
    `<time value="${hl7Time(draft.ids.now)}"/><signatureText nullFlavor="NA"/>` +
    `${agentPerson(draft)}</${element}>`
  )
}

function supplyHeader(draft: Draft, patient: Patient, isClaim: boolean): string {
  const ids = idsIn(draft, patient)
  const supply = SUPPLIES[isClaim ? 'all' : (draft.ids.eps?.supply ?? 'all')]
  return (
    `<pertinentInformation1 typeCode="PERT" contextConductionInd="true">` +
    `<templateId root="${V3}.18.2" extension="CSAB_RM-NPfITUK10.pertinentInformation"/>` +
    `<pertinentSupplyHeader classCode="SBADM" moodCode="EVN"><id root="${draft.payloadId}"/>` +
    `<code code="225426007" codeSystem="${SNOMED}"/><effectiveTime nullFlavor="NA"/>` +
    signedBy(draft, isClaim) +
    item(draft, patient, 0, isClaim) +
    item(draft, patient, 1, isClaim) +
    slot(
      'pertinentInformation3',
      'pertinentPrescriptionStatus',
      'PS',
      coded(supply.status, '16.35', supply.says),
    ) +
    prescriptionId('pertinentInformation4', ids) +
    reference('inFulfillmentOf', 'priorOriginalPrescriptionRef', ids.longId) +
    `</pertinentSupplyHeader></pertinentInformation1>`
  )
}

const payer =
  `<primaryInformationRecipient typeCode="PRCP"><AgentOrg classCode="AGNT">` +
  `<agentOrganization classCode="ORG" determinerCode="INSTANCE">` +
  `<id root="1.2.826.0.1285.0.1.10" extension="T1450"/><code code="999" codeSystem="${V3}.17.94"/>` +
  `</agentOrganization></AgentOrg></primaryInformationRecipient>`

const sequelTo = (id: string): string =>
  `<sequelTo typeCode="SEQL"><priorPrescriptionReleaseEventRef classCode="INFO" moodCode="RQO">` +
  `<id root="${id}"/></priorPrescriptionReleaseEventRef></sequelTo>`

const replacementOf = ({ ids }: Draft): string =>
  ids.eps?.replaces === undefined
    ? ''
    : `<replacementOf typeCode="RPLC"><priorMessageRef classCode="INFO" moodCode="EVN">` +
      `<id root="${ids.eps.replaces}"/></priorMessageRef></replacementOf>`

/** Gives the message that one follows, or one that nobody sent. */
const followed = (draft: Draft, patient: Patient): string =>
  draft.ids.eps?.follows ?? uuidOf(`release|${idsIn(draft, patient).longId}`)

/** Writes a DispenseNotification, or with `replaces` its amendment. */
export const dispense = (draft: Draft, patient: Patient): string =>
  `<DispenseNotification classCode="INFO" moodCode="EVN"><id root="${draft.payloadId}"/>${FOCUS}` +
  `<effectiveTime value="${hl7Time(draft.ids.now)}"/><typeId root="${V3}.18.7" extension="PORX_MT024001UK31"/>` +
  recordTargetNumber(patient) +
  payer +
  supplyHeader(draft, patient, false) +
  replacementOf(draft) +
  `${sequelTo(followed(draft, patient))}</DispenseNotification>`

/** Writes a DispenseClaim, or with `replaces` its amendment. It names no patient, and always the same release. */
export const claim = (draft: Draft, patient: Patient): string =>
  `<DispenseClaim classCode="INFO" moodCode="EVN"><id root="${draft.payloadId}"/>${FOCUS}` +
  `<effectiveTime value="${hl7Time(draft.ids.now)}"/><typeId root="${V3}.18.7" extension="PORX_MT142001UK31"/>` +
  payer +
  supplyHeader(draft, patient, true) +
  `<coverage typeCode="COVBY"><coveringChargeExempt classCode="OBS" moodCode="EVN">` +
  `<code code="EX" codeSystem="${V3}.17.30"/>${coded('0001', '16.33')}</coveringChargeExempt></coverage>` +
  replacementOf(draft) +
  `${sequelTo(ANY_RELEASE)}</DispenseClaim>`

/** Writes a DispenseProposalReturn. */
export const giveBack = (draft: Draft, patient: Patient): string =>
  `<DispenseProposalReturn classCode="INFO" moodCode="EVN">${head(draft)}${author(draft)}` +
  prescriptionId('pertinentInformation1', idsIn(draft, patient)) +
  slot('pertinentInformation3', 'pertinentReturnReason', 'RR', coded('0002', '16.28')) +
  reference('reversalOf', 'priorPrescriptionReleaseResponseRef', followed(draft, patient)) +
  `</DispenseProposalReturn>`

/** Writes an ETPWithdraw of the last notification. */
export const withdraw = (draft: Draft, patient: Patient): string =>
  `<ETPWithdraw classCode="ALRT" moodCode="EVN">${head(draft)}${recordTargetNumber(patient)}${author(draft)}` +
  slot(
    'pertinentInformation3',
    'pertinentWithdrawID',
    'WID',
    `<value root="${V3}.18.8" extension="${idsIn(draft, patient).shortId}"/>`,
  ) +
  slot(
    'pertinentInformation2',
    'pertinentWithdrawType',
    'PWT',
    coded('LD', '17.109', 'Last Dispense'),
  ) +
  slot('pertinentInformation5', 'pertinentWithdrawReason', 'PWR', coded('QU', '17.110')) +
  reference('pertinentInformation4', 'pertinentDispenseNotificationRef', followed(draft, patient)) +
  `</ETPWithdraw>`
