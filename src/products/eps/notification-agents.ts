import { readOnly, type Row } from '../../mapping/index.ts'
import {
  addresses,
  lossy,
  NHS,
  NOT_IN_HL7,
  ODS_CODE,
  OWN_ID,
  telecoms,
  UK,
} from './prescription-demographics.ts'
import { ODS, PROFESSIONAL, ROLE_PROFILE } from './prescription-shape.ts'

const USER = '1.2.826.0.1285.0.2.0.65'

/** Where a contained role says for whom it is acted. */
export const PHARMACY = 'organization/Organization'

const ORGANISATION: readonly Row[] = [
  {
    fact: 'code',
    type: 'token',
    hl7: `id[@root=${ODS}]/@extension`,
    fhir: `identifier*[system=${ODS_CODE}]/value`,
    required: true,
  },
  { fact: 'name', type: 'text', hl7: 'name/text()', fhir: 'name' },
  telecoms({ hl7: 'telecom*', fhir: ['telecom*'] }),
  addresses({ hl7: 'addr*', fhir: ['address*'] }),
  { fixed: 'true', json: 'boolean', fhir: 'active', lossy: NOT_IN_HL7 },
  { lossy: 'what kind of organisation it is, which FHIR is not told', hl7: 'code' },
  ...lossy(NOT_IN_HL7, 'type*', 'partOf', 'telecom*/id', 'address*/id'),
  ...lossy(OWN_ID, 'id', 'meta'),
]

/** Who dispenses: a contained PractitionerRole, AgentPerson of HL7v3. */
export const DISPENSER: readonly Row[] = [
  {
    fact: 'roleProfile',
    type: 'token',
    hl7: `id[@root=${ROLE_PROFILE}]/@extension`,
    fhir: `identifier*[system=${NHS}/Id/sds-role-profile-id]/value`,
    required: true,
  },
  {
    fact: 'jobRole',
    type: 'token',
    hl7: 'code/@code',
    fhir: [
      `code*/coding*[system=${NHS}/CodeSystem/NHSDigital-SDS-JobRoleCode]/code`,
      readOnly(`code*/coding*[system=${UK}/CodeSystem/UKCore-SDSJobRoleName]/code`),
    ],
    required: true,
  },
  { ...telecoms({ hl7: 'telecom*', fhir: ['telecom*'] }), required: true },
  {
    fact: 'user',
    type: 'token',
    hl7: [PROFESSIONAL, USER].map(root => `agentPerson/id[@root=${root}]/@extension`),
    fhir: `practitioner/identifier[system=${NHS}/Id/sds-user-id]/value`,
    required: true,
  },
  { fact: 'name', type: 'text', hl7: 'agentPerson/name/text()', fhir: 'practitioner/display' },
  {
    list: 'pharmacy',
    single: true,
    required: true,
    hl7: 'representedOrganization',
    fhir: PHARMACY,
    rows: ORGANISATION,
  },
  { lossy: 'FHIR has one place for the number of who dispenses', hl7: 'agentPerson/id/@root' },
  { lossy: 'who dispenses has one name', hl7: 'agentPerson/name/@use' },
  ...lossy('a number written again for who is asked by that one', 'code*/coding*'),
  ...lossy('said by what it points at', 'organization/display', 'organization/type'),
  ...lossy(OWN_ID, 'id'),
]
