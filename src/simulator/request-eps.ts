import type { Patient } from './patient.ts'
import { ebxmlRequest } from './request-ebxml.ts'
import { claim, dispense, giveBack, withdraw } from './request-dispensing.ts'
import {
  author,
  coded,
  head,
  idsIn,
  prescriptionId,
  recordTarget,
  slot,
  user,
} from './request-eps-parts.ts'
import { requestMessage } from './request-message.ts'
import type { Draft, SupplierRequest } from './request-message.ts'
import { parentPrescription } from './request-prescription.ts'
import { SERVICES } from './services.ts'

type Content = (draft: Draft, patient: Patient) => string

const cancel: Content = (draft, patient) => {
  const ids = idsIn(draft, patient)
  return (
    `<CancellationRequest classCode="INFO" moodCode="EVN">${head(draft)}${recordTarget(patient)}` +
    `<author typeCode="AUT">${user(draft)}</author>` +
    `<responsibleParty typeCode="RESP">${user(draft)}</responsibleParty>` +
    prescriptionId('pertinentInformation2', ids) +
    `<pertinentInformation1 typeCode="PERT" inversionInd="false" negationInd="false">` +
    `<seperatableInd value="true"/><pertinentLineItemRef classCode="SBADM" moodCode="RQO">` +
    `<id root="${ids.lineIds[0]}"/></pertinentLineItemRef></pertinentInformation1>` +
    slot(
      'pertinentInformation',
      'pertinentCancellationReason',
      'CR',
      `<text>Prescribing Error</text>${coded('0001', '16.27')}`,
    ) +
    `<pertinentInformation3 typeCode="PERT" contextConductionInd="false">` +
    `<seperatableInd value="true"/><pertinentOriginalPrescriptionRef classCode="SBADM" moodCode="RQO">` +
    `<id root="${ids.longId}"/></pertinentOriginalPrescriptionRef></pertinentInformation3>` +
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

const message =
  (interaction: string, content: Content, untouched = false) =>
  (drafted: Draft, patient: Patient): SupplierRequest => {
    // Whatever else suppliers write differently: every published message of EPS has its ids in capitals, and a person.
    const draft = {
      ...drafted,
      payloadId: drafted.payloadId.toUpperCase(),
      style: { ...drafted.style, author: true },
    }
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
