import { readOnly, type Row } from '../../mapping/index.ts'
import { NHS_NUMBER, SHORT_FORM } from '../oids.ts'
import { DISPENSER, PHARMACY } from './notification-agents.ts'
import { ITEM_ROWS, SAID_BY_PLACE } from './notification-items.ts'
import { MESSAGE } from './prescription-bundle.ts'
import { lossy, NHS, ODS_CODE } from './prescription-demographics.ts'
import { ODS } from './prescription-shape.ts'

const SUPPLY = 'pertinentInformation1/pertinentSupplyHeader'
const ITEM = `${SUPPLY}/pertinentInformation1*/pertinentSuppliedLineItem`
const CATEGORY = 'pertinentInformation2/pertinentCareRecordElementCategory'
const STATUS = `${SUPPLY}/pertinentInformation3/pertinentPrescriptionStatus/value`
const REASON = `${SUPPLY}/pertinentInformation2/pertinentNonDispensingReason/value`
const EXTENSION = `${NHS}/StructureDefinition/Extension`
const ASKED = 'authorizingPrescription*/MedicationRequest'
const GROUP = `${ASKED}/groupIdentifier[system=${NHS}/Id/prescription-order-number]`
const ISSUE = `${ASKED}/basedOn*/extension*[url=${EXTENSION}-EPS-RepeatInformation]`
const NUMBER = `[system=${NHS}/Id/nhs-number]/value`
const SUBJECT = `identifier${NUMBER}`
const ROLE = 'performer*/actor/PractitionerRole'
const STATUS_CODING = `extension*[url=${EXTENSION}-EPS-TaskBusinessStatus]/valueCoding[system=${NHS}/CodeSystem/EPS-task-business-status]`
const REASON_CODING = `extension*[url=${EXTENSION}-DM-PrescriptionNonDispensingReason]/valueCoding[system=${NHS}/CodeSystem/medicationdispense-status-reason]`

/** Which prescription it is about, and which of its issues. */
const PRESCRIPTION: readonly Row[] = [
  {
    fact: 'shortId',
    type: 'token',
    hl7: `${SUPPLY}/pertinentInformation4/pertinentPrescriptionID/value[@root=${SHORT_FORM}]/@extension`,
    fhir: `${GROUP}/value`,
    required: true,
  },
  {
    fact: 'prescriptionId',
    type: 'uuid',
    hl7: `${SUPPLY}/inFulfillmentOf/priorOriginalPrescriptionRef/id/@root`,
    fhir: `${GROUP}/extension*[url=${EXTENSION}-DM-PrescriptionId]/valueIdentifier[system=${NHS}/Id/prescription]/value`,
    required: true,
  },
  {
    fact: 'issue',
    type: 'oneMore',
    json: 'number',
    hl7: `${SUPPLY}/repeatNumber/low/@value`,
    fhir: `${ISSUE}/extension*[url=numberOfRepeatsIssued]/valueInteger`,
  },
  {
    fact: 'issues',
    type: 'oneMore',
    json: 'number',
    hl7: `${SUPPLY}/repeatNumber/high/@value`,
    fhir: `${ISSUE}/extension*[url=numberOfRepeatsAllowed]/valueInteger`,
  },
]

/** What became of it. */
const CAME_TO: readonly Row[] = [
  {
    fact: 'status',
    type: 'token',
    hl7: `${STATUS}/@code`,
    fhir: `${STATUS_CODING}/code`,
    required: true,
  },
  {
    fact: 'statusName',
    type: 'text',
    hl7: `${STATUS}/@displayName`,
    fhir: `${STATUS_CODING}/display`,
  },
  { fact: 'reason', type: 'token', hl7: `${REASON}/@code`, fhir: `${REASON_CODING}/code` },
  {
    fact: 'reasonName',
    type: 'text',
    hl7: `${REASON}/@displayName`,
    fhir: `${REASON_CODING}/display`,
    needs: 'reason',
  },
]

