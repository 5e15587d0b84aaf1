import type { Row } from '../../mapping/index.ts'
import { lossy, NHS, NOT_IN_HL7, ODS_CODE, OWN_ID } from './prescription-demographics.ts'

const ROLE = 'MedicationRequest*/requester/PractitionerRole'
const SUBJECT = 'MedicationRequest*/subject/Patient'

/** Which message it is. */
export const MESSAGE: readonly Row[] = [
  { fact: 'messageId', type: 'uuid', hl7: 'id/@root', fhir: 'identifier/value', required: true },
  { fixed: 'https://tools.ietf.org/html/rfc4122', fhir: 'identifier/system' },
  { fixed: 'message', fhir: 'type' },
  ...lossy(OWN_ID, 'id', 'meta', 'timestamp'),
]

/** What it is, from whom. */
export const HEADER: readonly Row[] = [
  {
    fact: 'event',
    type: 'code',
    codes: [['order', undefined, 'prescription-order']],
    fhir: `MessageHeader*/eventCoding[system=${NHS}/CodeSystem/message-event]/code`,
    by: 'messageHeader',
    required: true,
  },
  {
    fact: 'sender',
    type: 'token',
    fhir: `MessageHeader*/sender/identifier[system=${ODS_CODE}]/value`,
    by: 'messageHeader',
  },
  { fact: 'source', type: 'token', fhir: 'MessageHeader*/source/endpoint', by: 'messageHeader' },
  {
    points: 'what it is about',
    fhir: 'MessageHeader*/focus*',
    to: ['MedicationRequest*', SUBJECT, ROLE],
    lossy: 'HL7v3 says it by its order',
  },
  ...lossy(
    'the way a message takes is said around it',
    'MessageHeader*/id',
    'MessageHeader*/eventCoding/display',
    'MessageHeader*/destination*',
    'MessageHeader*/sender',
    'MessageHeader*/source',
  ),
]

/** Who signed what, as far as times and the signature do not say it. */
export const PROVENANCE: readonly Row[] = [
  { fixed: 'urn:iso-astm:E1762-95:2013', fhir: 'Provenance*/signature*/type*/system' },
  { fixed: '1.2.840.10065.1.12.1.1', fhir: 'Provenance*/signature*/type*/code' },
  { points: 'who signed', fhir: 'Provenance*/signature*/who', to: [ROLE] },
  {
    points: 'who made it',
    fhir: 'Provenance*/agent*/who',
    to: [ROLE],
    lossy: 'who signed is said',
  },
  {
    points: 'what was signed',
    fhir: 'Provenance*/target*',
    to: ['MedicationRequest*'],
    lossy: 'a signature in HL7v3 is about the whole prescription',
  },
  {
    same: 'signedAt',
    as: 'instant',
    fhir: 'Provenance*/recorded',
    lossy: 'when it was written down: HL7v3 says when it was signed',
  },
  ...lossy(OWN_ID, 'Provenance*/id'),
]

/** What the patient is told beside it. */
export const COMMUNICATION: readonly Row[] = [
  {
    list: 'communications',
    fhir: 'CommunicationRequest*',
    by: 'additionalInstructions',
    rows: [
      { fixed: 'unknown', fhir: 'status', lossy: NOT_IN_HL7 },
      {
        fact: 'medications',
        type: 'text',
        many: { blank: 'an entry that names nothing' },
        fhir: 'payload*/contentReference/List/entry*/item/display',
        by: 'additionalInstructions',
      },
      { fixed: 'current', fhir: 'payload*/contentReference/List/status' },
      { fixed: 'snapshot', fhir: 'payload*/contentReference/List/mode' },
      {
        fact: 'messages',
        type: 'text',
        many: { blank: 'a message that says nothing' },
        fhir: 'payload*/contentString',
        by: 'additionalInstructions',
      },
      ...lossy('the patient is who it is for', 'subject', 'recipient*', 'requester', 'id'),
      ...lossy(
        NOT_IN_HL7,
        'payload*/contentReference/display',
        'payload*/contentReference/List/code',
        'payload*/contentReference/List/subject',
        'payload*/contentReference/List/id',
      ),
    ],
  },
  {
    points: 'who is told',
    fhir: 'CommunicationRequest*/subject',
    to: [SUBJECT],
  },
]
