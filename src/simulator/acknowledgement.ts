import type { Message, Reason } from './hl7-message.ts'

export const EPS_VERSION = 'V3NPfIT4.2.00'

/** The application acknowledgement of a message that was acted on. */
export const accepted = (version: string = EPS_VERSION): Message => ({
  root: 'MCCI_IN010000UK13',
  version,
  ack: 'AA',
})

/** The application acknowledgement of a message that was understood and refused. */
export const refused = (reasons: readonly Reason[], version: string = EPS_VERSION): Message => ({
  root: 'MCCI_IN010000UK13',
  version,
  ack: 'AE',
  reasons,
})

/** The application acknowledgement of a message whose id was used before. It does not repeat the first answer. */
export const duplicate = (): Message => ({
  root: 'MCCI_IN010000UK13',
  version: EPS_VERSION,
  ack: 'AR',
  detail: {
    code: '202',
    system: '2.16.840.1.113883.2.1.3.2.4.17.32',
    says: 'Duplicate HL7 ID Error',
    qualifier: 'ER',
  },
})
