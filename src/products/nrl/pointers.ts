import { defineCallMapping, type CallsSpec, type Mapping } from '../../mapping/index.ts'
import { ODS, OUTCOME_PROFILE, POINTERS, STU3_CODES } from './names.ts'
import { OPERATIONS } from './operations.ts'
import { CLOUD_SYSTEMS, FAILURES, OWN_OUTCOMES, REFUSALS } from './outcomes.ts'
import { ANSWERED_ROWS, ASKED_ROWS } from './pointer-rows.ts'
import { ANSWERED_TURNS, ASKED_TURNS } from './pointer-turns.ts'

/** What every pointer of version 2.8 has (nhsconnect/FHIR-NRLS-API, pointer FHIR resource), and R4 asks for too. */
const ALWAYS = ['status', 'nhsNumber', 'custodian', 'author', 'type/coding/code', 'content/url']

/** What the contract of the service asks of a new one besides. */
const OF_NEW = [
  'type/coding/display',
  'class/coding/code',
  'class/coding/display',
  'content/contentType',
  'content/format',
  'content/formatName',
  'content/stability',
  'content/stabilityName',
  'setting/code',
  'setting/display',
]

/** The table of {@link NRL_POINTERS}. */
export const NRL_POINTERS_SPEC: CallsSpec = {
  name: 'nrl.pointers',
  access: 'application',
  resource: 'DocumentReference',
  asked: { rows: ASKED_ROWS, needs: [...ALWAYS, ...OF_NEW], ...ASKED_TURNS },
  answered: {
    rows: ANSWERED_ROWS,
    needs: [...ALWAYS, 'id', 'indexed'],
    ...ANSWERED_TURNS,
  },
  operations: OPERATIONS,
  facts: { id: 'id', patient: 'nhsNumber', keeper: 'custodian' },
  withholds: [['status', 'current', 'version 2.8 shows nobody a pointer that is not current']],
  token: {
    organisation: ['requesting_organisation', 'requesting_organization'],
    after: `${ODS}|`,
    system: 'https://fhir.nhs.uk/Id/accredited-system|',
  },
  cloud: {
    accept: 'application/fhir+json;version=1',
    organisation: 'NHSD-End-User-Organisation-ODS',
    systems: CLOUD_SYSTEMS,
  },
  legacy: {
    notations: [
      ['application/fhir+xml', 'xml'],
      ['application/xml+fhir', 'xml'],
      ['application/xml', 'xml'],
      ['application/fhir+json', 'json'],
      ['application/json+fhir', 'json'],
      ['application/json', 'json'],
      ['text/json', 'json'],
    ],
    otherwise: 'xml',
    base: POINTERS,
    outcomeProfile: OUTCOME_PROFILE,
    system: STU3_CODES,
    outcomes: OWN_OUTCOMES,
  },
  refusals: REFUSALS,
  failures: FAILURES,
  kept: ['nhsNumber', 'custodian', 'id', 'url', 'format', 'status'],
}

/** Asks the record locator of today for what version 2.8 is asked. Not verified against a live service. */
export const NRL_POINTERS: Mapping = defineCallMapping(NRL_POINTERS_SPEC)
