import type { Row } from '../../mapping/index.ts'
import { SHORT_FORM } from '../oids.ts'
import { CANCELLER, RESPONSIBLE } from './cancellation-agents.ts'
import { lossy, NHS, ODS_CODE, OWN_ID } from './prescription-demographics.ts'
import { PATIENT } from './prescription-patient.ts'

const LINE = 'MedicationRequest*'
const GROUP = `${LINE}/groupIdentifier[system=${NHS}/Id/prescription-order-number]`
const REASON = `${LINE}/statusReason/coding*[system=${NHS}/CodeSystem/medicationrequest-status-reason]`
const CANCELLATION_REASON = 'pertinentInformation/pertinentCancellationReason'
const PRODUCT = `${LINE}/medicationCodeableConcept/coding*[system=http://snomed.info/sct]`

/** Extensions of EPS's own, by the end of their URL. */
export const DM = `${NHS}/StructureDefinition/Extension-DM`
export const RESPONSIBLE_AT = `${LINE}/extension*[url=${DM}-ResponsiblePractitioner]/valueReference`

const AS_IT_WAS = 'what was prescribed is known by the line item’s id'

/** What a message about a line item says of it again, and HL7v3 leaves to its id. */
export const AS_PRESCRIBED: readonly Row[] = [
  ...lossy(
    AS_IT_WAS,
    `${LINE}/extension*[url=${DM}-PrescriptionType]`,
    `${LINE}/extension*[url=${DM}-PrescriptionEndorsement]`,
    `${LINE}/extension*[url=${DM}-ControlledDrug]`,
    `${LINE}/extension*[url=https://fhir.hl7.org.uk/StructureDefinition/Extension-UKCore-MedicationRepeatInformation]`,
    `${LINE}/category*`,
    `${LINE}/courseOfTherapyType`,
    `${LINE}/dosageInstruction*`,
    `${LINE}/dispenseRequest`,
    `${LINE}/substitution`,
    `${LINE}/note*`,
    `${LINE}/authoredOn`,
    `${LINE}/medicationCodeableConcept`,
    `${LINE}/medicationReference`,
    'Medication*',
  ),
  ...lossy('said by what it points at', `${RESPONSIBLE_AT}/display`),
  ...lossy(OWN_ID, `${LINE}/id`, `${LINE}/meta`),
  ...lossy(
    'of a service and its place only what an organisation has is said',
    'HealthcareService*',
    'Location*',
  ),
]

/** Which message it is. */
const MESSAGE: readonly Row[] = [
  { fact: 'messageId', type: 'uuid', hl7: 'id/@root', fhir: 'identifier/value', required: true },
  { fixed: 'https://tools.ietf.org/html/rfc4122', fhir: 'identifier/system' },
  { fixed: 'message', fhir: 'type' },
  {
    fact: 'effectiveTime',
    type: 'instant',
    hl7: 'effectiveTime/@value',
    lossy: 'it is asked when the cloud is asked',
  },
  ...lossy(OWN_ID, 'id', 'meta', 'timestamp'),
]

/** Which line item of which prescription, and why. */
const ITEM: readonly Row[] = [
  {
    fact: 'lineItem',
    type: 'uuid',
    hl7: 'pertinentInformation1/pertinentLineItemRef/id/@root',
    fhir: `${LINE}/identifier*[system=${NHS}/Id/prescription-order-item-number]/value`,
    required: true,
  },
  {
    fact: 'shortId',
    type: 'token',
    hl7: `pertinentInformation2/pertinentPrescriptionID/value[@root=${SHORT_FORM}]/@extension`,
    fhir: `${GROUP}/value`,
    required: true,
  },
  {
    fact: 'prescriptionId',
    type: 'uuid',
    hl7: 'pertinentInformation3/pertinentOriginalPrescriptionRef/id/@root',
    fhir: `${GROUP}/extension*[url=${DM}-PrescriptionId]/valueIdentifier[system=${NHS}/Id/prescription]/value`,
    required: true,
  },
  {
    fact: 'reason',
    type: 'token',
    hl7: `${CANCELLATION_REASON}/value/@code`,
    fhir: `${REASON}/code`,
    required: true,
  },
  {
    fact: 'reasonText',
    type: 'text',
    hl7: `${CANCELLATION_REASON}/text/text()`,
    fhir: `${REASON}/display`,
  },
  { fixed: 'cancelled', fhir: `${LINE}/status` },
]

/** What a medication request of FHIR cannot be without, and a cancellation in HL7v3 does not say. */
const MADE_UP: readonly Row[] = [
  { fixed: 'order', fhir: `${LINE}/intent`, lossy: AS_IT_WAS },
  { fixed: '763158003', fhir: `${PRODUCT}/code`, lossy: AS_IT_WAS },
  { fixed: 'Medicinal product', fhir: `${PRODUCT}/display`, lossy: AS_IT_WAS },
]

const WHO: readonly Row[] = [
  {
    list: 'author',
    single: true,
    required: true,
    hl7: 'author/AgentPerson',
    fhir: `${LINE}/requester/PractitionerRole`,
    rows: CANCELLER,
  },
  {
    list: 'responsible',
    single: true,
    hl7: 'responsibleParty/AgentPerson',
    fhir: `${RESPONSIBLE_AT}/PractitionerRole`,
    rows: RESPONSIBLE,
  },
  {
    list: 'patient',
    single: true,
    required: true,
    hl7: 'recordTarget/Patient',
    fhir: `${LINE}/subject/Patient`,
    rows: PATIENT,
  },
]

/** What is asked, from whom. */
const HEADER: readonly Row[] = [
  {
    fact: 'event',
    type: 'code',
    codes: [['update', undefined, 'prescription-order-update']],
    fhir: `MessageHeader*/eventCoding[system=${NHS}/CodeSystem/message-event]/code`,
    by: 'messageHeader',
    required: true,
  },
  {
    fixed: 'cancel',
    fhir: `MessageHeader*/reason/coding*[system=${NHS}/CodeSystem/message-reason-prescription]/code`,
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
    to: [LINE, `${LINE}/subject/Patient`],
    lossy: 'HL7v3 says it by its order',
  },
  ...lossy('said by its code', 'MessageHeader*/reason/coding*/display'),
  ...lossy(
    'the way a message takes is said around it',
    'MessageHeader*/id',
    'MessageHeader*/eventCoding/display',
    'MessageHeader*/destination*',
    'MessageHeader*/sender',
    'MessageHeader*/source',
  ),
]

/** A request to cancel a line item, as HL7v3 and as the Bundle of NHSDigital/electronic-prescription-service-api. */
export const CANCELLATION_ROWS: readonly Row[] = [
  ...MESSAGE,
  ...ITEM,
  ...WHO,
  ...MADE_UP,
  // What points stands behind what it points at.
  ...HEADER,
  {
    lossy: 'some systems write what the place of each says already',
    hl7: ['author/@contextControlCode', 'responsibleParty/@contextControlCode'],
  },
  ...AS_PRESCRIBED,
  ...lossy(
    'a cancellation is signed by nobody: what it carries is the prescription’s',
    'Provenance*',
  ),
  ...lossy('what the patient was told is the prescription’s', 'CommunicationRequest*', 'List*'),
]
