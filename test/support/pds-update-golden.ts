/** What must hold of a general update, each said so that a broken row breaks it. */
import type { AnswerAbout, CloudAnswer } from '../../src/mapping/index.ts'
import {
  cloudAnswer,
  FROM,
  MESSAGE_ID,
  PAYLOAD_ID,
  REPLY_ID,
  REQUEST_ID,
  requestAbout,
  TO,
} from './pds-golden-about.ts'
import { type Json, outcome, patient } from './pds-golden-cloud.ts'
import { canonicalText, factsOf, type Golden, treeOf } from './pds-golden.ts'
import { declineOf } from './pds-trace-golden.ts'
import { CHANGED } from './pds-update-golden-asked.ts'
import { type Changed, updateMessage } from './pds-update-golden-message.ts'

const V3 = '2.16.840.1.113883.2.1.3.2.4'
const NUMBER = '9990001006'
const OTHER = '9990001014'
export const UPDATES = ['PRPA_IN000203UK03', 'PRPA_IN000203UK06'] as const

const GUARDS: readonly Json[] = [
  { op: 'test', path: '/id', value: NUMBER },
  { op: 'test', path: '/meta/versionId', value: '137' },
]

const HEADERS = [
  ...['Accept', 'application/fhir+json', 'X-Request-ID', MESSAGE_ID.toLowerCase()],
  ...['X-Correlation-ID', PAYLOAD_ID.toLowerCase()],
  ...['Content-Type', 'application/json-patch+json', 'If-Match', 'W/"137"'],
]

const written = ({ title, update, comesTo }: Changed): Golden => ({
  title,
  check: mapping => {
    const { root = 'PRPA_IN000203UK03' } = update
    const interaction = root === 'PRPA_IN000204UK03' ? 'PRPA_IN000203UK03' : root
    const came = mapping.request(treeOf(updateMessage(update)), requestAbout(interaction))
    if (came.kind === 'declined') return [declineOf(came), comesTo]
    const { method, path, headers, subject, requestId, body } = came.value
    const sent: unknown = JSON.parse(body?.toString() ?? 'null')
    const whole = { patches: typeof comesTo === 'string' ? [] : [...GUARDS, ...comesTo] }
    return [
      [`${method} ${path}`, headers, subject, requestId, sent],
      [
        `PATCH /Patient/${NUMBER}`,
        ...[HEADERS, { kind: 'nhsNumber', value: NUMBER }, REQUEST_ID, whole],
      ],
    ]
  },
})

const declines = (title: string, message: string, comesTo: string): Golden => ({
  title,
  check: mapping => {
    const came = mapping.request(treeOf(message), requestAbout('PRPA_IN000203UK03'))
    return [came.kind === 'declined' ? declineOf(came) : came, comesTo]
  },
})

const CHANGE = { person: '<birthTime updateMode="added" value="1971"/>' }

/** Of every change: that it does not say how. And of all: whom and which version it changes. */
const UNSAID: readonly Golden[] = [
  ...CHANGED.filter(({ comesTo }) => typeof comesTo !== 'string')
    .filter(({ update }) => update.root === undefined)
    .map(({ title, update }) =>
      declines(
        `${title}, in no mode`,
        updateMessage(update).replace(/ updateMode="\w+"/, ''),
        // Which practice it is, its mode says.
        title.startsWith('a gp') ? 'missing change' : 'missing mode',
      ),
    ),
  declines(
    'nobody',
    updateMessage(CHANGE).replace(/<id root="2.16.840.1.113883.2.1.4.1"[^>]*>/, ''),
    'missing nhsNumber',
  ),
  declines(
    'no version',
    updateMessage(CHANGE).replace('<value value="137"/>', ''),
    'missing serialChangeNumber',
  ),
]

/** What an answer is given of the request that was sent. */
export const updateAbout = (interaction: string, ifMatch = 'W/"137"'): AnswerAbout => ({
  ...requestAbout(interaction),
  request: {
    method: 'PATCH',
    path: `/Patient/${NUMBER}`,
    headers: ['If-Match', ifMatch],
    subject: { kind: 'nhsNumber', value: NUMBER },
    requestId: REQUEST_ID,
  },
})

type Reason = readonly [code: string, display: string]

const device = (asid: string): string =>
  `<device classCode="DEV" determinerCode="INSTANCE"><id root="1.2.826.0.1285.0.2.0.107" extension="${asid}"/></device>`

