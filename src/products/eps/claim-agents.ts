import { readOnly, type Row } from '../../mapping/index.ts'
import { BY_ITS_CODE, extension, NO_PLACE } from './claim-parts.ts'
import { addresses, lossy, NHS, ODS_CODE, telecoms, UK } from './prescription-demographics.ts'
import { ODS, PROFESSIONAL, ROLE_PROFILE } from './prescription-shape.ts'

const OWN_ID = 'only this Claim knows it by that'

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
  ...lossy('HL7v3 says of every organisation that its type is not said', 'type*'),
  ...lossy(NO_PLACE, 'active'),
  ...lossy('who pays is said by the insurance', extension('ODS-OrganisationRelationships')),
  ...lossy(OWN_ID, 'id', 'meta'),
]

/** Who vouches for a claim, and for whom (PractitionerRole; AgentPerson of HL7v3). */
export const CLAIMANT: readonly Row[] = [
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
  telecoms({ hl7: 'telecom*', fhir: ['telecom*'] }),
  {
    // What EPS writes where a professional's number would be is the number of the user.
    fact: 'user',
    type: 'token',
    hl7: `agentPerson/id[@root=${PROFESSIONAL}]/@extension`,
    fhir: `practitioner/identifier[system=${NHS}/Id/sds-user-id]/value`,
    required: true,
  },
  {
    fact: 'name',
    type: 'text',
    hl7: 'agentPerson/name/text()',
    fhir: 'practitioner/display',
  },
  {
    list: 'organisation',
    single: true,
    required: true,
    hl7: 'representedOrganization',
    fhir: 'organization/Organization',
    rows: ORGANISATION,
  },
  ...lossy(BY_ITS_CODE, 'code*/coding*/display'),
  ...lossy('said by what it points at', 'organization/display', 'organization/type'),
  ...lossy(NO_PLACE, 'active', 'practitioner/type'),
  ...lossy(OWN_ID, 'id', 'meta'),
]
