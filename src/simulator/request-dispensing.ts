import type { Patient } from './patient.ts'
import { uuidOf } from './random.ts'
import {
  agentPerson,
  author,
  careRecordElements,
  coded,
  head,
  idsIn,
  inFulfillmentOf,
  prescriptionId,
  recordTargetNumber,
  separableSlot,
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

const suppliedProduct = (medicine: Medicine): string =>
  product('suppliedManufacturedProduct', 'manufacturedSuppliedMaterial', medicine)

const quantity = ({ quantity: amount, unit }: Medicine): string =>
  `<quantity value="${amount}" unit="1"><translation value="${amount}" code="${UNIT}"` +
  ` codeSystem="${SNOMED}" displayName="${unit}"/></quantity>`

/** Writes how much was handed out of one item, nothing included; in a claim with what was paid for it. */
const handedOut = (medicine: Medicine, isClaim: boolean): string =>
  `<component typeCode="COMP"><seperatableInd value="false"/>` +
  `<suppliedLineItemQuantity classCode="SPLY" moodCode="EVN">` +
  `<code code="373784005" codeSystem="${SNOMED}" displayName="Dispensing medication (procedure)"/>` +
  `${quantity(medicine)}<product typeCode="PRD" contextControlCode="OP">` +
  (isClaim
    ? suppliedProduct(medicine)
    : suppliedProduct(medicine).replace('"KIND"', '"INSTANCE"')) +
  `</product>` +
  (isClaim
    ? slot('pertinentInformation1', 'pertinentChargePayment', 'CP', `<value value="false"/>`) +
      separableSlot(
        'pertinentInformation2',
        'pertinentDispensingEndorsement',
        'DE',
        coded('NDEC', '16.29'),
      )
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
    `<id root="${suppliedIds(draft)[n]}"/>` +
    `<code code="225426007" codeSystem="${SNOMED}" displayName="Administration of therapeutic substance (procedure)"/>` +
    `<effectiveTime nullFlavor="NA"/>` +
    (isClaim
      ? ''
      : `<consumable typeCode="CSM" contextControlCode="OP">` +
        `${product('requestedManufacturedProduct', 'manufacturedRequestedMaterial', medicine)}</consumable>`) +
    handedOut(status === '0001' ? medicine : { ...medicine, quantity: '0' }, isClaim) +
    (isClaim ? '' : asked(medicine)) +
    (status === '0002'
      ? slot(
          'pertinentInformation2',
          'pertinentNonDispensingReason',
          'NDR',
          coded('0001', '16.31', 'Not required as instructed by the patient'),
        )
      : '') +
    slot(
      'pertinentInformation3',
      'pertinentItemStatus',
      'IS',
      coded(status, '17.23', ITEM_STATUSES[status]),
    ) +
    inFulfillmentOf('priorOriginalItemRef', idsIn(draft, patient).lineIds[n]) +
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
  const items = item(draft, patient, 0, isClaim) + item(draft, patient, 1, isClaim)
  const status = slot(
    'pertinentInformation3',
    'pertinentPrescriptionStatus',
    'PS',
    coded(supply.status, '16.35', supply.says),
  )
  return (
    `<pertinentInformation1 typeCode="PERT" contextConductionInd="true">` +
    `<templateId root="${V3}.18.2" extension="CSAB_RM-NPfITUK10.pertinentInformation"/>` +
    `<pertinentSupplyHeader classCode="SBADM" moodCode="EVN"><id root="${draft.payloadId}"/>` +
    `<code code="225426007" codeSystem="${SNOMED}"/><effectiveTime nullFlavor="NA"/>` +
    signedBy(draft, isClaim) +
    // A claim says how the prescription stands before its items, a notification behind them.
    (isClaim ? status + items : items + status) +
    prescriptionId('pertinentInformation4', ids) +
    inFulfillmentOf('priorOriginalPrescriptionRef', ids.longId) +
    `</pertinentSupplyHeader></pertinentInformation1>`
  )
}

/** Writes who pays; a claim names them too. */
const payer = (isClaim: boolean): string =>
  `<primaryInformationRecipient typeCode="PRCP"${isClaim ? '' : ' contextControlCode="ON"'}>` +
  `<AgentOrg classCode="AGNT"><agentOrganization classCode="ORG" determinerCode="INSTANCE">` +
  `<id root="1.2.826.0.1285.0.1.10" extension="T1450"/><code code="999" codeSystem="${V3}.17.94"/>` +
  (isClaim ? `<name>NHS BUSINESS SERVICES AUTHORITY</name>` : '') +
  `</agentOrganization></AgentOrg></primaryInformationRecipient>`

const sequelTo = (id: string): string =>
  `<sequelTo typeCode="SEQL"><priorPrescriptionReleaseEventRef classCode="INFO" moodCode="RQO">` +
  `<id root="${id}"/></priorPrescriptionReleaseEventRef></sequelTo>`

/** Gives the ids of what a notification or a claim says was supplied: always the same for a message. */
const suppliedIds = ({ payloadId }: Draft): readonly [string, string] => [
  uuidOf(`supplied|${payloadId.toUpperCase()}|0`),
  uuidOf(`supplied|${payloadId.toUpperCase()}|1`),
]

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
  payer(false) +
  supplyHeader(draft, patient, false) +
  careRecordElements(suppliedIds(draft), 'PRMS') +
  replacementOf(draft) +
  `${sequelTo(followed(draft, patient))}</DispenseNotification>`

/** Writes a DispenseClaim, or with `replaces` its amendment. It names no patient, and always the same release. */
export const claim = (draft: Draft, patient: Patient): string =>
  `<DispenseClaim classCode="INFO" moodCode="EVN"><id root="${draft.payloadId}"/>${FOCUS}` +
  `<effectiveTime value="${hl7Time(draft.ids.now)}"/><typeId root="${V3}.18.7" extension="PORX_MT142001UK31"/>` +
  payer(true) +
  supplyHeader(draft, patient, true) +
  replacementOf(draft) +
  `<coverage typeCode="COVBY" contextConductionInd="true"><seperatableInd value="false"/>` +
  `<coveringChargeExempt classCode="OBS" moodCode="EVN" negationInd="true">` +
  `<code code="EX" codeSystem="${V3}.17.30"/>${coded('0001', '16.33')}</coveringChargeExempt></coverage>` +
  `${sequelTo(ANY_RELEASE)}</DispenseClaim>`

/** Writes a DispenseProposalReturn. */
export const giveBack = (draft: Draft, patient: Patient): string =>
  `<DispenseProposalReturn classCode="INFO" moodCode="EVN">${head(draft)}${author(draft)}` +
  prescriptionId('pertinentInformation1', idsIn(draft, patient)) +
  slot(
    'pertinentInformation3',
    'pertinentReturnReason',
    'RR',
    coded('0002', '16.28', 'Unable to dispense medication on prescriptions'),
  ).replace('contextConductionInd="true"', 'contextConductionInd="false"') +
  `<reversalOf typeCode="REV" inversionInd="true" negationInd="false"><seperatableInd value="true"/>` +
  `<priorPrescriptionReleaseResponseRef classCode="INFO" moodCode="EVN">` +
  `<id root="${followed(draft, patient)}"/></priorPrescriptionReleaseResponseRef></reversalOf>` +
  `</DispenseProposalReturn>`

/** Writes who sends a withdrawal: a person, and in place of their number the organisation they act for. */
const authorSds = ({ supplier }: Draft): string =>
  `<author typeCode="AUT"><AgentPersonSDS classCode="AGNT">` +
  `<id root="1.2.826.0.1285.0.2.0.67" extension="990000000671"/>` +
  `<agentPersonSDS classCode="PSN" determinerCode="INSTANCE">` +
  `<id root="1.2.826.0.1285.0.2.0.65" extension="${supplier.ods}"/></agentPersonSDS></AgentPersonSDS></author>`

/** Writes an ETPWithdraw of the last notification. */
export const withdraw = (draft: Draft, patient: Patient): string =>
  `<ETPWithdraw classCode="ALRT" moodCode="EVN">${head(draft)}${recordTargetNumber(patient)}${authorSds(draft)}` +
  slot(
    'pertinentInformation3',
    'pertinentWithdrawID',
    'WID',
    `<value root="${V3}.18.8" extension="${idsIn(draft, patient).shortId}"/>`,
  ).replace('contextConductionInd="true"', 'contextConductionInd="false"') +
  slot(
    'pertinentInformation2',
    'pertinentWithdrawType',
    'PWT',
    coded('LD', '17.109', 'Last Dispense'),
  ) +
  slot(
    'pertinentInformation5',
    'pertinentWithdrawReason',
    'PWR',
    coded('QU', '17.110', 'Quantity Update'),
  ) +
  `<pertinentInformation4 typeCode="PERT" inversionInd="false" negationInd="false">` +
  `<seperatableInd value="true"/><pertinentDispenseNotificationRef classCode="INFO" moodCode="EVN">` +
  `<id root="${followed(draft, patient)}"/></pertinentDispenseNotificationRef></pertinentInformation4>` +
  `</ETPWithdraw>`
