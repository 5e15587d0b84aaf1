import type { CodeRow, Row } from '../../mapping/index.ts'
import { SHORT_FORM } from '../oids.ts'
import { ANSWERED } from './cancellation-agents.ts'
import { AS_PRESCRIBED, DM, RESPONSIBLE_AT } from './cancellation-rows.ts'
import { lossy, NHS, OWN_ID } from './prescription-demographics.ts'
import { PATIENT } from './prescription-patient.ts'

const LINE = 'MedicationRequest*'
const GROUP = `${LINE}/groupIdentifier[system=${NHS}/Id/prescription-order-number]`
const HEADER = 'MessageHeader*'
const RESPONSE = 'pertinentInformation3/pertinentResponse/value'
const PERFORMER = `${LINE}/dispenseRequest/performer`
const DISPENSER = `${PERFORMER}/extension*[url=${DM}-DispensingPerformer]/valueReference`

const HISTORY_CODES = `[system=${NHS}/CodeSystem/medicationrequest-status-history]`

/** Where the status of a line item is told, by the names its extension has had, or why there is none. */
const HISTORIES = ['PrescriptionStatusHistory', 'PrescriptionTaskStatusReason'].map(
  name => `${LINE}/extension*[url=${DM}-${name}]`,
)
const TOLD = [
  ...HISTORIES.map(at => `${at}/extension*[url=status]/valueCoding${HISTORY_CODES}`),
  `issue*/details/coding*${HISTORY_CODES}`,
]
const DATES = HISTORIES.map(at => `${at}/extension*[url=statusDate]/valueDateTime`)

/**
 * What can become of a cancellation: Spine's codes (2.16.840.1.113883.2.1.3.2.4.17.19) and the EPS FHIR API's
 * (medicationrequest-status-history).
 */
const RESPONSES: readonly CodeRow[] = [
  ['cancelled', '0001', 'R-0001'],
  ['withDispenser', '0002', 'R-0002'],
  ['withDispenserActive', '0003', 'R-0003'],
  ['dispensed', '0004', 'R-0004'],
  ['expired', '0005', 'R-0005'],
  ['alreadyCancelled', '0006', 'R-0006'],
  ['requestedByAnother', '0007', 'R-0007'],
  ['notFound', '0008', 'R-0008'],
  ['disabled', '0009', 'R-0009'],
  ['notDispensed', '0010', 'R-0010'],
  ['failed', '5000', 'R-5000'],
  ['invalid', '5888', 'R-5888'],
]

const SAID: readonly Row[] = [
  {
    fact: 'response',
    type: 'code',
    codes: RESPONSES,
    hl7: `${RESPONSE}/@code`,
    fhir: TOLD.map(at => `${at}/code`),
    required: true,
  },
  {
    fact: 'display',
    type: 'text',
    hl7: `${RESPONSE}/@displayName`,
    fhir: TOLD.map(at => `${at}/display`),
  },
  { fact: 'status', type: 'token', fhir: `${LINE}/status`, by: 'status' },
  {
    fact: 'event',
    type: 'code',
    codes: [['response', undefined, 'prescription-order-response']],
    fhir: `${HEADER}/eventCoding[system=${NHS}/CodeSystem/message-event]/code`,
    by: 'status',
  },
]

const ABOUT: readonly Row[] = [
  { fact: 'id', type: 'uuid', hl7: 'id/@root', fhir: 'identifier/value' },
  {
    fact: 'effectiveTime',
    type: 'instant',
    hl7: 'effectiveTime/@value',
    fhir: ['timestamp', ...DATES],
  },
  {
    fact: 'answers',
    type: 'uuid',
    hl7: 'pertinentInformation4/pertinentCancellationRequestRef/id/@root',
    fhir: `${HEADER}/response/identifier`,
  },
  {
    fact: 'shortId',
    type: 'token',
    hl7: `pertinentInformation2/pertinentPrescriptionID/value[@root=${SHORT_FORM}]/@extension`,
    fhir: `${GROUP}/value`,
  },
  {
    fact: 'prescriptionId',
    type: 'uuid',
    fhir: `${GROUP}/extension*[url=${DM}-PrescriptionId]/valueIdentifier[system=${NHS}/Id/prescription]/value`,
    by: 'agrees',
  },
  {
    fact: 'lineItem',
    type: 'uuid',
    hl7: 'pertinentInformation1/pertinentLineItemRef/id/@root',
    fhir: `${LINE}/identifier*[system=${NHS}/Id/prescription-order-item-number]/value`,
  },
]

/** Who is who: the API says who asked as the responsible practitioner, and who prescribed as the requester. */
const WHO: readonly Row[] = [
  {
    list: 'patient',
    single: true,
    hl7: 'recordTarget/Patient',
    fhir: `${LINE}/subject/Patient`,
    rows: PATIENT,
  },
  {
    list: 'performer',
    single: true,
    hl7: 'performer/AgentPerson',
    fhir: `${DISPENSER}/PractitionerRole`,
    rows: ANSWERED,
  },
  {
    list: 'author',
    single: true,
    hl7: 'author/AgentPerson',
    fhir: `${RESPONSIBLE_AT}/PractitionerRole`,
    rows: ANSWERED,
  },
  {
    list: 'responsible',
    single: true,
    hl7: 'responsibleParty/AgentPerson',
    fhir: `${LINE}/requester/PractitionerRole`,
    rows: ANSWERED,
  },
]

const AROUND: readonly Row[] = [
  { hl7: 'performer/time/@value', lossy: 'the cloud does not say when a dispenser took it' },
  { fixed: 'message', fhir: 'type' },
  ...lossy(OWN_ID, 'id', 'meta', 'identifier/system'),
  ...lossy('said once for all', ...HISTORIES.map(at => `${at}/extension*[url=statusDate]`)),
  ...lossy('why it was asked the one who asked knows', `${LINE}/statusReason`, `${LINE}/intent`),
  ...lossy(
    'the way a message takes is said around it',
    `${HEADER}/id`,
    `${HEADER}/meta`,
    `${HEADER}/extension*`,
    `${HEADER}/eventCoding/display`,
    `${HEADER}/destination*`,
    `${HEADER}/sender`,
    `${HEADER}/source`,
    `${HEADER}/reason`,
    `${HEADER}/response/code`,
    `${HEADER}/focus*`,
  ),
  ...lossy('said by its code', 'issue*/severity', 'issue*/code', 'issue*/diagnostics'),
]

/** What became of a cancellation, as HL7v3 and as NHSDigital/electronic-prescription-service-api answers it. */
export const CANCELLATION_RESPONSE_ROWS: readonly Row[] = [
  ...SAID,
  ...ABOUT,
  ...WHO,
  ...AROUND,
  ...AS_PRESCRIBED,
]
