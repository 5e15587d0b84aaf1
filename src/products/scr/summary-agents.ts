import type { CodeRow, Row } from '../../mapping/index.ts'
import { JOB_ROLE, ODS, ROLE_PROFILE, USER } from './shape-parts.ts'

const NHS = 'https://fhir.nhs.uk'

/** Why the ids of resources are let go. */
export const OWN_ID = 'only this Bundle knows it by that'

/** The function that tells HL7v3's kinds of agent from one another in the one kind of role FHIR has. */
const by = 'author'

/** FHIR R4, ContactPointUse and AddressUse; NameUse. What an organisation has is never at home (org-2, org-3). */
const TELECOM_USES: readonly CodeRow[] = [
  ['work', 'WP', 'work'],
  ['mobile', 'MC', 'mobile'],
  ['pager', 'PG', 'pager'],
  ['phone', undefined, 'phone'],
]
const ADDRESS_USES: readonly CodeRow[] = [['work', 'WP', 'work']]
const NAME_USES: readonly CodeRow[] = [['usual', 'L', 'usual']]

const several = (fact: string, element: string): Row => ({
  fact,
  type: 'text',
  many: { blank: 'a blank name says nothing' },
  hl7: `name/${element}*/text()`,
  fhir: `name*/${element}*`,
  by,
})

/** Somebody: by which id, and what they are called, as one text or in parts. */
const PERSON: readonly Row[] = [
  {
    fact: 'userId',
    type: 'token',
    hl7: `id[@root=${USER}]/@extension`,
    fhir: `identifier*[system=${NHS}/Id/sds-user-id]/value`,
    by,
  },
  { fact: 'nameUse', type: 'code', codes: NAME_USES, hl7: 'name/@use', fhir: 'name*/use', by },
  several('prefixes', 'prefix'),
  several('given', 'given'),
  { fact: 'family', type: 'text', hl7: 'name/family/text()', fhir: 'name*/family', by },
  several('suffixes', 'suffix'),
  { fact: 'nameText', type: 'text', hl7: 'name/text()', fhir: 'name*/text', by },
]

/** Somebody HL7v3 knows by name alone. */
const UNIDENTIFIED: readonly Row[] = PERSON.slice(1)

const ODS_CODE: Row = {
  fact: 'ods',
  type: 'token',
  hl7: `id[@root=${ODS}]/@extension`,
  fhir: `identifier*[system=${NHS}/Id/ods-organization-code]/value`,
  by,
}
const TYPE_CODE: Row = {
  fact: 'typeCode',
  type: 'token',
  hl7: 'code/@code',
  fhir: 'type*/coding*/code',
  by,
}
const NAME: Row = { fact: 'name', type: 'text', hl7: 'name/text()', fhir: 'name', by }

const ADDRESSES: Row = {
  list: 'addresses',
  hl7: 'addr*',
  fhir: 'address*',
  by,
  rows: [
    { fact: 'use', type: 'code', codes: ADDRESS_USES, hl7: '@use', fhir: 'use', by },
    { fact: 'text', type: 'text', hl7: 'text()', fhir: 'text', by, required: true },
  ],
}

/** What HL7v3 says by one word FHIR says by two: the system of a number, and what a telephone is used for. */
const TELECOMS: Row = {
  list: 'telecoms',
  hl7: 'telecom*',
  fhir: 'telecom*',
  by,
  rows: [
    {
      fact: 'use',
      type: 'code',
      codes: TELECOM_USES,
      merged: [['phone', 'HP', 'what an organisation has is never at home']],
      hl7: '@use',
      fhir: [{ at: 'use', is: /^(?:work|mobile)$/ }, 'system'],
      by,
    },
    { mark: 'phone', when: ['use', 'work'], fhir: 'system', by },
    { mark: 'phone', when: ['use', 'mobile'], fhir: 'system', by },
    { fact: 'number', type: 'token', hl7: '@value', fhir: 'value', by, required: true },
  ],
}

const JOB: readonly Row[] = [
  {
    fact: 'jobRole',
    type: 'token',
    hl7: `code[@codeSystem=${JOB_ROLE}]/@code`,
    fhir: `code*/coding*[system=${NHS}/CodeSystem/HL7v3-SDSJobRoleName]/code`,
    by,
  },
  {
    fact: 'jobRoleName',
    type: 'text',
    hl7: `code[@codeSystem=${JOB_ROLE}]/@displayName`,
    fhir: `code*/coding*[system=${NHS}/CodeSystem/HL7v3-SDSJobRoleName]/display`,
    by,
    needs: 'jobRole',
  },
]

