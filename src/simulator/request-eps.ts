import type { Patient } from './patient.ts'
import { uuidOf } from './random.ts'
import { ebxmlRequest } from './request-ebxml.ts'
import {
  agentPerson,
  coded,
  idsIn,
  prescriptionId,
  recordTarget,
  recordTargetNumber,
  reference,
  slot,
} from './request-eps-parts.ts'
import { requestMessage } from './request-message.ts'
import type { Draft, SupplierRequest } from './request-message.ts'
import { parentPrescription } from './request-prescription.ts'
import { SERVICES } from './services.ts'
import { hl7Time } from './times.ts'

type Content = (draft: Draft, patient: Patient) => string

const head = (draft: Draft): string =>
  `<id root="${draft.payloadId}"/><effectiveTime value="${hl7Time(draft.ids.now)}"/>`
const author = (draft: Draft): string => `<author typeCode="AUT">${agentPerson(draft)}</author>`

const cancel: Content = (draft, patient) => {
  const ids = idsIn(draft, patient)
  return (
    `<CancellationRequest classCode="INFO" moodCode="RQO">${head(draft)}${recordTarget(patient)}` +
    author(draft) +
    `<responsibleParty typeCode="RESP">${agentPerson(draft)}</responsibleParty>` +
    prescriptionId('pertinentInformation2', ids) +
    reference('pertinentInformation1', 'pertinentLineItemRef', ids.lineIds[0]) +
    slot(
      'pertinentInformation',
      'pertinentCancellationReason',
      'CR',
      `<text>Prescribing error</text>${coded('0001', '16.27')}`,
    ) +
    reference('pertinentInformation3', 'pertinentOriginalPrescriptionRef', ids.longId) +
    `</CancellationRequest>`
  )
}

const releaseOne: Content = (draft, patient) =>
  `<PatientPrescriptionReleaseRequest classCode="INFO" moodCode="RQO">${head(draft)}${author(draft)}` +
  prescriptionId('pertinentInformation', idsIn(draft, patient)) +
  `</PatientPrescriptionReleaseRequest>`

const releaseNominated: Content = draft =>
  `<NominatedPrescriptionReleaseRequest classCode="INFO" moodCode="RQO">${head(draft)}${author(draft)}` +
  `</NominatedPrescriptionReleaseRequest>`

const supplied = (draft: Draft, patient: Patient, who: string): string => {
  const ids = idsIn(draft, patient)
  return (
    `<pertinentInformation1 typeCode="PERT" contextConductionInd="true">` +
    `<pertinentSupplyHeader classCode="SBADM" moodCode="EVN"><id root="${draft.payloadId}"/>` +
    `<code code="225426007" codeSystem="2.16.840.1.113883.2.1.3.2.4.15"/><effectiveTime nullFlavor="NA"/>${who}` +
    `<pertinentInformation1 typeCode="PERT" contextConductionInd="true"><seperatableInd value="false"/>` +
    `<pertinentSuppliedLineItem classCode="SBADM" moodCode="PRMS"><id root="${uuidOf(`supplied|${ids.lineIds[0]}`)}"/>` +
    slot('pertinentInformation3', 'pertinentItemStatus', 'IS', coded('0001', '17.23')) +
    reference('inFulfillmentOf', 'priorOriginalItemRef', ids.lineIds[0]) +
    `</pertinentSuppliedLineItem></pertinentInformation1>` +
    slot('pertinentInformation3', 'pertinentPrescriptionStatus', 'PS', coded('0006', '16.35')) +
    prescriptionId('pertinentInformation4', ids) +
    reference('inFulfillmentOf', 'priorOriginalPrescriptionRef', ids.longId) +
    `</pertinentSupplyHeader></pertinentInformation1>`
  )
}

const payer =
  `<primaryInformationRecipient typeCode="PRCP"><AgentOrg classCode="AGNT">` +
  `<agentOrganization classCode="ORG" determinerCode="INSTANCE">` +
  `<id root="1.2.826.0.1285.0.1.10" extension="T1450"/></agentOrganization></AgentOrg></primaryInformationRecipient>`

const signedBy = (draft: Draft, element: string, type: string): string =>
  `<${element} typeCode="${type}" contextControlCode="OP"><time value="${hl7Time(draft.ids.now)}"/>` +
  `<signatureText nullFlavor="NA"/>${agentPerson(draft)}</${element}>`

