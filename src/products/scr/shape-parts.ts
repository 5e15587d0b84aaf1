import { always, element, type Outline } from '../../mapping/index.ts'

/** The root of most code systems and ids of Spine's. */
export const V3 = '2.16.840.1.113883.2.1.3.2.4'

export const ODS = '1.2.826.0.1285.0.1.10'
export const ROLE_PROFILE = '1.2.826.0.1285.0.2.0.67'
export const USER = '1.2.826.0.1285.0.2.0.65'

/** SNOMED CT. */
export const SNOMED = `${V3}.15`

/** The code system of what somebody is employed as. */
export const JOB_ROLE = `${V3}.17.124`

/** What an element always says of what it is. */
export const PERSON = { classCode: 'PSN', determinerCode: 'INSTANCE' }
export const ORGANISATION = { classCode: 'ORG', determinerCode: 'INSTANCE' }
export const AGENT = { classCode: 'AGNT' }
export const CATEGORY = { classCode: 'CATEGORY', moodCode: 'EVN' }
export const UNINVERTED = { inversionInd: 'false', negationInd: 'false' }

/** Whether a part may be read without the rest. */
export const separable = (value: 'true' | 'false'): Outline => always('seperatableInd', { value })

/** Which template of the message model a part follows. */
export const template = (extension: string): Outline =>
  always('templateId', { root: `${V3}.18.2`, extension })

/** What somebody is called, as one text or in parts. */
export const NAME = element(
  'name',
  {},
  element('prefix', {}),
  element('given', {}),
  element('family', {}),
  element('suffix', {}),
)

/** An organisation Spine knows. */
export const ORGANISATION_SDS = [element('id', {}), element('name', {})]

/** NHS MIM, UKCT_MT160018UK01 and UKCT_MT160017UK01: who takes part in something. */
export const AGENTS: readonly Outline[] = [
  element(
    'UKCT_MT160018UK01.AgentPersonSDS',
    AGENT,
    element('id', {}),
    element('agentPersonSDS', PERSON, element('id', {}), NAME),
  ),
  element(
    'UKCT_MT160018UK01.AgentPerson',
    AGENT,
    element('code', { codeSystem: JOB_ROLE }),
    element('addr', {}),
    element('telecom', {}),
    element('agentPerson', PERSON, NAME),
    element('representedPersonSDS', PERSON, element('id', {}), NAME),
    element('representedOrganization', ORGANISATION, element('code', {}), element('name', {})),
    element('representedOrganizationSDS', ORGANISATION, ...ORGANISATION_SDS),
  ),
  element(
    'UKCT_MT160017UK01.AgentOrgSDS',
    AGENT,
    element('agentOrganizationSDS', ORGANISATION, ...ORGANISATION_SDS),
  ),
]

/** Why the name of a template is let go. */
export const VERSIONED = 'which edition of the message model a part was built to, not what it says'
