import { ebxmlPrescription } from './messages.ts'

/** A prescription by the ids it is known by. */
export interface Prescription {
  readonly short: string
  readonly long: string
}

const SHORT = '2.16.840.1.113883.2.1.3.2.4.18.8'

/** Elements one within another, with something in the innermost. */
const nested = (path: string, inner: string): string =>
  path.split('/').reduceRight((held, name) => `<${name}>${held}</${name}>`, inner)

const value = ({ short }: Prescription): string => `<value root="${SHORT}" extension="${short}"/>`
const header = (root: string, prescription: Prescription): string =>
  nested(
    `${root}/pertinentInformation1/pertinentSupplyHeader/pertinentInformation4/pertinentPrescriptionID`,
    value(prescription),
  )

/** What each message of a prescription's life is about. */
const SUBJECTS = {
  PORX_IN020101UK31: prescription =>
    nested(
      'ParentPrescription/pertinentInformation1/pertinentPrescription',
      `<id root="${prescription.long}"/><id root="${SHORT}" extension="${prescription.short}"/>`,
    ),
  PORX_IN132004UK30: prescription =>
    nested(
      'PatientPrescriptionReleaseRequest/pertinentInformation/pertinentPrescriptionID',
      value(prescription),
    ),
  PORX_IN080101UK31: prescription => header('DispenseNotification', prescription),
  PORX_IN030101UK32: prescription =>
    nested(
      'CancellationRequest/pertinentInformation2/pertinentPrescriptionID',
      value(prescription),
    ),
  PORX_IN090101UK31: prescription => header('DispenseClaim', prescription),
} as const satisfies Record<string, (prescription: Prescription) => string>

/** A message of a prescription's life: prescribed, released, dispensed, cancelled, claimed. */
export type PrescriptionMessage = keyof typeof SUBJECTS

/** The message a prescription comes to be with. */
export const PRESCRIBE = 'PORX_IN020101UK31'

/** What is asked of a prescription afterwards. */
export const LATER = [
  'PORX_IN132004UK30',
  'PORX_IN080101UK31',
  'PORX_IN030101UK32',
  'PORX_IN090101UK31',
] as const satisfies readonly PrescriptionMessage[]

/** Writes a message about a prescription; its ids are made up where none are given. */
export const messageAbout = (
  action: PrescriptionMessage,
  prescription: Prescription,
  ids: { readonly messageId?: string; readonly payloadId?: string } = {},
): { readonly body: string; readonly messageId: string } =>
  ebxmlPrescription({ action, subject: SUBJECTS[action](prescription), ...ids })
