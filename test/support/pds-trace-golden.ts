/** What must hold of a trace, each said so that a broken row breaks it. */
import type { AnswerAbout, CloudAnswer, Information, Mapping } from '../../src/mapping/index.ts'
import { cloudAnswer, MESSAGE_ID, REQUEST_ID, requestAbout } from './pds-golden-about.ts'
import type { Json } from './pds-golden-cloud.ts'
import { canonicalText, factsOf, type Golden, treeOf } from './pds-golden.ts'
import { ASKED_TRACES, type AskedTrace } from './pds-trace-golden-asked.ts'
import { TRACE_FAILED } from './pds-trace-golden-failed.ts'
import { FOUND, TRACE_PAIRS, type TracePair } from './pds-trace-golden-pairs.ts'
import { TRACE_REFUSED, type TraceRefused } from './pds-trace-golden-refused.ts'
import {
  TRACE_INTERACTIONS,
  TRACE_REPLIES,
  tracedReply,
  type TraceInteraction,
  untracedReply,
} from './pds-trace-golden-reply.ts'

/** Everybody a golden pair is about fits this. */
export const ASKED_FOR: Information = { family: 'zztest', given: ['Ada'] }

/** A searchset as the cloud writes one. */
export const searchset = (resources: readonly Json[], more: Json = {}, entry: Json = {}): Json => ({
  resourceType: 'Bundle',
  type: 'searchset',
  timestamp: '2026-11-22T09:30:15+00:00',
  total: resources.length,
  ...(resources.length > 0 && {
    entry: resources.map(resource => ({
      fullUrl: `https://api.example.test/Patient/${String(resource['id'])}`,
      search: { score: 1 },
      resource,
      ...entry,
    })),
  }),
  ...more,
})

/** What an answer is given of the request that was sent for a person so described. */
export const traceAbout = (interaction: string, asked: Information = ASKED_FOR): AnswerAbout => ({
  ...requestAbout(interaction),
  request: {
    method: 'GET',
    path: '/Patient?family=zztest',
    headers: [],
    subject: { kind: 'person', asked },
    requestId: REQUEST_ID,
  },
})

const found = (pair: TracePair): CloudAnswer => cloudAnswer(searchset([pair.cloud]))

/** The reason of a decline by its code and its place. */
export const declineOf = ({
  code,
  says,
}: {
  readonly code: string
  readonly says: string
}): string => {
  const [place = '', because] = says.split(': ')
  const hasPlace = because !== undefined && !['unread', 'shape', 'interaction'].includes(code)
  return hasPlace ? `${code} ${place}` : code
}

const wanted = (asked: AskedTrace): Golden => ({
  title: asked.title,
  check: mapping => {
    const came = mapping.request(treeOf(asked.message), requestAbout(asked.interaction))
    if (came.kind === 'declined') return [declineOf(came), asked.comesTo]
    const { method, path, headers, requestId, subject, body } = came.value
    const searched = new URL(path, 'http://cloud').searchParams
    const { gender, birthDate } = subject.kind === 'person' ? subject.asked : {}
    const accept = ['Accept', 'application/fhir+json', 'X-Request-ID', MESSAGE_ID.toLowerCase()]
    return [
      [`${method} ${path}`, headers.slice(0, 4), requestId, gender, birthDate, body],
      [
        `GET /Patient?${asked.comesTo}`,
        ...[
          accept,
          REQUEST_ID,
          searched.get('gender'),
          searched.get('birthdate')?.slice('eq'.length),
          undefined,
        ],
      ],
    ]
  },
})

const replied = (interaction: TraceInteraction, pair: TracePair): Golden => ({
  title: `${interaction}: ${pair.title}`,
  check: mapping => {
    const came = mapping.answer(found(pair), traceAbout(interaction))
    const said =
      came.kind === 'answer'
        ? [canonicalText(came.payload), came.interaction, came.wrapper, came.outcome]
        : came
    const { root, reasons } = TRACE_REPLIES[interaction]
    const whole = canonicalText(tracedReply(interaction, pair.says))
    return [said, [whole, root, 'traceQueryResponse', reasons.length > 0 ? 'warning' : 'ok']]
  },
})

const meant = (pair: TracePair): readonly Golden[] =>
  TRACE_INTERACTIONS.flatMap(interaction => [
    {
      title: `the cloud means by ${pair.title}`,
      check: (mapping: Mapping) => [
        factsOf(mapping, mapping.readCloud(found(pair)), interaction),
        pair.means,
      ],
    },
    {
      title: `${interaction}: legacy means by ${pair.title}`,
      check: (mapping: Mapping) => {
        const reply = treeOf(tracedReply(interaction, pair.says))
        return [factsOf(mapping, mapping.readLegacy(reply), interaction), pair.means]
      },
    },
  ])

const TOLD: Readonly<Record<string, 'none' | 'several'>> = {
  'answer not_found': 'none',
  'answer app_error': 'several',
}

