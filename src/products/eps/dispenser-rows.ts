import { type FactRow, readOnly, type Row } from '../../mapping/index.ts'
import { addresses, NHS, ODS_CODE, telecoms, UK } from './prescription-demographics.ts'
import { ODS, PROFESSIONAL, ROLE_PROFILE } from './prescription-shape.ts'

/** In which role somebody dispenses (PractitionerRole; AgentPerson of HL7v3). */
export const DISPENSING_ROLE: FactRow = {
  fact: 'roleProfile',
  type: 'token',
  hl7: `id[@root=${ROLE_PROFILE}]/@extension`,
  fhir: `identifier*[system=${NHS}/Id/sds-role-profile-id]/value`,
  required: true,
}

/** As what: of two lists of job roles the older is written. */
export const DISPENSING_JOB: FactRow = {
  fact: 'jobRole',
  type: 'token',
  hl7: 'code/@code',
  fhir: [
    `code*/coding*[system=${NHS}/CodeSystem/NHSDigital-SDS-JobRoleCode]/code`,
    readOnly(`code*/coding*[system=${UK}/CodeSystem/UKCore-SDSJobRoleName]/code`),
  ],
}

/** Who it is: what EPS writes where a professional's number would be is the number of the user. */
export const DISPENSING_USER: FactRow = {
  fact: 'user',
  type: 'token',
  hl7: `agentPerson/id[@root=${PROFESSIONAL}]/@extension`,
  fhir: `practitioner/identifier[system=${NHS}/Id/sds-user-id]/value`,
  required: true,
}

/** How that is called, in one piece, under a name of its own. */
export const dispensingName = (fact: string): FactRow => ({
  fact,
  type: 'text',
  hl7: 'agentPerson/name/text()',
  fhir: 'practitioner/display',
})

/** For whom it is dispensed: which organisation, under a name of its own, how it is called and reached, and where. */
export const dispensingOrganisation = (code: string): readonly Row[] => [
  {
    fact: code,
    type: 'token',
    hl7: `id[@root=${ODS}]/@extension`,
    fhir: `identifier*[system=${ODS_CODE}]/value`,
    required: true,
  },
  { fact: 'name', type: 'text', hl7: 'name/text()', fhir: 'name' },
  DISPENSING_TELECOMS,
  addresses({ hl7: 'addr*', fhir: ['address*'] }),
]

/** The telephones of a role or an organisation. */
export const DISPENSING_TELECOMS: Row = telecoms({ hl7: 'telecom*', fhir: ['telecom*'] })
