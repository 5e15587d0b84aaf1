import { type Row } from '../../mapping/index.ts'
import {
  DISPENSING_JOB,
  DISPENSING_ROLE,
  DISPENSING_TELECOMS,
  DISPENSING_USER,
  dispensingName,
  dispensingOrganisation,
} from './dispenser-rows.ts'
import { lossy, NOT_IN_HL7, OWN_ID } from './prescription-demographics.ts'
import { PROFESSIONAL } from './prescription-shape.ts'

const USER = '1.2.826.0.1285.0.2.0.65'

/** Where a contained role says for whom it is acted. */
export const PHARMACY = 'organization/Organization'

const ORGANISATION: readonly Row[] = [
  ...dispensingOrganisation('code'),
  { fixed: 'true', json: 'boolean', fhir: 'active', lossy: NOT_IN_HL7 },
  { lossy: 'what kind of organisation it is, which FHIR is not told', hl7: 'code' },
  ...lossy(NOT_IN_HL7, 'type*', 'partOf', 'telecom*/id', 'address*/id'),
  ...lossy(OWN_ID, 'id', 'meta'),
]

/** Who dispenses: a contained PractitionerRole, AgentPerson of HL7v3. */
export const DISPENSER: readonly Row[] = [
  DISPENSING_ROLE,
  { ...DISPENSING_JOB, required: true },
  { ...DISPENSING_TELECOMS, required: true },
  {
    ...DISPENSING_USER,
    hl7: [PROFESSIONAL, USER].map(root => `agentPerson/id[@root=${root}]/@extension`),
  },
  dispensingName('name'),
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
