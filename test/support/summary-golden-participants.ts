import type { Json } from './summary-golden-authors.ts'
import {
  component,
  FINDING,
  type GoldenCoded,
  group,
  id,
  NHS,
  type Refer,
  resource,
  RESULTS,
  said,
  TERMS,
  V3,
} from './summary-golden-entries.ts'

const TIME = '<time value="20200506130000"/>'
const PERSON = 'classCode="PSN" determinerCode="INSTANCE"'
const ORGANISATION = 'classCode="ORG" determinerCode="INSTANCE"'
const DEVICE = 'classCode="DEV" determinerCode="INSTANCE"'

const takes = (name: string, typeCode: string, agent: string, mode = ''): string =>
  `<${name} typeCode="${typeCode}" contextControlCode="OP">${TIME}${mode}${agent}</${name}>`

const sds = (profile: string, user: string): string =>
  `<UKCT_MT160018UK01.AgentPersonSDS classCode="AGNT"><id root="1.2.826.0.1285.0.2.0.67" extension="${profile}"/><agentPersonSDS ${PERSON}>` +
  `<id root="1.2.826.0.1285.0.2.0.65" extension="${user}"/><name>Made Up</name></agentPersonSDS></UKCT_MT160018UK01.AgentPersonSDS>`

const ofAnOrganisation =
  `<UKCT_MT160018UK01.AgentPerson classCode="AGNT"><telecom value="01632960002"/><telecom use="PG" value="01632960003"/><agentPerson ${PERSON}><name>Made Up</name></agentPerson>` +
  `<representedOrganization ${ORGANISATION}><name>MADE UP CLINIC</name></representedOrganization></UKCT_MT160018UK01.AgentPerson>`

const relative =
  `<participantNonAgentRole classCode="ROL"><code code="01" codeSystem="${V3}.16.15" displayName="Brother"/>` +
  `<playingNonAgentPerson ${PERSON}><name use="L"><prefix>Mr</prefix><given>Made</given><family>Up</family><suffix>BA</suffix></name></playingNonAgentPerson></participantNonAgentRole>`

const known =
  `<UKCT_MT120601UK02.AgentDevice classCode="AGNT"><id root="${id(8)}"/><agentDeviceSDS ${DEVICE}><id root="1.2.826.0.1285.0.2.0.107" extension="200000000003"/></agentDeviceSDS>` +
  `<representedOrganizationSDS ${ORGANISATION}><id root="1.2.826.0.1285.0.1.10" extension="Z99992"/><name>MADE UP LABORATORY</name></representedOrganizationSDS></UKCT_MT120601UK02.AgentDevice>`

const described =
  `<UKCT_MT120601UK02.AgentDevice classCode="AGNT"><id root="${id(9)}"/><agentDevice ${DEVICE}><id root="1.2.826.0.1285.0.2.0.107" extension="200000000004"/><code code="01" displayName="An analyser"/>` +
  '<name>Analyser 1</name><desc>In the cellar</desc><manufacturerModelName>Model 7</manufacturerModelName><softwareName>v1</softwareName></agentDevice>' +
  `<representedOrganization ${ORGANISATION}><code code="214"/><name>MADE UP CELLAR</name><addr>3 Nowhere Lane</addr><telecom use="WP" value="01632960004"/></representedOrganization></UKCT_MT120601UK02.AgentDevice>`

const MODE = '<modeCode code="PHYSICAL" codeSystem="2.16.840.1.113883.5.1064"/>'

const participant = (kind: string, individual: Json | undefined, more: Json = {}): Json => ({
  type: [{ coding: [{ system: `${TERMS}/v3-ParticipationType`, code: kind }] }],
  period: { start: '2020-05-06T13:00:00+00:00' },
  ...(individual && { individual }),
  ...more,
})

const encounter = (n: number, ...participants: readonly Json[]): readonly [string, Json] => [
  `e${String(n)}`,
  {
    resourceType: 'Encounter',
    status: 'finished',
    class: { system: `${TERMS}/v3-NullFlavor`, code: 'UNK' },
    participant: participants,
  },
]

const valued = (system: string, value: string): Json => ({ identifier: [{ system, value }] })
const profile = (value: string): Json => valued('http://fhir.nhs.net/Id/sds-role-profile-id', value)
const user = (value: string): Json => ({
  ...valued(`${NHS}/Id/sds-user-id`, value),
  name: [{ text: 'Made Up' }],
})

const inPerson: Json = {
  extension: [
    {
      url: `${NHS}/StructureDefinition/Extension-SCR-ModeCode`,
      valueCodeableConcept: {
        coding: [{ system: `${TERMS}/v3-ParticipationMode`, code: 'PHYSICAL' }],
      },
    },
  ],
}

