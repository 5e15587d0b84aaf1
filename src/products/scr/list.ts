import {
  type ComparedSpec,
  defineCompared,
  element,
  entriesIn,
  type Information,
  type Mapping,
} from '../../mapping/index.ts'
import { NHS_NUMBER } from '../oids.ts'
import { LIST_ROWS } from './list-rows.ts'
import { GP_SUMMARY, NHS_NUMBERS, PSIS_ERRORS, SNOMED } from './names.ts'

const text = element('semanticsText', {})

const PUSHED = 'its reply is not given to whoever asks but sent to whom Spine knows'

/**
 * Legacy lists every summary, the newest first, and who may view them; the cloud lists the newest, and nothing where
 * it may not be viewed (NHSDigital/summary-care-record-api, GetScrService).
 */
function newest(said: Information): Information | 'nothing' {
  const [summary] = entriesIn(said, 'summaries')
  const isViewed = said['permission'] === 'yes' || said['permission'] === 'ask'
  return summary === undefined || !isViewed ? 'nothing' : { ...said, summaries: [summary] }
}

/** The table of a list of summaries. */
export const LIST_SPEC: ComparedSpec = {
  name: 'scr.list',
  access: 'application',
  interactions: ['QUPC_IN180000UK04', 'QUPC_IN180000SM04'],
  legacyOnly: { QUPC_IN160101UK05: PUSHED },
  because:
    'a list tells what a patient lets be stored, when each summary was stored, by whom, and the ones before the newest, and the cloud tells none of it; nor does it tell a patient without a summary from one who lets nobody view theirs',
  query: {
    outline: element(
      'query',
      {},
      element(
        'dissentOverride',
        {},
        element('value', { codeSystem: '2.16.840.1.113883.2.1.3.2.4.17.60' }),
        text,
      ),
      element('nHSNumber', {}, element('value', {}), text),
    ),
    rows: [
      {
        fact: 'override',
        type: 'code',
        codes: [['none', '0', undefined]],
        declines: {
          '1': 'it overrides the patient’s dissent, which the cloud cannot be asked to do',
        },
        hl7: 'dissentOverride/value/@code',
        required: true,
      },
      {
        fact: 'nhsNumber',
        type: 'nhsNumber',
        hl7: `nHSNumber/value[@root=${NHS_NUMBER}]/@extension`,
        fhir: 'patient',
        required: true,
      },
      {
        hl7: ['dissentOverride/semanticsText', 'nHSNumber/semanticsText'],
        lossy: 'it names the parameter its element already names',
      },
    ],
  },
  call: {
    method: 'GET',
    path: '/DocumentReference',
    accept: 'application/fhir+json',
    subject: 'nhsNumber',
    search: {
      always: [
        ['type', `${SNOMED}|${GP_SUMMARY}`],
        ['_sort', 'date'],
        ['_count', '1'],
      ],
      values: [
        {
          fact: 'nhsNumber',
          fits: /^\d{10}$/,
          because: 'anything else would be looked for as something it is not',
          before: `${NHS_NUMBERS}|`,
        },
      ],
    },
  },
  legacy: {
    reply: ['QUPC_IN200000UK04', 'QUPC_IN200000SM04'],
    subject: 'psis:queryResponseEventList',
  },
  resource: 'DocumentReference',
  rows: LIST_ROWS,
  fromLegacy: newest,
  kept: ['nhsNumber', 'permission', 'summaries'],
  notFound: { reason: { code: '30312', codeSystem: PSIS_ERRORS } },
  failures: [
    { from: 401, to: 401, error: 'bad-answer' },
    { from: 403, to: 403, error: 'bad-answer' },
    { from: 408, to: 408, error: 'no-answer' },
    { from: 429, to: 429, error: 'not-sent' },
    { from: 503, to: 503, error: 'not-sent' },
    { from: 500, to: 599, error: 'no-answer' },
  ],
}

/**
 * Asks the cloud which is a patient's newest summary and whether it may be viewed, and holds it against what legacy
 * lists; suppliers are given legacy's own. Not verified against a live Spine.
 */
export const SCR_LIST: Mapping = defineCompared(LIST_SPEC)
