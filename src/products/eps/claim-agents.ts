import { type Row } from '../../mapping/index.ts'
import { BY_ITS_CODE, extension, NO_PLACE } from './claim-parts.ts'
import {
  DISPENSING_JOB,
  DISPENSING_ROLE,
  DISPENSING_TELECOMS,
  DISPENSING_USER,
  dispensingName,
  dispensingOrganisation,
} from './dispenser-rows.ts'
import { lossy } from './prescription-demographics.ts'

const OWN_ID = 'only this Claim knows it by that'

const ORGANISATION: readonly Row[] = [
  ...dispensingOrganisation('code'),
  ...lossy('HL7v3 says of every organisation that its type is not said', 'type*'),
  ...lossy(NO_PLACE, 'active'),
  ...lossy('who pays is said by the insurance', extension('ODS-OrganisationRelationships')),
  ...lossy(OWN_ID, 'id', 'meta'),
]

/** Who vouches for a claim, and for whom (PractitionerRole; AgentPerson of HL7v3). */
export const CLAIMANT: readonly Row[] = [
  DISPENSING_ROLE,
  { ...DISPENSING_JOB, required: true },
  DISPENSING_TELECOMS,
  DISPENSING_USER,
  dispensingName('name'),
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
