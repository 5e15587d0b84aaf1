const V3 = '2.16.840.1.113883.2.1.3.2.4'
const NHS = 'https://fhir.nhs.uk'

/** What a resource says. */
export type Json = Readonly<Record<string, unknown>>

/** Who wrote a golden summary, in each language's own words. */
export interface GoldenAuthor {
  readonly hl7: string
  readonly role: Json
  readonly practitioner?: Json
  readonly organisation?: Json
}

const PERSON = 'classCode="PSN" determinerCode="INSTANCE"'
const ORGANISATION = 'classCode="ORG" determinerCode="INSTANCE"'
const user = '<id root="1.2.826.0.1285.0.2.0.65" extension="200000000021"/>'
const ods = '<id root="1.2.826.0.1285.0.1.10" extension="Z99991"/>'
export const identified = (system: string, value: string): Json => ({
  identifier: [{ system, value }],
})
const USER_ID = identified(`${NHS}/Id/sds-user-id`, '200000000021')
const ODS = identified(`${NHS}/Id/ods-organization-code`, 'Z99991')
const PROFILE = identified('http://fhir.nhs.net/Id/sds-role-profile-id', '200000000011')

const sds = (name: string): string =>
  `<UKCT_MT160018UK01.AgentPersonSDS classCode="AGNT"><id root="1.2.826.0.1285.0.2.0.67" extension="200000000011"/>` +
  `<agentPersonSDS ${PERSON}>${user}${name}</agentPersonSDS></UKCT_MT160018UK01.AgentPersonSDS>`

export const KNOWN: GoldenAuthor = {
  hl7: sds('<name>Dr Made Up</name>'),
  role: PROFILE,
  practitioner: { ...USER_ID, name: [{ text: 'Dr Made Up' }] },
}

export const IN_PARTS: GoldenAuthor = {
  hl7: sds(
    '<name use="L"><prefix>Dr</prefix><given>Made</given><given>It</given><family>Up</family><suffix>PhD</suffix></name>',
  ),
  role: PROFILE,
  practitioner: {
    ...USER_ID,
    name: [{ use: 'usual', prefix: ['Dr'], given: ['Made', 'It'], family: 'Up', suffix: ['PhD'] }],
  },
}

const code = `<code code="NR0260" codeSystem="${V3}.17.124" displayName="General Medical Practitioner"/>`
const reached =
  '<addr use="WP">1 Nowhere Lane</addr><addr>2 Nowhere Lane</addr><telecom use="WP" value="01632960001"/><telecom use="MC" value="07700900001"/><telecom use="PG" value="01632960005"/><telecom value="01632960006"/>'

const agent = (content: string): string =>
  `<UKCT_MT160018UK01.AgentPerson classCode="AGNT">${content}</UKCT_MT160018UK01.AgentPerson>`

const JOB: Json = {
  code: [
    {
      coding: [
        {
          system: `${NHS}/CodeSystem/HL7v3-SDSJobRoleName`,
          code: 'NR0260',
          display: 'General Medical Practitioner',
        },
      ],
    },
  ],
}
const REACHED: Json = {
  address: [{ use: 'work', text: '1 Nowhere Lane' }, { text: '2 Nowhere Lane' }],
  telecom: [
    { system: 'phone', use: 'work', value: '01632960001' },
    { system: 'phone', use: 'mobile', value: '07700900001' },
    { system: 'pager', value: '01632960005' },
    { system: 'phone', value: '01632960006' },
  ],
}

export const OF_AN_ORGANISATION: GoldenAuthor = {
  hl7: agent(
    `${code}${reached}<agentPerson ${PERSON}><name>Made Up</name></agentPerson>` +
      `<representedOrganization ${ORGANISATION}><code code="021"/><name>MADE UP HOSPITAL</name></representedOrganization>`,
  ),
  role: JOB,
  practitioner: { name: [{ text: 'Made Up' }] },
  organisation: { ...REACHED, type: [{ coding: [{ code: '021' }] }], name: 'MADE UP HOSPITAL' },
}

export const OF_A_PRACTICE: GoldenAuthor = {
  hl7: agent(
    `${code}<representedPersonSDS ${PERSON}>${user}<name>Made Up</name></representedPersonSDS>` +
      `<representedOrganizationSDS ${ORGANISATION}>${ods}<name>MADE UP PRACTICE</name></representedOrganizationSDS>`,
  ),
  role: JOB,
  practitioner: { ...USER_ID, name: [{ text: 'Made Up' }] },
  organisation: { ...ODS, name: 'MADE UP PRACTICE' },
}

const PARTED =
  '<name use="L"><prefix>Dr</prefix><prefix>Sir</prefix><given>Made</given><given>It</given><family>Up</family><suffix>PhD</suffix><suffix>OBE</suffix></name>'
const NAMED_IN_PARTS: Json = {
  name: [
    {
      use: 'usual',
      prefix: ['Dr', 'Sir'],
      given: ['Made', 'It'],
      family: 'Up',
      suffix: ['PhD', 'OBE'],
    },
  ],
}

export const AGENT_IN_PARTS: GoldenAuthor = {
  hl7: agent(`<agentPerson ${PERSON}>${PARTED}</agentPerson>`),
  role: {},
  practitioner: NAMED_IN_PARTS,
}

export const REPRESENTED_IN_PARTS: GoldenAuthor = {
  hl7: agent(`<representedPersonSDS ${PERSON}>${user}${PARTED}</representedPersonSDS>`),
  role: {},
  practitioner: { ...USER_ID, ...NAMED_IN_PARTS },
}

export const OF_NOBODY: GoldenAuthor = {
  hl7: agent(`<agentPerson ${PERSON}><name>Made Up</name></agentPerson>`),
  role: {},
  practitioner: { name: [{ text: 'Made Up' }] },
}

export const PRACTICE: GoldenAuthor = {
  hl7: `<UKCT_MT160017UK01.AgentOrgSDS classCode="AGNT"><agentOrganizationSDS ${ORGANISATION}>${ods}<name>MADE UP PRACTICE</name></agentOrganizationSDS></UKCT_MT160017UK01.AgentOrgSDS>`,
  role: {},
  organisation: { ...ODS, name: 'MADE UP PRACTICE' },
}