const refused = (interaction: TraceInteraction, row: TraceRefused): Golden => ({
  title: `${interaction}: ${row.title}`,
  check: mapping => {
    const came = mapping.answer(row.cloud, traceAbout(interaction, row.asked ?? ASKED_FOR))
    const said = {
      answer: () => ('outcome' in came ? came.outcome : ''),
      declined: () => ('says' in came && 'code' in came ? declineOf(came) : ''),
      crossed: () => ('by' in came ? came.by : ''),
      failure: () => ('error' in came ? came.error : ''),
    }[came.kind]()
    const isNegative = came.kind === 'answer' && came.loss === undefined
    const negative = isNegative ? [came.interaction, canonicalText(came.payload)] : []
    const told = TOLD[row.comesTo]
    const whole = told && ['QUQI_IN010000UK14', canonicalText(untracedReply(told))]
    const isFound = row.comesTo === 'answer'
    return [
      [isFound ? came.kind : `${came.kind} ${said}`, negative],
      [row.comesTo, whole ?? []],
    ]
  },
})

const SECRET = `<subjectOf2 typeCode="SBJ"><previousNhsContact classCode="OBS"><value code="0"/></previousNhsContact></subjectOf2>`

const NOWHERE: Json = { fullUrl: undefined }

/** What legacy alone may say, and what is let go of it. */
const LEGACY: readonly Golden[] = TRACE_INTERACTIONS.flatMap((interaction): readonly Golden[] => {
  const [pair] = TRACE_PAIRS
  if (pair === undefined) return []
  const reply = tracedReply(interaction, {
    ...pair.says,
    telecoms: '<telecom use="HP" value="tel:1"/>',
  }).replace('</patientRole>', `${SECRET}</patientRole>`)
  const restricted = tracedReply(interaction, pair.says).replace(
    '<patientRole classCode="PAT">',
    '$&<confidentialityCode code="S" codeSystem="2.16.840.1.113883.2.1.3.2.4.16.1"/>',
  )
  return [
    {
      title: `${interaction}: a primary home, and whether the NHS knew of the person`,
      check: mapping => {
        const said = mapping.readLegacy(treeOf(reply))
        if (said.kind === 'declined') return [said, undefined]
        const { 'telecom[0]/use': use } = factsOf(mapping, said, interaction)
        return [
          [use, Object.keys(said.source?.lossy ?? {}), said.source?.dropped],
          [
            'home',
            [
              'subject/patientRole/telecom/@use',
              'subject/patientRole/subjectOf2/previousNhsContact/@classCode',
              'subject/patientRole/subjectOf2/previousNhsContact/value/@code',
            ],
            { 'subject/patientRole/subjectOf2/@typeCode': 1 },
          ],
        ]
      },
    },
    {
      title: `${interaction}: a sensitive record`,
      check: mapping => {
        const said = mapping.readLegacy(treeOf(restricted))
        const dropped = said.kind === 'said' ? said.source?.dropped : said
        return [
          [factsOf(mapping, said, interaction)['confidentiality'], dropped],
          ['restricted', {}],
        ]
      },
    },
    {
      title: `${interaction}: a sensitive record, written`,
      check: mapping => {
        const said = mapping.readLegacy(treeOf(restricted))
        const shape = interaction === 'QUPA_IN000005UK01' ? 'plain' : 'told'
        const information = said.kind === 'said' ? (said.information ?? {}) : {}
        const written = mapping.writeLegacy({ ...information, address: [{ postcode: 'A' }] }, shape)
        const text = written.kind === 'accepted' ? written.value : ''
        return [
          text.slice(0, text.indexOf('<addr')),
          '<PdsTraceMatch xmlns="urn:hl7-org:v3" classCode="OBS" moodCode="EVN"><subject typeCode="SBJ"><patientRole classCode="PAT">' +
            '<confidentialityCode codeSystem="2.16.840.1.113883.2.1.3.2.4.16.1" code="S"/>',
        ]
      },
    },
    {
      title: 'a patient without a number',
      check: mapping => {
        const nobody = cloudAnswer(searchset([{ ...pair.cloud, id: undefined }], {}, NOWHERE))
        const said = mapping.readCloud(nobody)
        return [said.kind === 'declined' ? declineOf(said) : said, 'missing nhsNumber']
      },
    },
    ...(['none', 'several'] as const).map((told): Golden => ({
      title: `legacy finds ${told}`,
      check: mapping => {
        const said = mapping.readLegacy(treeOf(untracedReply(told)))
        const outcome = said.kind === 'said' ? said.outcome : said.code
        return [outcome, told === 'none' ? 'not_found' : 'app_error']
      },
    })),
    {
      title: 'whom a searchset is about',
      check: mapping => [mapping.subjectOf(found(pair).body), [FOUND, FOUND]],
    },
  ]
})

/** Everything that must hold of a trace, by what it is that holds. */
export const TRACE_GOLDEN: Readonly<Record<string, readonly Golden[]>> = {
  'a trace becomes a search, or is declined': ASKED_TRACES.map(wanted),
  'the one person a search finds becomes the whole reply': TRACE_INTERACTIONS.flatMap(interaction =>
    TRACE_PAIRS.map(pair => replied(interaction, pair)),
  ),
  'what both sides say of a person means the same': TRACE_PAIRS.flatMap(meant),
  'an answer that is not the one person asked for comes to what it must':
    TRACE_INTERACTIONS.flatMap(interaction =>
      [...TRACE_REFUSED, ...TRACE_FAILED].map(row => refused(interaction, row)),
    ),
  'what only legacy says is read, and what is let go of it is listed': LEGACY,
}