const finding = (
  refer: Refer,
  n: number,
  encounterId: string,
): readonly [id: string, resource: Json] =>
  resource(refer, ['Observation', id(n), 'detected'], RESULTS, {
    status: 'final',
    encounter: refer(`Encounter/${encounterId}`),
  })

/** Findings by people, a relative and devices. */
export const TAKEN_PART_IN: GoldenCoded = {
  hl7: group(
    ...RESULTS,
    component(
      FINDING,
      said(id(1), 'detected', 'completed', '') +
        takes('author', 'AUT', ofAnOrganisation) +
        takes('informant', 'INF', relative) +
        takes('performer', 'PRF', sds('200000000012', '200000000022'), MODE) +
        takes('performer', 'PRF', sds('200000000013', '200000000023')),
    ),
    component(FINDING, said(id(2), 'detected', 'completed', '') + takes('author', 'AUT', known)),
    component(
      FINDING,
      said(id(3), 'detected', 'completed', '') + takes('author', 'AUT', described),
    ),
  ),
  resources: refer => [
    finding(refer, 1, 'e1'),
    finding(refer, 2, 'e2'),
    finding(refer, 3, 'e3'),
    encounter(
      1,
      participant('AUT', refer('PractitionerRole/r1')),
      participant('INF', refer('RelatedPerson/b')),
      participant('PRF', refer('PractitionerRole/r2'), inPerson),
      participant('PRF', refer('PractitionerRole/r3')),
    ),
    encounter(2, participant('AUT', refer('PractitionerRole/r4'))),
    encounter(3, participant('AUT', refer('PractitionerRole/r5'))),
    [
      'r1',
      {
        resourceType: 'PractitionerRole',
        practitioner: refer('Practitioner/w1'),
        organization: refer('Organization/o1'),
      },
    ],
    ...[2, 3].map((n): readonly [string, Json] => [
      `r${String(n)}`,
      {
        resourceType: 'PractitionerRole',
        ...profile(`20000000001${String(n)}`),
        practitioner: refer(`Practitioner/w${String(n)}`),
      },
    ]),
    ['r4', { resourceType: 'PractitionerRole', organization: refer('Organization/o4') }],
    ['r5', { resourceType: 'PractitionerRole', organization: refer('Organization/o5') }],
    ['w1', { resourceType: 'Practitioner', name: [{ text: 'Made Up' }] }],
    ['w2', { resourceType: 'Practitioner', ...user('200000000022') }],
    ['w3', { resourceType: 'Practitioner', ...user('200000000023') }],
    [
      'b',
      {
        resourceType: 'RelatedPerson',
        patient: refer('Patient/p'),
        relationship: [
          {
            coding: [
              {
                system: `${NHS}/STU3/ValueSet/PersonRelationshipType-1`,
                code: '01',
                display: 'Brother',
              },
            ],
          },
        ],
        name: [{ use: 'usual', prefix: ['Mr'], given: ['Made'], family: 'Up', suffix: ['BA'] }],
      },
    ],
    [
      'd1',
      {
        resourceType: 'Device',
        identifier: [{ system: `${NHS}/Id/SDSDevice`, value: '200000000003' }, { value: id(8) }],
        owner: refer('Organization/o4'),
      },
    ],
    [
      'd2',
      {
        resourceType: 'Device',
        identifier: [{ value: '200000000004' }, { value: id(9) }],
        type: { coding: [{ code: '01', display: 'An analyser' }] },
        deviceName: [
          { type: 'other', name: 'Analyser 1' },
          { type: 'manufacturer-name', name: 'Model 7' },
        ],
        version: [{ value: 'v1' }],
        note: [{ text: 'In the cellar' }],
        owner: refer('Organization/o5'),
      },
    ],
    [
      'o1',
      {
        resourceType: 'Organization',
        name: 'MADE UP CLINIC',
        telecom: [
          { system: 'phone', value: '01632960002' },
          { system: 'pager', value: '01632960003' },
        ],
      },
    ],
    [
      'o4',
      {
        resourceType: 'Organization',
        ...valued(`${NHS}/Id/ods-organization-code`, 'Z99992'),
        name: 'MADE UP LABORATORY',
      },
    ],
    [
      'o5',
      {
        resourceType: 'Organization',
        type: [{ coding: [{ code: '214' }] }],
        name: 'MADE UP CELLAR',
        telecom: [{ system: 'phone', use: 'work', value: '01632960004' }],
        address: [{ text: '3 Nowhere Lane' }],
      },
    ],
  ],
}