const PROFILE: Row = {
  fact: 'roleProfile',
  type: 'token',
  hl7: `id[@root=${ROLE_PROFILE}]/@extension`,
  fhir: 'identifier*[system=http://fhir.nhs.net/Id/sds-role-profile-id]/value',
  by,
}

const OWNER: readonly Row[] = [ODS_CODE, TYPE_CODE, NAME, TELECOMS, ADDRESSES]

const codeIn = (language: 'hl7' | 'fhir', [word, hl7, fhir]: CodeRow): CodeRow =>
  language === 'hl7' ? [word, hl7, undefined] : [word, undefined, fhir]

/** One row is one row wherever it stands: of a resource pointed at from two places each list is read by its row. */
const known = { hl7: new Map<Row, Row>(), fhir: new Map<Row, Row>() }

/** Rows of a place one language alone has, without those of the other. */
const only = (language: 'hl7' | 'fhir', rows: readonly Row[]): readonly Row[] =>
  rows
    .filter(row => language in row)
    .map(row => {
      const before = known[language].get(row) ?? rowOf(language, row)
      known[language].set(row, before)
      return before
    })

function rowOf(language: 'hl7' | 'fhir', row: Row): Row {
  const others = language === 'hl7' ? ['fhir', 'mergedFhir'] : ['hl7', 'merged']
  const own = Object.entries(row).filter(([name]) => !others.includes(name))
  const within = 'rows' in row ? { rows: only(language, row.rows) } : {}
  const codes = 'codes' in row ? { codes: row.codes.map(each => codeIn(language, each)) } : {}
  return { ...Object.fromEntries(own), ...within, ...codes } as Row // what it was, but for one language
}

/** A role as FHIR says it, whichever of HL7v3's kinds of agent acts in it. */
const ROLE: readonly Row[] = [
  PROFILE,
  ...JOB,
  {
    list: 'person',
    single: true,
    fhir: 'practitioner/Practitioner',
    by,
    rows: [...PERSON, { lossy: OWN_ID, fhir: 'id' }],
  },
  {
    list: 'organisation',
    single: true,
    fhir: 'organization/Organization',
    by,
    rows: [...OWNER, { lossy: OWN_ID, fhir: 'id' }],
  },
  { lossy: OWN_ID, fhir: 'id' },
]

/** Who is known to Spine: by which right, and as whom. */
const AGENT_PERSON_SDS: readonly Row[] = [
  PROFILE,
  { list: 'person', single: true, required: true, hl7: 'agentPersonSDS', by, rows: PERSON },
]

/** Who is not, or as nobody who has a right of their own. */
const AGENT_PERSON: readonly Row[] = [
  ...JOB,
  ADDRESSES,
  TELECOMS,
  { list: 'person', single: true, hl7: 'agentPerson', by, rows: UNIDENTIFIED },
  { list: 'represented', single: true, hl7: 'representedPersonSDS', by, rows: PERSON },
  {
    list: 'organisation',
    single: true,
    hl7: 'representedOrganization',
    by,
    rows: [TYPE_CODE, NAME],
  },
  {
    list: 'organisationSds',
    single: true,
    hl7: 'representedOrganizationSDS',
    by,
    rows: [ODS_CODE, NAME],
  },
]

/**
 * Who takes part in something, as HL7v3's kinds of agent.
 *
 * @param hl7 - the place of the participation, with a `/` behind it; empty where it is the scope itself
 */
export const agentRows = (hl7: string): readonly Row[] => [
  {
    list: 'personSds',
    single: true,
    hl7: `${hl7}UKCT_MT160018UK01.AgentPersonSDS`,
    by,
    rows: only('hl7', AGENT_PERSON_SDS),
  },
  {
    list: 'agentPerson',
    single: true,
    hl7: `${hl7}UKCT_MT160018UK01.AgentPerson`,
    by,
    rows: only('hl7', AGENT_PERSON),
  },
  {
    list: 'orgSds',
    single: true,
    hl7: `${hl7}UKCT_MT160017UK01.AgentOrgSDS/agentOrganizationSDS`,
    by,
    rows: only('hl7', [ODS_CODE, NAME]),
  },
]

/** The same as FHIR's one kind of role. */
export const roleRow = (list: string, fhir: string): Row => ({
  list,
  single: true,
  fhir,
  by,
  rows: only('fhir', ROLE),
})

/** A relative of the patient's, as HL7v3 and FHIR call them. */
export const nameRows = (language: 'hl7' | 'fhir'): readonly Row[] => only(language, UNIDENTIFIED)

/** An organisation of a device's. */
export const ownerRows = (language: 'hl7' | 'fhir'): readonly Row[] => only(language, OWNER)
