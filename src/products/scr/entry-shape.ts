import { always, element, type Outline } from '../../mapping/index.ts'
import { ENTRY_KINDS } from './entry-kinds.ts'
import {
  AGENTS,
  CATEGORY,
  NAME,
  ORGANISATION,
  ORGANISATION_SDS,
  PERSON,
  separable,
  SNOMED,
  template,
  UNINVERTED,
  V3,
} from './shape-parts.ts'

const OBSERVED = { classCode: 'OBS', moodCode: 'EVN' }
const DEVICE = { classCode: 'DEV', determinerCode: 'INSTANCE' }

/** NHS MIM, UKCT_MT120601UK02: a device, and whose it is. */
const AGENT_DEVICE = element(
  'UKCT_MT120601UK02.AgentDevice',
  { classCode: 'AGNT' },
  element('id', {}),
  element(
    'agentDevice',
    DEVICE,
    element('id', {}),
    element('code', {}),
    element('name', {}),
    element('desc', {}),
    element('manufacturerModelName', {}),
    element('softwareName', {}),
  ),
  element('agentDeviceSDS', DEVICE, element('id', {})),
  element(
    'representedOrganization',
    ORGANISATION,
    element('code', {}),
    element('name', {}),
    element('addr', {}),
    element('telecom', {}),
  ),
  element('representedOrganizationSDS', ORGANISATION, ...ORGANISATION_SDS),
)

/** Somebody who is no agent: a relative of the patient's. */
const NON_AGENT = element(
  'participantNonAgentRole',
  { classCode: 'ROL' },
  element('code', {}),
  element('playingNonAgentPerson', PERSON, NAME),
)

const participant = (name: string, typeCode: string, ...agents: readonly Outline[]): Outline =>
  element(
    name,
    { typeCode, contextControlCode: 'OP' },
    element('time', {}),
    element('modeCode', {}),
    ...AGENTS,
    ...agents,
  )

/** What was said to an entry in words. */
const SUPPORTING = element(
  'pertinentInformation',
  { typeCode: 'PERT', contextConductionInd: 'true' },
  separable('false'),
  element(
    'pertinentSupportingInfo',
    OBSERVED,
    element('value', {}),
    always('code', {
      code: 'SupportingText',
      codeSystem: `${V3}.17.126`,
      displayName: 'Supporting Text',
    }),
  ),
)

/** A finding another entry rests on. */
const EVIDENCE = element(
  'pertinentInformation1',
  { typeCode: 'PERT', ...UNINVERTED },
  template('CSAB_RM-NPfITUK10.sourceOf1'),
  separable('false'),
  element('pertinentFinding', OBSERVED, element('id', {})),
)

const entry = (name: string, classCode: string): Outline =>
  element(
    name,
    { classCode, moodCode: 'EVN' },
    element('id', {}),
    element('code', { codeSystem: SNOMED }),
    element('statusCode', {}),
    element('effectiveTime', {}, element('low', {}), element('high', {}), element('center', {})),
    participant('author', 'AUT', AGENT_DEVICE),
    participant('informant', 'INF', NON_AGENT),
    participant('performer', 'PRF'),
    SUPPORTING,
    EVIDENCE,
  )

/** NHS MIM, REPC_MT150007UK05: a group of coded entries. */
export const CODED_ENTRIES = element(
  'pertinentInformation2',
  { typeCode: 'PERT', contextConductionInd: 'true', ...UNINVERTED },
  template('CSAB_RM-NPfITUK10.pertinentInformation1'),
  separable('true'),
  element(
    'pertinentCREType',
    CATEGORY,
    element('code', { codeSystem: SNOMED }),
    element(
      'component',
      { typeCode: 'COMP', contextConductionInd: 'true' },
      template('CSAB_RM-NPfITUK10.component'),
      separable('false'),
      ...ENTRY_KINDS.map(({ element: name, classCode }) => entry(name, classCode)),
    ),
  ),
)
