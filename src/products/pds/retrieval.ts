import {
  defineMapping,
  element,
  type Mapping,
  type MappingSpec,
  type Reason,
} from '../../mapping/index.ts'
import { NHS_NUMBER } from '../oids.ts'
import { RETRIEVAL_ROWS } from './retrieval-rows.ts'
import { MIM6, MIM7, V3 } from './retrieval-shapes.ts'

const ERRORS = `${V3}.17.42`

/** PDS says twice why it has no record: in a code of every query, and in one of its own for a retrieval. */
const NO_MATCH: readonly Reason[] = ['1', 'ST004'].map(code => ({
  code,
  codeSystem: ERRORS,
  display: 'No match to a Service User record',
  severity: 'ER',
}))

const LIMITED: Reason = {
  code: '9',
  codeSystem: ERRORS,
  display: 'Successful retrieval - Information returned limited by sensitivity conditions',
  severity: 'WG',
}

const text = element('semanticsText', {})

/** NHS MIM 6.3.01, PdsRetrievalQuery. */
const QUERY: MappingSpec['query'] = {
  outline: element(
    'query',
    {},
    element('historicDataIndicator', {}, element('value', { codeSystem: `${V3}.17.36` }), text),
    element('person.id', {}, element('value', {}), text),
    element('retrievalItem', {}, text),
  ),
  rows: [
    {
      fact: 'history',
      type: 'code',
      codes: [['current', '0', undefined]],
      declines: { '1': 'history is asked for, and the cloud’s retrieval gives what is current' },
      hl7: 'historicDataIndicator/value/@code',
      required: true,
    },
    {
      fact: 'nhsNumber',
      type: 'nhsNumber',
      hl7: `person.id/value[@root=${NHS_NUMBER}]/@extension`,
      required: true,
    },
    {
      fact: 'item',
      type: 'code',
      codes: [['all', 'person.allData', undefined]],
      hl7: 'retrievalItem/semanticsText/text()',
      required: true,
    },
    {
      hl7: ['historicDataIndicator/semanticsText', 'person.id/semanticsText'],
      lossy: 'it names the parameter its element already names',
    },
  ],
}

/** What a restricted record says nothing of (NHSDigital/personal-demographics-service-api, Patient). */
const WHEREABOUTS = [
  'address',
  'telecom',
  'pager',
  'gp',
  'pharmacy',
  'appliance',
  'dispenser',
  'birthCity',
  'birthCounty',
  'birthCountry',
]

/** The retrieval of one patient's record as plain data, for a test to break row by row. */
export const RETRIEVAL: MappingSpec = {
  name: 'pds.retrieval',
  access: 'application',
  wrapper: 'retrievalQueryResponse',
  negative: 'QUQI_IN010000UK14',
  shapes: {
    mim6: { reply: 'QUPA_IN000009UK03', versionCode: '3NPfIT6.3.01', outline: MIM6 },
    mim7: { reply: 'QUPA_IN000009UK06', versionCode: '3NPfIT7.2.02', outline: MIM7 },
  },
  interactions: {
    QUPA_IN000008UK02: 'mim6',
    QUPA_IN000008UK05: 'mim7',
    QUPA_IN000008SM13: 'mim7',
  },
  query: QUERY,
  call: {
    method: 'GET',
    path: '/Patient/{nhsNumber}',
    accept: 'application/fhir+json',
    subject: 'nhsNumber',
  },
  answer: {
    resource: 'Patient',
    subject: 'nhsNumber',
    version: 'serialChangeNumber',
    rows: RETRIEVAL_ROWS,
    kept: ['nhsNumber', 'deathStatus'],
    remarks: [{ when: ['confidentiality', 'restricted'], reason: LIMITED }],
    withholds: [{ when: ['confidentiality', 'restricted'], absent: WHEREABOUTS }],
    outcomes: [
      { status: 404, code: 'RESOURCE_NOT_FOUND', outcome: 'not_found', reasons: NO_MATCH },
      { status: 404, code: 'INVALIDATED_RESOURCE', outcome: 'not_found', reasons: NO_MATCH },
    ],
    failures: [
      { from: 401, to: 401, error: 'bad-answer' },
      { from: 403, to: 403, error: 'bad-answer' },
      { from: 408, to: 408, error: 'no-answer' },
      { from: 429, to: 429, error: 'not-sent' },
      { from: 503, to: 503, error: 'not-sent' },
      { from: 500, to: 599, error: 'no-answer' },
    ],
  },
}

/** Asks the cloud for a patient's record by NHS number. Not verified against a live Spine. */
export const PDS_RETRIEVAL: Mapping = defineMapping(RETRIEVAL)
