import {
  defineDocumentQuery,
  type DocumentQuerySpec,
  element,
  type Information,
  type Mapping,
  type Row,
  textIn,
} from '../../mapping/index.ts'
import { NHS_NUMBER } from '../oids.ts'
import { changed } from './agent-turns.ts'
import { NHS_NUMBERS, PSIS_ERRORS } from './names.ts'
import { PSIS_REASONS } from './reasons.ts'
import { summaryRows } from './summary-rows.ts'
import { V3 } from './shape-parts.ts'
import { QUERY_RESPONSE_EVENT } from './summary-shape.ts'
import { fromFhir, toFhir } from './summary-turns.ts'

const text = element('semanticsText', {})
const parameter = (name: string, codeSystem?: string): ReturnType<typeof element> =>
  element(name, {}, element('value', codeSystem === undefined ? {} : { codeSystem }), text)

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i
const SEARCHED = 'a search would read it as more than the letters it has'

/** NHS MIM, QUPC_IN190000UK04: one event of one patient. */
const QUERY: DocumentQuerySpec['query'] = {
  outline: element(
    'query',
    {},
    parameter('dissentOverride', `${V3}.17.60`),
    parameter('nHSNumber'),
    parameter('eventRecord'),
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
      fact: 'eventId',
      type: 'eitherUuid',
      hl7: 'eventRecord/value/@root',
      fhir: 'composition.identifier',
      required: true,
    },
    {
      fact: 'nhsNumber',
      type: 'nhsNumber',
      hl7: `nHSNumber/value[@root=${NHS_NUMBER}]/@extension`,
      fhir: 'composition.subject:Patient.identifier',
      required: true,
    },
    {
      hl7: [
        'dissentOverride/semanticsText',
        'nHSNumber/semanticsText',
        'eventRecord/semanticsText',
      ],
      lossy: 'it names the parameter its element already names',
    },
  ],
}

/** What PSIS says of an event around the summary it holds. */
const EVENT: readonly Row[] = [
  { fact: 'eventId', type: 'eitherUuid', hl7: 'psis:event/psis:eventID/@root', by: 'asked' },
  { fact: 'compositionId', type: 'token', fhir: 'Composition*/id', by: 'asked' },
  {
    fact: 'storedAt',
    type: 'moment',
    hl7: 'psis:event/psis:persistenceDate/@value',
    lossy: 'the cloud does not say when a summary was stored: the time it was made stands there',
  },
]

/** Whose record an event is of: said by the event as it is by the summary in it. */
const TARGET: Row = {
  same: 'nhsNumber',
  hl7: `psis:recordTarget/psis:patient/psis:id[@root=${NHS_NUMBER}]/@extension`,
}

/** `asked`: PSIS knows an event by an id of its own, which is a Composition's where that is one. */
function eventFromFhir(said: Information): Information | undefined {
  const summary = fromFhir(changed(said, ['compositionId'], {}))
  const id = textIn(said, 'compositionId')
  const storedAt = textIn(said, 'effectiveTime')
  const isEvent = id !== undefined && UUID.test(id)
  return (
    summary && changed(summary, [], { eventId: isEvent ? id.toLowerCase() : undefined, storedAt })
  )
}

/** `asked`, the other way. */
function eventToFhir(said: Information): Information | undefined {
  const composition = toFhir(changed(said, ['eventId', 'storedAt'], {}))
  return (
    composition &&
    changed(composition, [], { compositionId: textIn(said, 'eventId')?.toUpperCase() })
  )
}

/** The table of a summary that is asked for. */
export const SUMMARY_SPEC: DocumentQuerySpec = {
  name: 'scr.summary',
  access: 'user',
  interactions: { QUPC_IN190000UK04: 'QUPC_IN210000UK04' },
  legacyOnly: {
    QUPC_IN160103UK05: 'its reply is not given to whoever asks but sent to whom Spine knows',
  },
  wrapper: 'eventQueryResponse',
  versionCode: 'V3NPfIT4.2.00',
  negative: 'QUQI_IN010000UK14',
  query: QUERY,
  call: {
    method: 'GET',
    path: '/Bundle',
    accept: 'application/fhir+json',
    subject: 'nhsNumber',
    document: 'eventId',
    search: {
      always: [],
      values: [
        { fact: 'eventId', fits: UUID, because: SEARCHED },
        { fact: 'nhsNumber', fits: /^\d{10}$/, because: SEARCHED, before: `${NHS_NUMBERS}|` },
      ],
    },
  },
  answer: {
    outline: QUERY_RESPONSE_EVENT,
    rows: [...EVENT, ...summaryRows('psis:event/psis:hl7Data/GPSummary/'), TARGET],
    turns: { fromFhir: eventFromFhir, toFhir: eventToFhir },
    names: ['compositionId', 'summaryId'],
    asked: 'eventId',
    made: ['textId'],
    none: {
      outcome: 'not_found',
      reasons: [
        {
          code: '410',
          codeSystem: PSIS_ERRORS,
          display: 'Business condition which prevents the action being performed',
          severity: 'ER',
        },
      ],
    },
    told: PSIS_REASONS,
    failures: [
      { from: 401, to: 401, error: 'bad-answer' },
      { from: 408, to: 408, error: 'no-answer' },
      { from: 429, to: 429, error: 'not-sent' },
      { from: 503, to: 503, error: 'not-sent' },
      { from: 500, to: 599, error: 'no-answer' },
    ],
    kept: [
      'summaryId',
      'type',
      'status',
      'effectiveTime',
      'authoredAt',
      'html',
      'div',
      'nhsNumber',
    ],
  },
}

/**
 * Asks the cloud for one summary of one patient. Of coded entries the cloud makes resources where they are about
 * COVID-19: any other that legacy's own reply holds is in the narrative alone there. Not verified against a live Spine.
 */
export const SCR_SUMMARY: Mapping = defineDocumentQuery(SUMMARY_SPEC)
