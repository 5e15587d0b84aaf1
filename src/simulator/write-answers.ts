import { accepted, refused } from './acknowledgement.ts'
import { keep } from './bounded.ts'
import type { EbxmlRequest } from './ebxml-request.ts'
import type { Message } from './hl7-message.ts'
import { serialChangeNumber } from './pds-parts.ts'
import type { Uploads } from './scr-answers.ts'
import { hl7Time } from './times.ts'
import type { World } from './world.ts'
import { inside, outer, valueOf } from './xml-text.ts'

/** Of one patient's summaries the newest are kept. */
const MOST_EACH = 10
const MIM6 = '3NPfIT6.3.01'

/**
 * Answers a PDS general update: the version one higher where the sender had the current one. The record itself
 * stays as it was, so that both sides go on holding the same.
 */
export function generalUpdate(request: EbxmlRequest, world: World): Message {
  const role = inside(request.payload, 'patientRole') ?? ''
  const patient = world.find(valueOf(role, 'id', 'extension') ?? '')
  const sent = valueOf(inside(request.payload, 'pertinentSerialChangeNumber'), 'value', 'value')
  if (patient === undefined || sent !== String(patient.version)) {
    const system = '2.16.840.1.113883.2.1.3.2.4.17.42'
    const says = 'Unexpected business error'
    return refused([{ code: 'GE002', system, says, qualifier: 'ER' }], MIM6)
  }
  return {
    root: 'PRPA_IN000202UK01',
    version: MIM6,
    ack: 'AA',
    subject:
      `<PdsSuccessfulUpdateResponse xmlns="urn:hl7-org:v3" classCode="REG" moodCode="EVN">` +
      `${serialChangeNumber(patient.version + 1)}</PdsSuccessfulUpdateResponse>`,
  }
}

/** Keeps a GP summary: event queries find it from then on. */
export const uploadSummary =
  (uploads: Uploads) =>
  (request: EbxmlRequest, world: World): Message => {
    const document = outer(request.payload, 'GPSummary')
    const number = valueOf(inside(document ?? '', 'recordTarget'), 'id', 'extension')
    if (document === undefined || number === undefined || world.find(number) === undefined) {
      const system = '2.16.840.1.113883.2.1.3.2.4.17.33'
      return refused([{ code: '400', system, says: 'Invalid Request', qualifier: 'ER' }])
    }
    const summary = {
      eventId: world.newId(),
      summaryId: valueOf(document, 'id', 'root') ?? '',
      persisted: hl7Time(world.now),
      document,
    }
    keep(uploads, number, [summary, ...(uploads.get(number) ?? [])].slice(0, MOST_EACH))
    return accepted()
  }
