import { readOnly, type Row } from '../../mapping/index.ts'
import {
  addresses,
  nameParts,
  NHS,
  NOT_IN_HL7,
  ODS_CODE,
  OWN_ID,
  telecoms,
  UK,
} from './prescription-demographics.ts'
import { ODS, PROFESSIONAL, ROLE_PROFILE } from './prescription-shape.ts'

const PRACTITIONER = 'practitioner/Practitioner'

/**
 * The registers of prescribers, each with what its numbers are like (General Medical Council, General Pharmaceutical
 * Council, Nursing and Midwifery Council, general medical practitioner codes, Health and Care Professions Council);
 * HL7v3 does not say of which a number is.
 */
const REGISTERS: readonly (readonly [name: string, is: RegExp | undefined])[] = [
  ['gmc-number', /^[3-7]\d{6}$/],
  ['gphc-number', /^2\d{6}$/],
  ['nmc-number', /^\d{2}[A-Z]\d{4}[A-Z]$/],
  ['gmp-number', /^G\d{7}$/],
  ['hcpc-number', /^[A-Z]{2}\d{6}$/],
  ['professional-code', undefined],
]

const REGISTRATION: Row = {
  fact: 'registration',
  type: 'registration',
  hl7: `agentPerson/id[@root=${PROFESSIONAL}]/@extension`,
  fhir: [
    ...REGISTERS.map(([name, is]) => {
      const at = `${PRACTITIONER}/identifier*[system=${UK}/Id/${name}]/value`
      return is === undefined ? at : { at, is }
    }),
    ...REGISTERS.map(([name]) =>
      readOnly(`practitioner/identifier[system=${UK}/Id/${name}]/value`),
    ),
  ],
  by: 'responsibleParty',
}

/** What somebody is called. */
export const CALLED: readonly Row[] = [
  ...nameParts('agentPerson/name/', `${PRACTITIONER}/name*/`),
  {
    fact: 'nameText',
    type: 'text',
    hl7: 'agentPerson/name/text()',
    fhir: [`${PRACTITIONER}/name*/text`, readOnly('practitioner/display')],
  },
  { lossy: NOT_IN_HL7, fhir: `${PRACTITIONER}/name*/use` },
]

const PERSON: readonly Row[] = [
  REGISTRATION,
  ...CALLED,
  {
    lossy: 'who is at the keyboard is said beside it',
    fhir: `${PRACTITIONER}/identifier*[system=${NHS}/Id/sds-user-id]`,
  },
  { lossy: OWN_ID, fhir: `${PRACTITIONER}/id` },
]

/** Codes by which a prescriber is reimbursed: the responsible party's, where there are any. */
const PRESCRIBING_CODES: readonly Row[] = [
  {
    fact: 'spuriousCode',
    type: 'token',
    fhir: `identifier*[system=${UK}/Id/nhsbsa-spurious-code]/value`,
    by: 'responsibleParty',
  },
  {
    fact: 'dinCode',
    type: 'token',
    fhir: `${PRACTITIONER}/identifier*[system=${UK}/Id/din-number]/value`,
    by: 'responsibleParty',
  },
]

const ORGANISATION: readonly Row[] = [
  {
    fact: 'code',
    type: 'token',
    hl7: `id[@root=${ODS}]/@extension`,
    fhir: [
      `identifier*[system=${ODS_CODE}]/value`,
      readOnly(`identifier[system=${ODS_CODE}]/value`),
    ],
    required: true,
  },
  {
    fact: 'name',
    type: 'text',
    hl7: 'name/text()',
    fhir: ['name', readOnly('display')],
    required: true,
  },
  telecoms({ hl7: 'telecom*', fhir: ['telecom*'] }),
  addresses({ hl7: 'addr*', fhir: ['address*', 'location*/Location/address'] }),
  { lossy: 'HL7v3 says of every organisation that its type is not said', fhir: 'type' },
  { lossy: NOT_IN_HL7, fhir: 'type*' },
  { lossy: NOT_IN_HL7, fhir: 'active' },
  { lossy: OWN_ID, fhir: 'id' },
]

const LICENCE: readonly Row[] = [
  {
    fact: 'code',
    type: 'token',
    hl7: `id[@root=${ODS}]/@extension`,
    fhir: [
      `identifier[system=${ODS_CODE}]/value`,
      readOnly(`identifier*[system=${ODS_CODE}]/value`),
    ],
    required: true,
  },
  {
    fact: 'name',
    type: 'text',
    hl7: 'name/text()',
    fhir: ['display', readOnly('name')],
    required: true,
  },
]

/** Where a role is acted in, which is where the organisation is that has no address of its own. */
const PLACE_ADDRESS: Row = {
  ...addresses({ hl7: 'addr*', fhir: ['address'] }),
  single: true,
}

/** By which right somebody acts. */
export const ROLE: readonly Row[] = [
  {
    fact: 'roleProfile',
    type: 'token',
    hl7: `id[@root=${ROLE_PROFILE}]/@extension`,
    fhir: `identifier*[system=${NHS}/Id/sds-role-profile-id]/value`,
  },
  {
    fact: 'jobRole',
    type: 'token',
    hl7: 'code/@code',
    fhir: [
      `code*/coding*[system=${NHS}/CodeSystem/NHSDigital-SDS-JobRoleCode]/code`,
      readOnly(`code*/coding*[system=${UK}/CodeSystem/UKCore-SDSJobRoleName]/code`),
    ],
  },
]

/** The organisation somebody acts for: the service, where one is named. */
export const ACTS_FOR: Row = {
  list: 'organisation',
  single: true,
  required: true,
  hl7: 'representedOrganization',
  fhir: [
    readOnly('healthcareService*/HealthcareService'),
    readOnly('healthcareService*'),
    'organization/Organization',
    readOnly('organization'),
  ],
  rows: ORGANISATION,
}

/** Where somebody acts, and what of a role HL7v3 does not say. */
export const PLACES: readonly Row[] = [
  {
    list: 'places',
    fhir: 'location*/Location',
    by: 'responsibleParty',
    rows: [PLACE_ADDRESS],
  },
  { lossy: 'a number written again for who is asked by that one', fhir: `code*/coding*` },
  { lossy: 'said by what it points at', fhir: 'organization/display' },
  { lossy: 'said by what it points at', fhir: 'organization/type' },
  ...['identifier*', 'name', 'telecom*', 'address*'].map((name): Row => ({
    lossy: 'the organisation is the service it is billed as, where there is one',
    fhir: `organization/Organization/${name}`,
  })),
  { lossy: OWN_ID, fhir: 'id' },
]

/** The role a prescriber acts in: who, by which right, for whom (PractitionerRole; AgentPerson of HL7v3). */
export const AGENT: readonly Row[] = [
  ...ROLE,
  telecoms({
    hl7: 'telecom*',
    fhir: ['telecom*', `${PRACTITIONER}/telecom*`, 'organization/Organization/telecom*'],
  }),
  ...PERSON,
  ...PRESCRIBING_CODES,
  ACTS_FOR,
  {
    list: 'licence',
    single: true,
    hl7: 'representedOrganization/healthCareProviderLicense/Organization',
    fhir: [
      readOnly('organization/Organization/partOf/Organization'),
      'organization/Organization/partOf',
      readOnly('organization/Organization'),
      readOnly('organization'),
    ],
    rows: LICENCE,
  },
  ...PLACES,
]
