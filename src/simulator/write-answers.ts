import { refused } from './acknowledgement.ts'
import type { EbxmlRequest } from './ebxml-request.ts'
import type { Message } from './hl7-message.ts'
import { serialChangeNumber } from './pds-parts.ts'
import type { World } from './world.ts'
import { inside, valueOf } from './xml-text.ts'

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
