import type { CodeRow, Row } from '../../mapping/index.ts'
import { SHORT_FORM } from '../oids.ts'
import { CLAIMANT } from './claim-agents.ts'
import { LINE_ITEM_ROWS } from './claim-lines.ts'
import {
  BY_ITS_CODE,
  concept,
  extension,
  NO_PLACE,
  NOT_DISPENSED,
  repeats,
  SNOMED,
} from './claim-parts.ts'
import { lossy, NHS, ODS_CODE } from './prescription-demographics.ts'
import { ODS } from './prescription-shape.ts'

const HEADER = 'pertinentInformation1/pertinentSupplyHeader'
const PAYER = 'primaryInformationRecipient/AgentOrg/agentOrganization'
const EXEMPT = 'coverage/coveringChargeExempt'
const EVIDENCE = `${EXEMPT}/authorization/authorizingEvidenceSeen`
const RFC4122 = 'https://tools.ietf.org/html/rfc4122'
const TERMINOLOGY = 'http://terminology.hl7.org/CodeSystem'
const INSURANCE = 'insurance*/coverage'
const GROUP = `prescription/${extension('DM-GroupIdentifier')}`
const STATUS = `${extension('EPS-TaskBusinessStatus')}/valueCoding[system=${NHS}/CodeSystem/EPS-task-business-status]`
const EXEMPTION = concept('item*/programCode', `${NHS}/CodeSystem/prescription-charge-exemption`)
const EVIDENCE_SEEN = concept('item*/programCode', `${NHS}/CodeSystem/DM-exemption-evidence`)
const ABSENT = 'http://hl7.org/fhir/StructureDefinition/data-absent-reason'

const ONE_TIME = 'a Claim says one time, when it was made'

/** Which claim it is, when it was made, and what it is made instead of. */
const CLAIM: readonly Row[] = [
  {
    fact: 'messageId',
    type: 'uuid',
    hl7: 'id/@root',
    fhir: `identifier*[system=${RFC4122}]/value`,
    required: true,
  },
  {
    fact: 'header',
    type: 'uuid',
    hl7: `${HEADER}/id/@root`,
    lossy: 'a Claim has one id, and its supply header has that too',
    required: true,
  },
  {
    fact: 'effectiveTime',
    type: 'instant',
    hl7: 'effectiveTime/@value',
    by: 'created',
    required: true,
  },
  {
    fact: 'created',
    type: 'token',
    fhir: 'created',
    by: 'created',
    lossy: 'HL7v3 says a time to the second',
    required: true,
  },
  {
    fact: 'authenticatedAt',
    type: 'instant',
    hl7: `${HEADER}/legalAuthenticator/time/@value`,
    lossy: ONE_TIME,
    required: true,
  },
  {
    fact: 'replaces',
    type: 'uuid',
    hl7: 'replacementOf/priorMessageRef/id/@root',
    fhir: `${extension('replacementOf')}/valueIdentifier[system=${RFC4122}]/value`,
  },
  {
    fact: 'release',
    type: 'uuid',
    hl7: 'sequelTo/priorPrescriptionReleaseEventRef/id/@root',
    lossy: 'a Claim does not say by which release it was supplied',
    required: true,
  },
]

/** What is claimed for: the prescription. */
const PRESCRIPTION: readonly Row[] = [
  {
    fact: 'shortId',
    type: 'token',
    hl7: `${HEADER}/pertinentInformation4/pertinentPrescriptionID/value[@root=${SHORT_FORM}]/@extension`,
    fhir: `${GROUP}/extension*[url=shortForm]/valueIdentifier[system=${NHS}/Id/prescription-order-number]/value`,
    required: true,
  },
  {
    fact: 'prescriptionId',
    type: 'uuid',
    hl7: `${HEADER}/inFulfillmentOf/priorOriginalPrescriptionRef/id/@root`,
    fhir: `${GROUP}/extension*[url=UUID]/valueIdentifier[system=${NHS}/Id/prescription]/value`,
    required: true,
  },
  ...lossy(NO_PLACE, 'prescription/display'),
]

/** Who pays whom for whose medicines. */
const PARTIES: readonly Row[] = [
  {
    fact: 'payer',
    type: 'token',
    hl7: `${PAYER}/id[@root=${ODS}]/@extension`,
    fhir: `${INSURANCE}/identifier[system=${ODS_CODE}]/value`,
    required: true,
  },
  {
    fact: 'payerName',
    type: 'text',
    hl7: `${PAYER}/name/text()`,
    fhir: `${INSURANCE}/display`,
    required: true,
  },
  {
    list: 'claimant',
    single: true,
    required: true,
    hl7: `${HEADER}/legalAuthenticator/AgentPerson`,
    fhir: 'provider/PractitionerRole',
    rows: CLAIMANT,
  },
  {
    points: 'who is paid',
    fhir: 'payee/party',
    to: ['provider/PractitionerRole/organization/Organization'],
  },
  {
    fact: 'nhsNumber',
    type: 'nhsNumber',
    fhir: `patient/identifier[system=${NHS}/Id/nhs-number]/value`,
    lossy: 'a claim in HL7v3 names no patient',
  },
  {
    fact: 'nobody',
    type: 'code',
    codes: [['unknown', undefined, 'unknown']],
    fhir: `patient/extension*[url=${ABSENT}]/valueCode`,
    by: 'patient',
  },
]

