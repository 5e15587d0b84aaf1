import type { Interaction, KeyPaths, KeyTable } from '../../message/index.ts'
import { defineEach } from '../define-each.ts'
import { NHS_NUMBER, SHORT_FORM } from '../oids.ts'

const APPLICATION_ACK = 'MCCI_IN010000UK13'

const message = {
  product: 'eps',
  transport: 'ebxml-reliable',
  class: 'write',
  service: 'urn:nhs:names:services:mm',
  replies: [APPLICATION_ACK],
  failures: [APPLICATION_ACK],
} as const

const subject = (path: string): string => `ControlActEvent/subject/${path}`
const patient = (path: string): KeyPaths => [subject(`${path}/id[@root=${NHS_NUMBER}]/@extension`)]

/**
 * A slot that names a prescription holds the short form as extension under its own root, or an older
 * prescription's long form as root without an extension.
 */
const slot = (path: string): Pick<KeyTable, 'prescriptionId' | 'prescriptionLongId'> => ({
  prescriptionId: [subject(`${path}/value[@root=${SHORT_FORM}]/@extension`)],
  prescriptionLongId: [subject(`${path}/value/@root`)],
})

const longForm = (path: string): KeyPaths => [subject(`${path}/id/@root`)]

/** The supply header that notification and claim share. */
const supplied = (root: string): Pick<KeyTable, 'prescriptionId' | 'prescriptionLongId'> => {
  const header = `${root}/pertinentInformation1/pertinentSupplyHeader`
  const named = slot(`${header}/pertinentInformation4/pertinentPrescriptionID`)
  const original = longForm(`${header}/inFulfillmentOf/priorOriginalPrescriptionRef`)
  return { ...named, prescriptionLongId: [...original, ...(named.prescriptionLongId ?? [])] }
}

const PRESCRIPTION = 'ParentPrescription/pertinentInformation1/pertinentPrescription'

const PRESCRIBING = [
  ...defineEach(
    [
      'PORX_IN020101UK31',
      'PORX_IN020101SM31',
      'PORX_IN020101UK04',
      'PORX_IN020102UK31',
      'PORX_IN020102SM31',
      'PORX_IN020102UK04',
    ],
    {
      ...message,
      title: 'Prescription',
      creates: 'prescriptionId',
      keys: {
        nhsNumber: patient('ParentPrescription/recordTarget/Patient'),
        prescriptionId: [subject(`${PRESCRIPTION}/id[@root=${SHORT_FORM}]/@extension`)],
        prescriptionLongId: longForm(PRESCRIPTION),
      },
    },
  ),
  ...defineEach(['PORX_IN030101UK32', 'PORX_IN030101SM32'], {
    ...message,
    title: 'Prescription cancellation',
    replies: ['PORX_IN050101UK31'],
    failures: ['PORX_IN050101UK31', APPLICATION_ACK],
    keys: {
      nhsNumber: patient('CancellationRequest/recordTarget/Patient'),
      prescriptionId: [
        subject(
          `CancellationRequest/pertinentInformation2/pertinentPrescriptionID/value[@root=${SHORT_FORM}]/@extension`,
        ),
      ],
      prescriptionLongId: longForm(
        'CancellationRequest/pertinentInformation3/pertinentOriginalPrescriptionRef',
      ),
    },
  }),
]

/** Named a request, and a write: it locks the prescription to the dispenser who asks. */
const RELEASING = [
  ...defineEach(['PORX_IN132004UK30', 'PORX_IN132004SM30'], {
    ...message,
    title: 'Patient prescription release',
    replies: ['PORX_IN070103UK31'],
    failures: ['PORX_IN110101UK30', APPLICATION_ACK],
    keys: slot('PatientPrescriptionReleaseRequest/pertinentInformation/pertinentPrescriptionID'),
  }),
  ...defineEach(['PORX_IN060102UK30', 'PORX_IN060102SM30'], {
    ...message,
    title: 'Nominated prescription release',
    replies: ['PORX_IN070101UK31'],
    failures: ['PORX_IN110101UK30', APPLICATION_ACK],
    // It asks for whatever waits for this dispenser: no prescription and no patient is named.
    keys: {},
  }),
]

