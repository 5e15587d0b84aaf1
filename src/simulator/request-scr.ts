import type { Patient } from './patient.ts'
import { askedNumber } from './patients.ts'
import { uuidOf } from './random.ts'
import { ebxmlRequest } from './request-ebxml.ts'
import { requestMessage } from './request-message.ts'
import type { Draft, SupplierRequest } from './request-message.ts'
import { parameter } from './request-parameter.ts'
import { soapRequest } from './request-soap.ts'
import { firstSummary, inventedSections, inventedSummary, MORE_SECTIONS } from './scr-invented.ts'
import { writeSummary } from './scr-summary.ts'
import { SERVICES } from './services.ts'
import { hl7Time } from './times.ts'

const VERSION = 'V3NPfIT4.2.00'

const whose = (draft: Draft, patient: Patient): string =>
  parameter(
    draft,
    'dissentOverride',
    `<value code="${draft.ids.scr?.dissentOverride ?? '0'}" codeSystem="2.16.840.1.113883.2.1.3.2.4.17.60"/>`,
  ) +
  parameter(
    draft,
    'nHSNumber',
    `<value root="2.16.840.1.113883.2.1.4.1" extension="${askedNumber(patient)}"/>`,
  )

/** The event a request is about: the one that is named, else the patient's first. */
export const eventAsked = ({ ids }: Draft, patient: Patient): string =>
  ids.scr?.event ?? firstSummary(patient)?.eventId ?? uuidOf('no event')

const which = (draft: Draft, patient: Patient): string =>
  parameter(draft, 'eventRecord', `<value root="${eventAsked(draft, patient)}"/>`)

const query =
  (interaction: string, content: (draft: Draft, patient: Patient) => string) =>
  (draft: Draft, patient: Patient): SupplierRequest =>
    soapRequest(
      draft,
      `${SERVICES.psisquery}/${interaction}`,
      requestMessage(draft, interaction, VERSION, `<query>${content(draft, patient)}</query>`),
      '/sync-service',
    )

/** What an upload says of a patient. */
export function uploadedSummary(draft: Draft, patient: Patient): string {
  const { ids, payloadId } = draft
  return writeSummary({
    ...inventedSummary(patient, payloadId, hl7Time(ids.now)),
    sections: [...inventedSections(patient), ...MORE_SECTIONS],
    replaces: ids.scr?.replaces === undefined ? [] : [ids.scr.replaces],
  })
}

const upload =
  (interaction: string) =>
  (draft: Draft, patient: Patient): SupplierRequest => {
    const document = uploadedSummary(draft, patient)
    const subject = `<subject typeCode="SUBJ" contextConductionInd="false">${document}</subject>`
    const message = requestMessage(draft, interaction, VERSION, subject)
    const sending = { service: SERVICES.psis, interaction, path: '/clinical', untouched: true }
    return ebxmlRequest(draft, message, sending)
  }

/** How each SCR query and upload is written. */
export const SCR_MESSAGES = {
  QUPC_IN180000UK04: query('QUPC_IN180000UK04', whose),
  QUPC_IN180000SM04: query('QUPC_IN180000SM04', whose),
  QUPC_IN190000UK04: query(
    'QUPC_IN190000UK04',
    (draft, patient) => whose(draft, patient) + which(draft, patient),
  ),
  REPC_IN150016UK05: upload('REPC_IN150016UK05'),
  REPC_IN150016SM05: upload('REPC_IN150016SM05'),
  REPC_IN150017UK02: upload('REPC_IN150017UK02'),
  REPC_IN150018UK02: upload('REPC_IN150018UK02'),
} as const