/** NHS MIM 4.2.00: whether no evidence was seen. */
const EVIDENCES: readonly CodeRow[] = [
  ['seen', 'false', 'evidence-seen'],
  ['notSeen', 'true', 'no-evidence-seen'],
]

/** Why a patient did not pay, or that they did. */
const EXEMPTIONS: readonly Row[] = [
  { fact: 'exemption', type: 'token', hl7: `${EXEMPT}/value/@code`, fhir: `${EXEMPTION}/code` },
  {
    fact: 'exempt',
    type: 'code',
    codes: [
      ['exempt', 'false', undefined],
      ['notExempt', 'true', undefined],
    ],
    hl7: `${EXEMPT}/@negationInd`,
    by: 'exempt',
    needs: 'exemption',
  },
  {
    fact: 'evidence',
    type: 'code',
    codes: EVIDENCES,
    hl7: `${EVIDENCE}/@negationInd`,
    fhir: `${EVIDENCE_SEEN}/code`,
    needs: 'exemption',
  },
  ...lossy(BY_ITS_CODE, `${EXEMPTION}/display`, `${EVIDENCE_SEEN}/display`),
]

/** What is supplied, of which line items. */
const SUPPLY: Row = {
  list: 'supply',
  single: true,
  required: true,
  hl7: HEADER,
  fhir: 'item*',
  rows: [
    {
      fact: 'status',
      type: 'token',
      hl7: 'pertinentInformation3/pertinentPrescriptionStatus/value/@code',
      fhir: `${STATUS}/code`,
      required: true,
    },
    {
      fact: 'statusName',
      type: 'text',
      hl7: 'pertinentInformation3/pertinentPrescriptionStatus/value/@displayName',
      fhir: `${STATUS}/display`,
    },
    ...NOT_DISPENSED,
    ...repeats('repeatNumber'),
    {
      list: 'lineItems',
      required: true,
      hl7: 'pertinentInformation1*/pertinentSuppliedLineItem',
      fhir: 'detail*',
      rows: LINE_ITEM_ROWS,
    },
    { fixed: '1', json: 'number', fhir: 'sequence' },
    { fixed: SNOMED, fhir: 'productOrService/coding*/system' },
    { fixed: '16076005', fhir: 'productOrService/coding*/code' },
    ...lossy(BY_ITS_CODE, 'productOrService/coding*/display'),
    ...lossy(
      'HL7v3 says it of each line item',
      'modifier*',
      extension('DM-SuppliedItemIdentifier'),
    ),
  ],
}

/** What makes a Claim one of a pharmacy's: always the same, and in HL7v3 said by the message. */
const ALWAYS: readonly Row[] = [
  { fixed: 'active', fhir: 'status' },
  { fixed: `${TERMINOLOGY}/claim-type`, fhir: 'type/coding*/system' },
  { fixed: 'pharmacy', fhir: 'type/coding*/code' },
  { fixed: 'claim', fhir: 'use' },
  { fixed: `${TERMINOLOGY}/processpriority`, fhir: 'priority/coding*/system' },
  { fixed: 'normal', fhir: 'priority/coding*/code' },
  { fixed: '1', json: 'number', fhir: 'insurance*/sequence' },
  { fixed: 'true', json: 'boolean', fhir: 'insurance*/focal' },
  { fixed: `${TERMINOLOGY}/payeetype`, fhir: 'payee/type/coding*/system' },
  { fixed: 'provider', fhir: 'payee/type/coding*/code' },
  ...lossy(
    BY_ITS_CODE,
    'type/coding*/display',
    'priority/coding*/display',
    'payee/type/coding*/display',
  ),
  ...lossy('who is at the keyboard is said beside it', extension('Provenance-agent')),
  ...lossy('only this Claim knows it by that', 'id', 'meta'),
]

/** A claim, as HL7v3 and as the Claim of NHSDigital/electronic-prescription-service-api. */
export const CLAIM_ROWS: readonly Row[] = [
  ...CLAIM,
  ...PRESCRIPTION,
  ...PARTIES,
  SUPPLY,
  ...EXEMPTIONS,
  ...ALWAYS,
]