const DISPENSING = [
  ...defineEach(['PORX_IN080101UK31', 'PORX_IN080101SM31'], {
    ...message,
    title: 'Dispense notification',
    keys: {
      nhsNumber: patient('DispenseNotification/recordTarget/patient'),
      ...supplied('DispenseNotification'),
    },
  }),
  ...defineEach(['PORX_IN090101UK31', 'PORX_IN090101SM31', 'PORX_IN090102UK31'], {
    ...message,
    title: 'Dispense claim',
    keys: supplied('DispenseClaim'),
  }),
  ...defineEach(['PORX_IN100101UK31', 'PORX_IN100101SM31'], {
    ...message,
    title: 'Prescription return',
    keys: slot('DispenseProposalReturn/pertinentInformation1/pertinentPrescriptionID'),
  }),
  ...defineEach(['PORX_IN510101UK31', 'PORX_IN510101SM31'], {
    ...message,
    title: 'Dispense withdrawal',
    keys: {
      nhsNumber: patient('ETPWithdraw/recordTarget/patient'),
      ...slot('ETPWithdraw/pertinentInformation3/pertinentWithdrawID'),
    },
  }),
  ...defineEach(['PORX_IN540101UK31'], {
    ...message,
    title: 'Dispense history rebuild',
    keys: {
      nhsNumber: patient(
        'RebuildDispenseHistory/component/DispenseNotification/recordTarget/patient',
      ),
      ...slot('RebuildDispenseHistory/pertinentInformation1/pertinentPrescriptionID'),
    },
  }),
]

const query = {
  product: 'eps',
  transport: 'soap',
  class: 'audited-read',
  service: 'urn:nhs:names:services:mmquery',
  failures: [APPLICATION_ACK],
} as const

/** These two queries put the prescription's id, of either form, in `root`. */
const PRESCRIPTION_ID_QUERY: KeyTable = {
  prescriptionId: [
    `ControlActEvent/query/prescription.id/value[@root=${SHORT_FORM}]/@extension`,
    'ControlActEvent/query/prescription.id/value/@root',
  ],
  prescriptionLongId: ['ControlActEvent/query/prescription.id/value/@root'],
}

const PRESCRIPTION_VALUE: KeyPaths = ['ControlActEvent/query/prescriptionId/@value']

const QUERIES = [
  ...defineEach(['QURX_IN000005UK99'], {
    ...query,
    title: 'Prescription metadata',
    replies: ['PORX_IN000006UK99'],
    keys: PRESCRIPTION_ID_QUERY,
  }),
  ...defineEach(['QURX_IN000005UK98'], {
    ...query,
    title: 'Clinical view',
    wrapper: 'prescriptionClinicalViewResponse',
    replies: ['PORX_IN000006UK98'],
    keys: PRESCRIPTION_ID_QUERY,
  }),
  ...defineEach(['GET_PRESCRIPTION_DOCUMENT_INUK01'], {
    ...query,
    title: 'Prescription document',
    replies: ['GET_PRESCRIPTION_DOCUMENT_RESPONSE_INUK01'],
    keys: { prescriptionId: PRESCRIPTION_VALUE },
  }),
  ...defineEach(['PrescriptionSearchSyncAsync_1_0'], {
    ...query,
    title: 'Prescription search',
    wrapper: 'prescriptionSearchResponse',
    // A search that succeeds is answered in JSON, which is no interaction.
    replies: [],
    keys: {
      nhsNumber: ['ControlActEvent/query/patientId/@value'],
      prescriptionId: PRESCRIPTION_VALUE,
    },
  }),
]

/** Declares what a supplier may ask of the Electronic Prescription Service by HL7v3. */
export const EPS_INTERACTIONS: readonly Interaction[] = [
  ...PRESCRIBING,
  ...RELEASING,
  ...DISPENSING,
  ...QUERIES,
]
