import { type Row } from '../../mapping/index.ts'
import { SHORT_FORM } from '../oids.ts'
import {
  DISPENSING_JOB,
  DISPENSING_ROLE,
  DISPENSING_TELECOMS,
  DISPENSING_USER,
  dispensingName,
  dispensingOrganisation,
} from './dispenser-rows.ts'
import { lossy, NHS, ODS_CODE } from './prescription-demographics.ts'
import { ODS } from './prescription-shape.ts'

const OWN_ID = 'only this request knows it by that'
const MADE_ANEW = 'whoever asks Spine makes it anew'
const PERSON = 'author/AgentPerson'
const LICENCE = 'healthCareProviderLicense/Organization'

/** The dispenser who asks, to whom what is released is locked. */
const OWNER: readonly Row[] = [
  { fixed: 'Organization', fhir: 'resourceType' },
  ...dispensingOrganisation('ods'),
  {
    fact: 'licence',
    type: 'token',
    hl7: `${LICENCE}/id[@root=${ODS}]/@extension`,
    fhir: `partOf/identifier[system=${ODS_CODE}]/value`,
  },
  {
    fact: 'licenceName',
    type: 'text',
    hl7: `${LICENCE}/name/text()`,
    fhir: 'partOf/display',
    needs: 'licence',
  },
  ...lossy('HL7v3 says of every organisation that its type is not said', 'type*'),
  ...lossy('a release in HL7v3 has no place for it', 'active'),
  ...lossy(OWN_ID, 'id'),
]

/** Who asks for the dispenser. */
const AGENT: readonly Row[] = [
  { fixed: 'PractitionerRole', fhir: 'resourceType' },
  DISPENSING_ROLE,
  DISPENSING_JOB,
  DISPENSING_TELECOMS,
  DISPENSING_USER,
  dispensingName('userName'),
  {
    hl7: ['prefix', 'given', 'family', 'suffix'].map(part => `agentPerson/name/${part}`),
    lossy: 'a name in parts: who asks is known by their numbers, and FHIR has one text for a name',
  },
  { lossy: 'a number written again for who is asked by that one', fhir: 'code*/coding*' },
  ...lossy('the owner is the organisation', 'organization'),
  ...lossy(OWN_ID, 'id'),
]

/** A request for prescriptions, of HL7v3 and as the Parameters of NHSDigital/electronic-prescription-service-api. */
export const NOMINATED_ROWS: readonly Row[] = [
  { fact: 'payloadId', type: 'uuid', hl7: 'id/@root', required: true, lossy: MADE_ANEW },
  {
    fact: 'effectiveTime',
    type: 'instant',
    hl7: 'effectiveTime/@value',
    required: true,
    lossy: MADE_ANEW,
  },
  {
    list: 'owner',
    single: true,
    required: true,
    hl7: `${PERSON}/representedOrganization`,
    fhir: 'parameter*[name=owner]/resource',
    rows: OWNER,
  },
  { fixed: 'accepted', fhir: 'parameter*[name=status]/valueCode' },
  {
    list: 'agent',
    single: true,
    required: true,
    hl7: PERSON,
    fhir: 'parameter*[name=agent]/resource',
    rows: AGENT,
  },
  ...lossy(OWN_ID, 'id'),
]

/** The same for one prescription, which is named. */
export const PATIENT_ROWS: readonly Row[] = [
  ...NOMINATED_ROWS,
  {
    fact: 'shortId',
    type: 'token',
    hl7: `pertinentInformation/pertinentPrescriptionID/value[@root=${SHORT_FORM}]/@extension`,
    fhir: `parameter*[name=group-identifier]/valueIdentifier[system=${NHS}/Id/prescription-order-number]/value`,
    required: true,
  },
]