/** The whole message a supplier gets: nothing in it answers a query. */
const message = (root: string, type: 'AA' | 'AE', content: string): string =>
  `<${root} xmlns="urn:hl7-org:v3"><id root="${REPLY_ID}"/><creationTime value="20261122093015"/>` +
  `<versionCode code="V3NPfIT3.0"/><interactionId root="${V3}.12" extension="${root}"/>` +
  `<processingCode code="P"/><processingModeCode code="T"/><acceptAckCode code="NE"/>` +
  `<acknowledgement typeCode="${type}"><messageRef><id root="${PAYLOAD_ID}"/></messageRef></acknowledgement>` +
  `<communicationFunctionRcv typeCode="RCV">${device(FROM)}</communicationFunctionRcv>` +
  `<communicationFunctionSnd typeCode="SND">${device(TO)}</communicationFunctionSnd>` +
  `<ControlActEvent classCode="CACT" moodCode="EVN"><author1 typeCode="AUT"><AgentSystemSDS classCode="AGNT">` +
  `${device(TO).replaceAll('device', 'agentSystemSDS')}</AgentSystemSDS></author1>${content}</ControlActEvent></${root}>`

const updated = (version: string): string =>
  message(
    'PRPA_IN000202UK01',
    'AA',
    `<subject typeCode="SUBJ"><PdsSuccessfulUpdateResponse classCode="REG" moodCode="EVN">` +
      `<pertinentInformation typeCode="PERT"><pertinentSerialChangeNumber classCode="OBS" moodCode="EVN">` +
      `<code code="2" codeSystem="${V3}.17.35"/><value value="${version}"/></pertinentSerialChangeNumber>` +
      `</pertinentInformation></PdsSuccessfulUpdateResponse></subject>`,
  )

const refusedWith = (reasons: readonly Reason[]): string =>
  message(
    'MCCI_IN010000UK13',
    'AE',
    reasons
      .map(
        ([code, display]) =>
          `<reason typeCode="RSON"><justifyingDetectedIssueEvent classCode="ALRT" moodCode="EVN">` +
          `<code code="${code}" codeSystem="${V3}.17.42" displayName="${display}"><qualifier code="ER"/></code>` +
          `</justifyingDetectedIssueEvent></reason>`,
      )
      .join(''),
  )

const NO_MATCH = refusedWith([
  ['1', 'No match to a Service User record'],
  ['ST004', 'No match to a Service User record'],
])
const STALE = refusedWith([['GE002', 'Unexpected business error']])

type Came = readonly [title: string, cloud: CloudAnswer, comesTo: string, ifMatch?: string]

const record = (version: string, rest: Json = {}, id = NUMBER): Json =>
  patient(id, version, { name: [{ anything: 'at all' }], ...rest })

const of = (resource: Json, status = 200): CloudAnswer => cloudAnswer(resource, { status })
const headed = (resource: Json, ...headers: readonly string[]): CloudAnswer =>
  cloudAnswer(resource, { headers: ['X-Request-ID', REQUEST_ID, ...headers] })

const CAME: readonly Came[] = [
  ['the next version', of(record('138')), updated('138')],
  ['the next version and its tag', headed(record('138'), 'ETag', 'W/"138"'), updated('138')],
  [
    'the next version of a large one',
    of(record('9007199254')),
    updated('9007199254'),
    'W/"9007199253"',
  ],
  [
    'another tag',
    headed(record('138'), 'ETag', 'W/"137"'),
    'declined disagrees serialChangeNumber',
  ],
  ['the version it had', of(record('137')), 'declined disagrees serialChangeNumber'],
  ['a version two further', of(record('139')), 'declined disagrees serialChangeNumber'],
  ['no version', of({ ...record('138'), meta: {} }), 'declined missing serialChangeNumber'],
  ['a version in words', of(record('x')), 'declined value serialChangeNumber'],
  ['a number that is none', of(record('138', {}, '9990001007')), 'crossed subject'],
  ['another patient', of(record('138', {}, OTHER)), 'crossed subject'],
  [
    'a number of another in its identifier',
    of(
      record('138', {
        identifier: [{ system: 'https://fhir.nhs.uk/Id/nhs-number', value: OTHER }],
      }),
    ),
    'crossed subject',
  ],
  ['nobody', of({ resourceType: 'Patient', meta: { versionId: '138' } }), 'crossed subject'],
  ['nothing', of({}), 'failure bad-answer'],
  ['the answer of no request', cloudAnswer(record('138'), { headers: [] }), 'crossed request'],
  ['a refusal of no request', cloudAnswer({}, { status: 409, headers: [] }), 'crossed request'],
  ['a stale version', of(outcome('RESOURCE_VERSION_MISMATCH'), 409), STALE],
  ['a precondition that fails', of(outcome('PRECONDITION_FAILED'), 412), STALE],
  ['another conflict', of(outcome('INVALID_UPDATE'), 409), 'failure bad-answer'],
  [
    'a conflict of another status',
    of(outcome('RESOURCE_VERSION_MISMATCH'), 412),
    'failure bad-answer',
  ],
  [
    'a precondition of another status',
    of(outcome('PRECONDITION_FAILED'), 409),
    'failure bad-answer',
  ],
  ['nobody of that number', of(outcome('RESOURCE_NOT_FOUND'), 404), NO_MATCH],
  ['a number given back', of(outcome('INVALIDATED_RESOURCE'), 404), NO_MATCH],
  ['another 404', of(outcome('UNSUPPORTED_SERVICE'), 404), 'failure bad-answer'],
  ['an update that is not taken', of(outcome('INVALID_UPDATE'), 400), STALE],
  ['an update that is not allowed', of(outcome('FORBIDDEN_UPDATE'), 403), 'failure bad-answer'],
  ['another 400', of(outcome('INVALID_VALUE'), 400), 'failure bad-answer'],
  ['another 403', of(outcome('ACCESS_DENIED'), 403), 'failure bad-answer'],
  ['an update not taken, as 403', of(outcome('INVALID_UPDATE'), 403), 'failure bad-answer'],
  ['an update not allowed, as 400', of(outcome('FORBIDDEN_UPDATE'), 400), 'failure bad-answer'],
  ...[401, 403].map((status): Came => [`a ${status}`, unbound(status), 'failure bad-answer']),
  ...[400, 402, 404, 407, 409, 428, 430, 499, 600].map((status): Came => [
    `a ${status} of no request`,
    unbound(status),
    'crossed request',
  ]),
  ['a 408', unbound(408), 'failure no-answer'],
  ['a 429', unbound(429), 'failure not-sent'],
  ...[500, 502, 503, 504, 599].map((status): Came => [
    `a ${status}`,
    unbound(status),
    'failure no-answer',
  ]),
]

