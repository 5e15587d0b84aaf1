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

const PERSON = { classCode: 'PSN', determinerCode: 'INSTANCE' }
const ORGANISATION = { classCode: 'ORG', determinerCode: 'INSTANCE' }
const AGENT = { classCode: 'AGNT' }
const CATEGORY = { classCode: 'CATEGORY', moodCode: 'EVN' }
const UNINVERTED = { inversionInd: 'false', negationInd: 'false' }

const separable = (value: 'true' | 'false'): Outline => always('seperatableInd', { value })

const template = (extension: string): Outline =>
  always('templateId', { root: `${V3}.18.2`, extension })

const documentation = always('code', {
  code: '163171000000105',
  codeSystem: SNOMED,
  displayName: 'Care Professional Documentation',
})

const NAME = element(
  'name',
  {},
  element('prefix', {}),
  element('given', {}),
  element('family', {}),
  element('suffix', {}),
)

const ORGANISATION_SDS = [element('id', {}), element('name', {})]

/** NHS MIM, UKCT_MT160018UK01 and UKCT_MT160017UK01: who wrote something. */
const AUTHOR = element(
  'author',
  { typeCode: 'AUT', contextControlCode: 'OP' },
  element('time', {}),
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
)

/** What is shown, as it is shown. */
const TEXT = element(
  'presentationText',
  { classCode: 'OBS', moodCode: 'EVN' },
  element('value', { mediaType: 'text/plain' }),
  element('id', {}),
  always('code', {
    code: 'PresentationText',
    codeSystem: `${V3}.17.126`,
    displayName: 'Presentation Text',
  }),
  always('statusCode', { code: 'completed' }),
  element('effectiveTime', {}),
)

/** NHS MIM, REPC_MT150007UK05: a GP summary without coded entries. */
export const GP_SUMMARY = element(
  'GPSummary',
  { classCode: 'COMPOSITION', moodCode: 'EVN' },
  element('id', {}),
  element('code', { codeSystem: SNOMED }),
  element('effectiveTime', {}),
  element('statusCode', {}),
  AUTHOR,
  element(
    'excerptFrom',
    { typeCode: 'XCRPT', contextConductionInd: 'true', ...UNINVERTED },
    template('CSAT_RM-NPfITUK10.excerptFrom'),
    separable('false'),
    element(
      'UKCT_MT144051UK01.CareProfessionalDocumentationCRE',
      CATEGORY,
      documentation,
      element(
        'component',
        { typeCode: 'COMP', ...UNINVERTED },
        template('CSAB_RM-NPfITUK10.component'),
        separable('false'),
        TEXT,
      ),
    ),
  ),
  always(
    'pertinentInformation1',
    { typeCode: 'PERT', contextConductionInd: 'true', ...UNINVERTED },
    template('CSAB_RM-NPfITUK10.pertinentInformation1'),
    separable('true'),
    always('pertinentRootCREType', CATEGORY, documentation),
  ),
  element(
    'recordTarget',
    { typeCode: 'RCT' },
    element('patient', { classCode: 'PAT' }, element('id', {})),
  ),
  element(
    'replacementOf',
    { typeCode: 'RPLC' },
    element('priorMessageRef', { classCode: 'COMPOSITION', moodCode: 'EVN' }, element('id', {})),
  ),
)

/** What an event query is answered: whose event it is, which, and the summary as it is held. */
export const QUERY_RESPONSE_EVENT = element(
  'psis:queryResponseEvent',
  {},
  element('psis:recordTarget', {}, element('psis:patient', {}, element('psis:id', {}))),
  element(
    'psis:event',
    {},
    element('psis:eventID', {}),
    always('psis:payloadID', { root: `${V3}.12`, extension: 'REPC_MT150007UK05' }),
    element('psis:persistenceDate', {}),
    always('psis:eventStatus', { code: '1', codeSystem: `${V3}.17.59`, displayName: 'Normal' }),
    always('psis:eventType', {
      code: '196981000000101',
      codeSystem: SNOMED,
      displayName: 'General Practice Summary',
    }),
    element('psis:hl7Data', {}, GP_SUMMARY),
  ),
)
