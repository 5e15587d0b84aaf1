import type { Patient } from './patient.ts'
import { askedNumber } from './patients.ts'
import { uuidOf } from './random.ts'
import { ebxmlRequest } from './request-ebxml.ts'
import { requestMessage } from './request-message.ts'
import type { Draft, SupplierRequest } from './request-message.ts'
import { parameter } from './request-parameter.ts'
import { soapRequest } from './request-soap.ts'
import { firstSummary, summaryDocument } from './scr-summary.ts'
import { SERVICES } from './services.ts'
import { hl7Time } from './times.ts'

const VERSION = 'V3NPfIT4.2.00'

const whose = (draft: Draft, patient: Patient): string =>
  parameter(
    draft,
    'dissentOverride',
    `<value code="0" codeSystem="2.16.840.1.113883.2.1.3.2.4.17.60"/>`,
  ) +
  parameter(
    draft,
    'nHSNumber',
    `<value root="2.16.840.1.113883.2.1.4.1" extension="${askedNumber(patient)}"/>`,
  )

const which = (draft: Draft, patient: Patient): string =>
  parameter(
    draft,
    'eventRecord',
    `<value root="${firstSummary(patient)?.eventId ?? uuidOf('no event')}"/>`,
  )

const query =
  (interaction: string, content: (draft: Draft, patient: Patient) => string) =>
  (draft: Draft, patient: Patient): SupplierRequest =>
    soapRequest(
      draft,
      `${SERVICES.psisquery}/${interaction}`,
      requestMessage(draft, interaction, VERSION, `<query>${content(draft, patient)}</query>`),
      '/sync-service',
    )

const upload =
  (interaction: string) =>
  (draft: Draft, patient: Patient): SupplierRequest => {
    const document = summaryDocument(patient, draft.payloadId, hl7Time(draft.ids.now))
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
} as const