function unbound(status: number): CloudAnswer {
  return cloudAnswer({}, { status, headers: [] })
}

const answered = (interaction: string, [title, cloud, comesTo, ifMatch]: Came): Golden => ({
  title: `${interaction}: ${title}`,
  check: mapping => {
    const came = mapping.answer(cloud, updateAbout(interaction, ifMatch))
    const said = {
      answer: () => '',
      declined: () => ('says' in came && 'code' in came ? declineOf(came) : ''),
      crossed: () => ('by' in came ? came.by : ''),
      failure: () => ('error' in came ? came.error : ''),
    }[came.kind]()
    if (came.kind !== 'answer') return [`${came.kind} ${said}`, comesTo]
    if (!comesTo.startsWith('<')) return [came.kind, comesTo]
    const [, root = ''] = /^<(\w+)/.exec(comesTo) ?? []
    const became = { [updated('138')]: 'ok', [NO_MATCH]: 'not_found', [STALE]: 'app_error' }
    return [
      [canonicalText(came.payload), came.interaction, came.wrapper, came.outcome],
      [canonicalText(comesTo), root, '', became[comesTo] ?? 'ok'],
    ]
  },
})

const LEGACY: readonly Golden[] = [
  {
    title: 'legacy says which version a record has now',
    check: mapping => {
      const said = mapping.readLegacy(treeOf(updated('138')))
      const dropped = said.kind === 'said' ? said.source?.dropped : said
      return [
        [factsOf(mapping, said, 'PRPA_IN000203UK03'), dropped],
        [{ serialChangeNumber: '138' }, {}],
      ]
    },
  },
  {
    title: 'the cloud says which version a record has now',
    check: mapping => [
      factsOf(mapping, mapping.readCloud(of(record('138'))), 'PRPA_IN000203UK06'),
      { serialChangeNumber: '138' },
    ],
  },
  {
    title: 'a record without a number, or with one that is none',
    check: mapping => [
      [undefined, '9990001007'].map(id => {
        const said = mapping.readCloud(of({ ...record('138'), id }))
        return said.kind === 'declined' ? declineOf(said) : said
      }),
      ['missing nhsNumber', 'value nhsNumber'],
    ],
  },
  ...[NO_MATCH, STALE].map((reply): Golden => ({
    title: 'legacy refuses a change',
    check: mapping => {
      const said = mapping.readLegacy(treeOf(reply))
      const outcome = said.kind === 'said' ? said.outcome : said
      return [outcome, reply === STALE ? 'app_error' : 'not_found']
    },
  })),
]

/** Everything that must hold of an update, by what it is that holds. */
export const UPDATE_GOLDEN: Readonly<Record<string, readonly Golden[]>> = {
  'an update becomes patches under its version, or is declined': [
    ...CHANGED.map(written),
    ...UNSAID,
  ],
  'what the cloud says of an update becomes the whole reply': UPDATES.flatMap(interaction =>
    CAME.map(came => answered(interaction, came)),
  ),
  'what both sides say of an update means the same': LEGACY,
}