const sequelTo = (id: string): string =>
  `<sequelTo typeCode="SEQL"><priorPrescriptionReleaseEventRef classCode="INFO" moodCode="RQO">` +
  `<id root="${id}"/></priorPrescriptionReleaseEventRef></sequelTo>`

const releasedBy = (draft: Draft, patient: Patient): string =>
  uuidOf(`release|${idsIn(draft, patient).longId}`)

const dispense: Content = (draft, patient) =>
  `<DispenseNotification classCode="INFO" moodCode="EVN">${head(draft)}${recordTargetNumber(patient)}${payer}` +
  supplied(draft, patient, signedBy(draft, 'author', 'AUT')) +
  `${sequelTo(releasedBy(draft, patient))}</DispenseNotification>`

// A claim names no patient, and always the same release.
const claim: Content = (draft, patient) =>
  `<DispenseClaim classCode="INFO" moodCode="EVN">${head(draft)}${payer}` +
  supplied(draft, patient, signedBy(draft, 'legalAuthenticator', 'LA')) +
  slot('coverage', 'coveringChargeExempt', 'EX', coded('0001', '16.33')) +
  `${sequelTo('FFFFFFFF-FFFF-4FFF-BFFF-FFFFFFFFFFFF')}</DispenseClaim>`

const giveBack: Content = (draft, patient) =>
  `<DispenseProposalReturn classCode="INFO" moodCode="EVN">${head(draft)}${author(draft)}` +
  prescriptionId('pertinentInformation1', idsIn(draft, patient)) +
  slot('pertinentInformation3', 'pertinentReturnReason', 'RR', coded('0002', '16.28')) +
  reference('reversalOf', 'priorPrescriptionReleaseResponseRef', releasedBy(draft, patient)) +
  `</DispenseProposalReturn>`

const withdraw: Content = (draft, patient) =>
  `<ETPWithdraw classCode="INFO" moodCode="EVN">${head(draft)}${recordTargetNumber(patient)}${author(draft)}` +
  slot(
    'pertinentInformation3',
    'pertinentWithdrawID',
    'WID',
    `<value root="2.16.840.1.113883.2.1.3.2.4.18.8" extension="${idsIn(draft, patient).shortId}"/>`,
  ) +
  slot('pertinentInformation2', 'pertinentWithdrawType', 'PWT', `<value code="LD"/>`) +
  slot('pertinentInformation5', 'pertinentWithdrawReason', 'PWR', `<value code="QU"/>`) +
  reference(
    'pertinentInformation4',
    'pertinentDispenseNotificationRef',
    releasedBy(draft, patient),
  ) +
  `</ETPWithdraw>`

const message =
  (interaction: string, content: Content, untouched = false) =>
  (draft: Draft, patient: Patient): SupplierRequest => {
    const subject = `<subject>${content(draft, patient)}</subject>`
    const written = requestMessage(draft, interaction, 'V3NPfIT4.2.00', subject)
    const sending = {
      service: SERVICES.mm,
      interaction,
      path: '/reliablemessaging/reliablerequest',
    }
    return ebxmlRequest(draft, written, { ...sending, untouched })
  }

/** How each EPS message is written: suppliers' interactions and, with SM, those of the service's own façade. */
export const EPS_MESSAGES = {
  PORX_IN020101UK31: message('PORX_IN020101UK31', parentPrescription, true),
  PORX_IN020101SM31: message('PORX_IN020101SM31', parentPrescription, true),
  PORX_IN030101UK32: message('PORX_IN030101UK32', cancel),
  PORX_IN030101SM32: message('PORX_IN030101SM32', cancel),
  PORX_IN132004UK30: message('PORX_IN132004UK30', releaseOne),
  PORX_IN132004SM30: message('PORX_IN132004SM30', releaseOne),
  PORX_IN060102UK30: message('PORX_IN060102UK30', releaseNominated),
  PORX_IN060102SM30: message('PORX_IN060102SM30', releaseNominated),
  PORX_IN080101UK31: message('PORX_IN080101UK31', dispense),
  PORX_IN080101SM31: message('PORX_IN080101SM31', dispense),
  PORX_IN090101UK31: message('PORX_IN090101UK31', claim),
  PORX_IN090101SM31: message('PORX_IN090101SM31', claim),
  PORX_IN100101UK31: message('PORX_IN100101UK31', giveBack),
  PORX_IN100101SM31: message('PORX_IN100101SM31', giveBack),
  PORX_IN510101UK31: message('PORX_IN510101UK31', withdraw),
  PORX_IN510101SM31: message('PORX_IN510101SM31', withdraw),
} as const