/** What a notification says once and its Bundle in every MedicationDispense. */
const IN_EACH: readonly Row[] = [
  {
    fact: 'nhsNumber',
    type: 'nhsNumber',
    hl7: `recordTarget/patient/id[@root=${NHS_NUMBER}]/@extension`,
    fhir: [`subject/${SUBJECT}`, readOnly(`subject/Patient/identifier*${NUMBER}`)],
    required: true,
  },
  {
    fact: 'patientNumber',
    type: 'nhsNumber',
    fhir: `subject/Patient/identifier*${NUMBER}`,
    by: 'patient',
  },
  {
    same: 'nhsNumber',
    fhir: `${ASKED}/subject/${SUBJECT}`,
  },
  ...PRESCRIPTION,
  ...CAME_TO,
  {
    list: 'dispenser',
    single: true,
    required: true,
    hl7: `${SUPPLY}/author/AgentPerson`,
    fhir: ROLE,
    rows: DISPENSER,
  },
  {
    fact: 'reimbursedBy',
    type: 'token',
    hl7: `primaryInformationRecipient/AgentOrg/agentOrganization/id[@root=${ODS}]/@extension`,
    fhir: `${ROLE}/${PHARMACY}/extension*[url=${EXTENSION}-ODS-OrganisationRelationships]/extension*[url=reimbursementAuthority]/valueIdentifier[system=${ODS_CODE}]/value`,
    required: true,
  },
]

const REPLACEMENT = `MessageHeader*/extension*[url=${EXTENSION}-replacementOf]/valueIdentifier[system=https://tools.ietf.org/html/rfc4122]/value`

/** What it is, from whom, and what went before. */
const HEADER: readonly Row[] = [
  {
    fact: 'event',
    type: 'code',
    codes: [
      ['notification', undefined, 'dispense-notification'],
      ['update', undefined, 'dispense-notification-update'],
    ],
    fhir: `MessageHeader*/eventCoding[system=${NHS}/CodeSystem/message-event]/code`,
    by: 'messageHeader',
    required: true,
  },
  {
    fact: 'replaces',
    type: 'uuid',
    hl7: 'replacementOf/priorMessageRef/id/@root',
    fhir: REPLACEMENT,
  },
  {
    fact: 'release',
    type: 'uuid',
    hl7: 'sequelTo/priorPrescriptionReleaseEventRef/id/@root',
    fhir: 'MessageHeader*/response/identifier',
    required: true,
  },
  { fixed: 'ok', fhir: 'MessageHeader*/response/code' },
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
    to: ['MedicationDispense*'],
    lossy: 'HL7v3 says it by its order',
  },
  ...lossy(
    'the way a message takes is said around it',
    'MessageHeader*/id',
    'MessageHeader*/meta',
    'MessageHeader*/eventCoding/display',
    'MessageHeader*/destination*',
    'MessageHeader*/sender',
    'MessageHeader*/source',
    'MessageHeader*/reason',
  ),
]

const RECIPIENT = 'primaryInformationRecipient/AgentOrg/agentOrganization'

/** What HL7v3 says in words of its own beside what is always the same. */
const BESIDE: readonly Row[] = [
  ...[
    'code/@displayName',
    'code/originalText',
    `${SUPPLY}/code/@displayName`,
    `${CATEGORY}/code/@displayName`,
    '**/seperatableInd/@value',
  ].map((hl7): Row => ({ lossy: SAID_BY_PLACE, hl7 })),
  { lossy: 'who reimburses is known by the code', hl7: `${RECIPIENT}/name` },
  { lossy: 'who reimburses is known by the code', hl7: `${RECIPIENT}/code` },
]

/** A dispense notification, as HL7v3 and as the Bundle of NHSDigital/electronic-prescription-service-api. */
export const NOTIFICATION_ROWS: readonly Row[] = [
  ...MESSAGE,
  {
    same: 'messageId',
    as: 'uuid',
    hl7: `${SUPPLY}/id/@root`,
    lossy: 'a number of its own for what a Bundle has no second number for',
  },
  {
    fact: 'effectiveTime',
    type: 'instant',
    hl7: 'effectiveTime/@value',
    by: 'handedOver',
    required: true,
  },
  {
    fact: 'authoredAt',
    type: 'instant',
    hl7: `${SUPPLY}/author/time/@value`,
    lossy: 'when the message was written, which a Bundle does not say',
    required: true,
  },
  {
    list: 'items',
    required: true,
    hl7: ITEM,
    fhir: 'MedicationDispense*',
    rows: ITEM_ROWS,
  },
  { each: 'medication dispense', fhir: 'MedicationDispense*', rows: IN_EACH },
  {
    fact: 'references',
    type: 'uuid',
    many: { blank: 'an entry that names nothing' },
    hl7: `${CATEGORY}/component*/actRef/id/@root`,
    by: 'references',
  },
  { lossy: 'which line items it has, once more', hl7: `${CATEGORY}/component*` },
  ...BESIDE,
  // What points stands behind what it points at.
  ...HEADER,
  ...lossy('HL7v3 names the patient by the number alone', 'Patient*'),
]
