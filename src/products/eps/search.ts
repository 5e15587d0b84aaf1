import {
  always,
  type CodeRow,
  type ComparedSpec,
  defineCompared,
  element,
  entriesIn,
  type Information,
  type Mapping,
  type Row,
  textIn,
} from '../../mapping/index.ts'
import { DISPENSING_ANSWERS } from './answers.ts'
import { NHS } from './prescription-demographics.ts'

const EXTENSION = `${NHS}/StructureDefinition/Extension`
const PENDING = `extension*[url=${EXTENSION}-PendingCancellation]/extension*`

/** What the one side writes as a word and the other as a boolean. */
const WORDS: readonly CodeRow[] = [
  ['pending', 'True', undefined],
  ['none', 'False', undefined],
]
const BOOLEANS: readonly CodeRow[] = [
  ['pending', undefined, 'true'],
  ['none', undefined, 'false'],
]

const FOUND: readonly Row[] = [
  { fact: 'id', type: 'token', hl7: 'prescriptionID', required: true },
  { fact: 'nhsNumber', type: 'token', hl7: 'patientID', required: true },
  { fact: 'family', type: 'text', hl7: 'family' },
  {
    list: 'issues',
    key: 'number',
    hl7: 'issueDetail*',
    rows: [
      { fact: 'number', type: 'token', hl7: 'instanceNumber', required: true },
      { fact: 'status', type: 'token', hl7: 'prescriptionStatus', required: true },
      { fact: 'cancellation', type: 'code', codes: WORDS, hl7: 'prescCancPending' },
      { fact: 'itemCancellation', type: 'code', codes: WORDS, hl7: 'liCancPending' },
    ],
  },
]

/** The cloud has a request group of each issue. */
const GROUP: readonly Row[] = [
  {
    fact: 'id',
    type: 'token',
    fhir: `identifier*[system=${NHS}/Id/prescription-order-number]/value`,
    required: true,
  },
  {
    fact: 'nhsNumber',
    type: 'token',
    fhir: `subject/Patient/identifier*[system=${NHS}/Id/nhs-number]/value`,
    required: true,
  },
  { fact: 'family', type: 'text', fhir: 'subject/Patient/name*/family' },
  {
    fact: 'number',
    type: 'integer',
    json: 'number',
    fhir: `extension*[url=${EXTENSION}-EPS-RepeatInformation]/extension*[url=numberOfRepeatsIssued]/valueInteger`,
  },
  {
    fact: 'status',
    type: 'token',
    fhir: `extension*[url=${EXTENSION}-EPS-PrescriptionStatusHistory]/extension*[url=status]/valueCoding[system=${NHS}/CodeSystem/EPS-task-business-status]/code`,
    required: true,
  },
  {
    fact: 'cancellation',
    type: 'code',
    codes: BOOLEANS,
    json: 'boolean',
    fhir: `${PENDING}[url=prescriptionPendingCancellation]/valueBoolean`,
  },
  {
    fact: 'itemCancellation',
    type: 'code',
    codes: BOOLEANS,
    json: 'boolean',
    fhir: `${PENDING}[url=lineItemPendingCancellation]/valueBoolean`,
  },
]

/** Puts the groups of one prescription together as its issues; one without a number is the only one. */
function issuesByPrescription(told: Information): Information | undefined {
  const found = new Map<string, { of: Information; issues: Information[] }>()
  for (const { id, nhsNumber, family, ...issue } of entriesIn(told, 'groups')) {
    if (typeof id !== 'string' || nhsNumber === undefined) return undefined
    const own = found.get(id) ?? {
      of: { id, nhsNumber, ...(family !== undefined && { family }) },
      issues: [],
    }
    // One prescription of two people is nobody's to put together.
    if (textIn(own.of, 'nhsNumber') !== nhsNumber) return undefined
    own.issues.push({ ...issue, number: issue['number'] ?? '1' })
    found.set(id, own)
  }
  return { prescriptions: [...found.values()].map(({ of, issues }) => ({ ...of, issues })) }
}

const ID = /^[0-9A-Z]{6}-[0-9A-Z]{6}-[0-9A-Z]{5}[0-9A-Z+]$/i
const NUMBER = /^\d{10}$/
const AS_ITS_KIND = 'anything else would be looked for as something it is not'

/** The table of a search for prescriptions. */
export const SEARCH_SPEC: ComparedSpec = {
  name: 'eps.search',
  access: 'user',
  interactions: ['PrescriptionSearchSyncAsync_1_0'],
  because:
    'a search tells of each prescription the message it came in, its dates and who may act on it next, and the cloud tells none of it',
  query: {
    outline: element('query', {}, always('patientId', {}), always('prescriptionId', {})),
    rows: [
      {
        fact: 'nhsNumber',
        type: 'token',
        hl7: 'patientId/@value',
        fhir: 'nhsNumber',
      },
      {
        fact: 'prescriptionId',
        type: 'token',
        hl7: 'prescriptionId/@value',
        fhir: 'prescriptionId',
      },
    ],
  },
  call: {
    method: 'GET',
    path: '/RequestGroup',
    accept: 'application/fhir+json',
    keys: { nhsNumber: 'nhsNumber', prescriptionId: 'prescriptionId' },
    search: {
      always: [],
      values: [
        { fact: 'nhsNumber', fits: NUMBER, because: AS_ITS_KIND },
        { fact: 'prescriptionId', fits: ID, because: AS_ITS_KIND },
      ],
    },
  },
  legacy: 'json',
  resource: 'RequestGroup',
  rows: [
    {
      list: 'prescriptions',
      key: 'id',
      hl7: 'Response/prescriptions*',
      by: 'issuesByPrescription',
      rows: FOUND,
    },
    { list: 'groups', fhir: 'RequestGroup*', by: 'issuesByPrescription', rows: GROUP },
  ],
  fromFhir: issuesByPrescription,
  kept: ['prescriptions'],
  notFound: { displayed: 'Prescription not found', status: 404 },
  failures: DISPENSING_ANSWERS.failures,
}

/**
 * Searches the cloud for prescriptions, and holds what it finds against what legacy finds; suppliers are given legacy's
 * own. Not verified against a live Spine.
 */
export const EPS_SEARCH: Mapping = defineCompared(SEARCH_SPEC)
