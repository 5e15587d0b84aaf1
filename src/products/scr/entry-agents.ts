import type { Row } from '../../mapping/index.ts'
import { ODS, V3 } from './shape-parts.ts'
import { nameRows, OWN_ID, ownerRows, roleRow } from './summary-agents.ts'

const by = 'participants'
const NHS = 'https://fhir.nhs.uk'
const V3_TERMS = 'http://terminology.hl7.org/CodeSystem'
const NHS_NUMBER_SYSTEM = `${NHS}/Id/nhs-number`

/** The OID of what Spine accredits: its systems, and devices. */
const ASID = '1.2.826.0.1285.0.2.0.107'

/** How a relative is one. */
const RELATION = `${V3}.16.15`
const RELATION_SYSTEM = `${NHS}/STU3/ValueSet/PersonRelationshipType-1`

/** Whose an entry or a relative is, which HL7v3 says once of all of them. */
export const subjectRow = (fhir: string): Row => ({
  fact: 'nhsNumber',
  type: 'nhsNumber',
  fhir: `${fhir}/Patient/identifier*[system=${NHS_NUMBER_SYSTEM}]/value`,
  by,
})

/** A relative who told something. */
export const nonAgentRow: Row = {
  list: 'relative',
  single: true,
  hl7: 'participantNonAgentRole',
  by,
  rows: [
    {
      fact: 'relation',
      type: 'token',
      hl7: `code[@codeSystem=${RELATION}]/@code`,
      by,
      required: true,
    },
    {
      fact: 'relationName',
      type: 'text',
      hl7: `code[@codeSystem=${RELATION}]/@displayName`,
      by,
    },
    {
      list: 'person',
      single: true,
      required: true,
      hl7: 'playingNonAgentPerson',
      by,
      rows: nameRows('hl7'),
    },
  ],
}

/** The same in FHIR, where the person is the relative. */
const RELATED: Row = {
  list: 'relative',
  single: true,
  fhir: 'individual/RelatedPerson',
  by,
  rows: [
    {
      fact: 'relation',
      type: 'token',
      fhir: `relationship*/coding*[system=${RELATION_SYSTEM}]/code`,
      by,
      required: true,
    },
    {
      fact: 'relationName',
      type: 'text',
      fhir: `relationship*/coding*[system=${RELATION_SYSTEM}]/display`,
      by,
    },
    subjectRow('patient'),
    ...nameRows('fhir'),
    { lossy: OWN_ID, fhir: 'id' },
  ],
}

/** What describes a device, by its place in HL7v3 and in FHIR. */
const DESCRIBED: readonly (readonly [fact: string, hl7: string, fhir: string])[] = [
  ['name', 'name/text()', 'deviceName*[type=other]/name'],
  ['model', 'manufacturerModelName/text()', 'deviceName*[type=manufacturer-name]/name'],
  ['software', 'softwareName/text()', 'version*/value'],
  ['description', 'desc/text()', 'note*/text'],
]

/** A device that wrote something: one Spine knows, or one that is described. */
export const deviceAgentRow: Row = {
  list: 'device',
  single: true,
  hl7: 'UKCT_MT120601UK02.AgentDevice',
  by,
  rows: [
    { fact: 'agentId', type: 'token', hl7: 'id/@root', by, required: true },
    { fact: 'asid', type: 'token', hl7: `agentDeviceSDS/id[@root=${ASID}]/@extension`, by },
    {
      list: 'described',
      single: true,
      hl7: 'agentDevice',
      by,
      rows: [
        { fact: 'deviceId', type: 'token', hl7: `id[@root=${ASID}]/@extension`, by },
        { fact: 'typeCode', type: 'token', hl7: 'code/@code', by },
        { fact: 'typeName', type: 'text', hl7: 'code/@displayName', by },
        ...DESCRIBED.map(([fact, hl7]): Row => ({ fact, type: 'text', hl7, by })),
      ],
    },
    {
      list: 'owner',
      single: true,
      hl7: 'representedOrganization',
      by,
      rows: ownerRows('hl7').filter(row => !('fact' in row && row.fact === 'ods')),
    },
    {
      list: 'ownerSds',
      single: true,
      hl7: 'representedOrganizationSDS',
      by,
      rows: [
        { fact: 'ods', type: 'token', hl7: `id[@root=${ODS}]/@extension`, by, required: true },
        { fact: 'name', type: 'text', hl7: 'name/text()', by },
      ],
    },
  ],
}

/** The devices of a summary: which of them wrote what FHIR says by whose they are. */
export const DEVICES: Row = {
  list: 'devices',
  fhir: 'Device*',
  by,
  rows: [
    { fact: 'asid', type: 'token', fhir: `identifier*[system=${NHS}/Id/SDSDevice]/value`, by },
    {
      fact: 'ids',
      type: 'token',
      many: { blank: 'a blank id names nothing' },
      fhir: 'identifier*[!system]/value',
      by,
    },
    { fact: 'typeCode', type: 'token', fhir: 'type/coding*/code', by },
    { fact: 'typeName', type: 'text', fhir: 'type/coding*/display', by },
    ...DESCRIBED.map(([fact, , fhir]): Row => ({ fact, type: 'text', fhir, by })),
    {
      list: 'organisation',
      single: true,
      fhir: 'owner/Organization',
      by,
      rows: [...ownerRows('fhir'), { lossy: OWN_ID, fhir: 'id' }],
    },
    { lossy: OWN_ID, fhir: 'id' },
  ],
}

/** HL7 v3 ParticipationType. */
const PARTICIPATIONS: Row = {
  fact: 'kind',
  type: 'code',
  codes: [
    ['authors', undefined, 'AUT'],
    ['informants', undefined, 'INF'],
    ['performers', undefined, 'PRF'],
  ],
  fhir: `type*/coding*[system=${V3_TERMS}/v3-ParticipationType]/code`,
  by,
  required: true,
}

/** Who took part in what an entry says, and when. */
export const ENCOUNTER: Row = {
  list: 'encounter',
  single: true,
  fhir: 'encounter/Encounter',
  by,
  rows: [
    { fixed: 'finished', fhir: 'status' },
    { fixed: `${V3_TERMS}/v3-NullFlavor`, fhir: 'class/system' },
    { fixed: 'UNK', fhir: 'class/code' },
    { lossy: 'said by its code', fhir: 'class/display' },
    {
      list: 'participants',
      fhir: 'participant*',
      by,
      rows: [
        PARTICIPATIONS,
        { lossy: 'said by its code', fhir: 'type*/coding*/display' },
        { fact: 'time', type: 'moment', fhir: 'period/start', by, required: true },
        roleRow('role', 'individual/PractitionerRole'),
        RELATED,
        {
          fact: 'mode',
          type: 'token',
          fhir: `extension*[url=${NHS}/StructureDefinition/Extension-SCR-ModeCode]/valueCodeableConcept/coding*[system=${V3_TERMS}/v3-ParticipationMode]/code`,
          by,
        },
        {
          lossy: 'said by its code',
          fhir: `extension*[url=${NHS}/StructureDefinition/Extension-SCR-ModeCode]/valueCodeableConcept/coding*/display`,
        },
      ],
    },
    { lossy: OWN_ID, fhir: 'id' },
  ],
}
