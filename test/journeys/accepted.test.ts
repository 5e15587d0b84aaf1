/** Every reply we write is one a supplier of Spine's takes: to its own message, in its own envelope, in order. */
import t from 'tap'
import type { Answer, Prepared } from '../../src/exchange/index.ts'
import { MAPPINGS } from '../../src/products/index.ts'
import { createTranslation } from '../../src/translation/index.ts'
import { route } from '../routing/given.ts'
import {
  DONE,
  GOLDEN_ANSWERS,
  GOLDEN_REFUSALS,
  responseBundle,
  responseOutcome,
} from '../support/cancellation-answers.ts'
import { CANCELLED, cancellationMessage } from '../support/cancellation-golden.ts'
import { claimMessage } from '../support/claim-golden-hl7.ts'
import { CLAIM } from '../support/claim-golden-parts.ts'
import { ebxmlAround } from '../support/messages.ts'
import { notificationMessage } from '../support/notification-golden-hl7.ts'
import { BASE as NOTIFIED } from '../support/notification-golden-parts.ts'
import { patient } from '../support/pds-golden-cloud.ts'
import { searchset } from '../support/pds-trace-golden.ts'
import { traceMessage } from '../support/pds-trace-golden-asked.ts'
import { FOUND } from '../support/pds-trace-golden-pairs.ts'
import { changed, updateMessage } from '../support/pds-update-golden-message.ts'
import { gender } from '../support/pds-update-golden-asked.ts'
import { goldenMessage, wrapped } from '../support/prescription-golden-hl7.ts'
import { BASE } from '../support/prescription-golden-parts.ts'
import { goldenAnswer, goldenRelease, RELEASED } from '../support/release-golden.ts'
import {
  ASKED,
  askedMessage,
  NOMINATED,
  PAYLOAD_ID as RELEASE_ID,
} from '../support/release-golden-asked.ts'
import { BASE_RETURN, goldenReturn } from '../support/return-golden.ts'
import { brokenEbxml, brokenSoap, receivedOf } from '../support/spine-acceptance-answered.ts'
import { BASE_WITHDRAWAL, goldenWithdrawal } from '../support/withdrawal-golden.ts'
import {
  assigned,
  FROM,
  head,
  json,
  MESSAGE_ID,
  NOW,
  outcome,
  PAYLOAD_ID,
  resource,
  retrieval,
  soapLines,
  REPLY_ID,
  TO,
} from '../translation/given.ts'

type Type = 'AA' | 'AE' | 'AR'

/** What the cloud answers, and the reply it comes to. */
interface Said {
  readonly what: string
  readonly status: number
  readonly body: Buffer
  readonly reply: string
  readonly type: Type
}

const said = (
  ...[what, status, body, reply, type]: readonly [string, number, Buffer, string, Type]
): Said => ({ what, status, body, reply, type })

const translation = createTranslation({ mappings: MAPPINGS, now: () => NOW, newId: () => REPLY_ID })

const answerOf = (of: Prepared, { status, body }: Said, requestId: string): Answer => {
  if (of.translated === undefined) throw new Error(`not taken: ${JSON.stringify(of.declined)}`)
  const headers = ['Content-Type', 'application/fhir+json', 'X-Request-ID', requestId]
  return of.translated.answer({ ...head(status), headers }, body)
}

const SERVICE = 'urn:nhs:names:services:pdsquery'
const query = (text: string): string => /<query>[^]*<\/query>/.exec(text)?.[0] ?? ''
/** A simple trace in the envelope of a retrieval. */
const trace = (interaction: string): string =>
  retrieval({ interaction }).replace(
    /<h:query>[^]*<\/h:query>/,
    query(traceMessage()).replace('<query>', '<query xmlns="urn:hl7-org:v3">'),
  )
const person = patient(FOUND, '7', {
  gender: 'female',
  birthDate: '1971-02-03',
  name: [{ id: 'n1', use: 'usual', family: 'ZZTEST', given: ['ADA'] }],
  address: [{ id: 'a1', use: 'home', postalCode: 'ZZ99 1AA' }],
})
const tooMany = outcome('TOO_MANY_MATCHES')
const FAILED = 'QUQI_IN010000UK14'

const retrieved = (reply: string): readonly Said[] => [
  said('a record', 200, json(resource()), reply, 'AA'),
  said('nobody', 404, json(outcome('RESOURCE_NOT_FOUND')), FAILED, 'AE'),
  said('a number of old', 404, json(outcome('INVALIDATED_RESOURCE')), FAILED, 'AE'),
]
const traced = (reply: string): readonly Said[] => [
  said('one match', 200, json(searchset([person])), reply, 'AA'),
  said('nobody', 200, json(searchset([])), FAILED, 'AE'),
  said('too many', 200, json(tooMany), FAILED, 'AE'),
]

const QUERIES = [
  ['QUPA_IN000008UK02', 'pds.retrieval', retrieved('QUPA_IN000009UK03')],
  ['QUPA_IN000008UK05', 'pds.retrieval', retrieved('QUPA_IN000009UK06')],
  ['QUPA_IN000008SM13', 'pds.retrieval', retrieved('QUPA_IN000009UK06')],
  ['QUPA_IN000005UK01', 'pds.trace', traced('QUPA_IN000007UK01')],
  ['QUPA_IN000005UK03', 'pds.trace', traced('QUPA_IN000007UK03')],
] as const

for (const [interaction, mapping, answers] of QUERIES) {
  t.test(`every reply to ${interaction} is one its sender takes`, t => {
    const isTrace = mapping === 'pds.trace'
    const body = isTrace ? trace(interaction) : retrieval({ interaction })
    const ROUTE = route('pds', 'default', { translate: mapping, maxBodyBytes: 65_536 })
    for (const each of answers) {
      const of = translation.prepare(assigned(body, soapLines(interaction), { route: ROUTE }))
      const received = receivedOf(answerOf(of, each, MESSAGE_ID.toLowerCase()))
      const ends = { fromAsid: FROM, toAsid: TO }
      const broken = brokenSoap(
        received,
        {
          ...{ messageId: MESSAGE_ID, service: SERVICE, interaction: each.reply, ...ends },
          wrapper: isTrace ? 'traceQueryResponse' : 'retrievalQueryResponse',
        },
        { id: PAYLOAD_ID, payloadId: PAYLOAD_ID, ...ends },
        { interaction: each.reply, type: each.type, isToQuery: true },
      )
      t.strictSame(broken, [], each.what)
    }
    t.end()
  })
}

const EPS = 'https://fhir.nhs.uk/CodeSystem/EPS-IssueCode'
const issued = (severity: string, code?: string): Buffer =>
  json({
    resourceType: 'OperationOutcome',
    issue: [
      {
        ...{ severity, code: 'informational' },
        ...(code !== undefined && { details: { coding: [{ system: EPS, code }] } }),
      },
    ],
  })

const ACK = 'MCCI_IN010000UK13'
const acknowledged = (...codes: readonly string[]): readonly Said[] => [
  said('done', 200, issued('information'), ACK, 'AA'),
  ...codes.map(code => said(code, 400, issued('error', code), ACK, 'AE')),
]
const REJECT = 'PORX_IN110101UK30'
const released = (reply: string): readonly Said[] => [
  said('a prescription', 200, goldenAnswer([goldenRelease(RELEASED).bundle]), reply, 'AA'),
]
const rejected: readonly Said[] = [
  said('expired', 400, issued('error', 'PRESCRIPTION_EXPIRED'), REJECT, 'AE'),
  said('elsewhere', 400, issued('error', 'PRESCRIPTION_WITH_ANOTHER_DISPENSER'), REJECT, 'AE'),
]
const none = said('no more', 200, issued('information', 'NO_MORE_PRESCRIPTIONS'), REJECT, 'AE')
const CANCEL_REPLY = 'PORX_IN050101UK31'
const cancelled: readonly Said[] = [
  ...[...GOLDEN_ANSWERS]
    .filter(([, { of }]) => of === CANCELLED)
    .map(([title, of]) =>
      said(title, 200, responseBundle(of), CANCEL_REPLY, of.code === DONE.code ? 'AA' : 'AE'),
    ),
  ...GOLDEN_REFUSALS.map(of => said(of.code, 400, responseOutcome(of), CANCEL_REPLY, 'AE')),
]

const update = /<PdsUpdateRequest[^]*<\/PdsUpdateRequest>/.exec(
  updateMessage(changed('', gender('altered', '1'), []).update),
)
const updated = patient('9990001006', '138', { gender: 'male' })
const conflict = (code: string): Buffer => json(outcome(code))

/** Messages that are answered later, the mapping of each, and what the cloud may answer. */
const WRITES: readonly (readonly [string, string, string, readonly Said[], string?])[] = [
  [
    'PORX_IN020101UK31',
    'eps.prescription',
    goldenMessage(BASE).toString(),
    acknowledged('DUPLICATE_PRESCRIPTION_ID', 'FAILURE_TO_PROCESS_MESSAGE'),
  ],
  ['PORX_IN030101SM32', 'eps.cancellation', cancellationMessage(CANCELLED).toString(), cancelled],
  [
    'PORX_IN132004UK30',
    'eps.release',
    askedMessage(ASKED).toString(),
    [...released('PORX_IN070103UK31'), ...rejected],
    RELEASE_ID,
  ],
  [
    'PORX_IN060102UK30',
    'eps.nominated-release',
    askedMessage(NOMINATED).toString(),
    [...released('PORX_IN070101UK31'), none],
    RELEASE_ID,
  ],
  [
    'PORX_IN080101UK31',
    'eps.notification',
    notificationMessage(NOTIFIED).toString(),
    acknowledged('PRESCRIPTION_CANCELLED'),
  ],
  [
    'PORX_IN090101UK31',
    'eps.claim',
    claimMessage(CLAIM).toString(),
    acknowledged('CLAIM_INVALID_NOT_DISPENSED'),
  ],
  [
    'PORX_IN100101UK31',
    'eps.return',
    goldenReturn(BASE_RETURN).toString(),
    acknowledged('PRESCRIPTION_DISPENSED'),
  ],
  [
    'PORX_IN510101UK31',
    'eps.withdrawal',
    goldenWithdrawal(BASE_WITHDRAWAL).toString(),
    acknowledged('PRESCRIPTION_CANCELLED'),
  ],
  [
    'PRPA_IN000203UK03',
    'pds.update',
    wrapped(update?.[0] ?? '', 'PRPA_IN000203UK03'),
    [
      said('the next version', 200, json(updated), 'PRPA_IN000202UK01', 'AA'),
      said('another version', 409, conflict('RESOURCE_VERSION_MISMATCH'), ACK, 'AE'),
    ],
  ],
]

const SIGNALS = ['DuplicateElimination', 'AckRequested', 'SyncReply'] as const
const ACK_REQUESTED =
  '<eb:AckRequested eb:version="2.0" SOAP:mustUnderstand="1" SOAP:actor="urn:oasis:names:tc:ebxml-msg:actor:toPartyMSH" eb:signed="false"/>'
const SYNC_REPLY =
  '<eb:SyncReply eb:version="2.0" SOAP:mustUnderstand="1" SOAP:actor="http://schemas.xmlsoap.org/soap/actor/next"/>'

/** A message in an envelope that asks for some signals. */
function sent(
  payload: string,
  interaction: string,
  id: string,
  signals: readonly string[],
): string {
  const asks = (signal: string, markup: string): string => (signals.includes(signal) ? markup : '')
  return ebxmlAround(payload, interaction, id)
    .replace(
      '<eb:DuplicateElimination/>',
      asks('DuplicateElimination', '<eb:DuplicateElimination/>'),
    )
    .replace(
      '</SOAP:Header>',
      `${asks('AckRequested', ACK_REQUESTED)}${asks('SyncReply', SYNC_REPLY)}</SOAP:Header>`,
    )
}

const EVERY_SIGNALS = Array.from({ length: 8 }, (_, n) => SIGNALS.filter((_, i) => (n >> i) % 2))
const ENVELOPE_ID = '6C5B4A39-2817-4F6E-9D5C-4B3A29180F7E'
const LINES = (interaction: string): readonly string[] => [
  ...['Content-Type', 'multipart/related; boundary="--=_MIME-Boundary"; type=text/xml'],
  ...['SOAPAction', `urn:nhs:names:services:mm/${interaction}`],
]
const ENDS = { fromAsid: '200000000001', toAsid: '200000000002' }

for (const [interaction, mapping, payload, answers, payloadId] of WRITES) {
  t.test(`every reply to ${interaction} is one its sender takes`, t => {
    const ROUTE = route('later', 'default', {
      ...{ translate: mapping, maxBodyBytes: 1_048_576 },
      answeredLater: { interactions: [interaction], pollers: [ENDS.fromAsid] },
    })
    const [, id = ''] = /<id root="([^"]*)"/.exec(payload) ?? []
    for (const each of answers) {
      for (const signals of EVERY_SIGNALS) {
        const body = sent(payload, interaction, ENVELOPE_ID, signals)
        const more = { route: ROUTE, fallback: undefined }
        const of = translation.prepare(assigned(body, LINES(interaction), more))
        const received = receivedOf(answerOf(of, each, id.toLowerCase()))
        const broken = brokenEbxml(
          received,
          {
            ...{ messageId: ENVELOPE_ID, fromParty: 'ACME-100001', toParty: 'SPINE-200002' },
            ...{ cpaId: 'S2001A0001', service: 'urn:nhs:names:services:mm', signals },
            interaction: each.reply,
          },
          { id, payloadId: payloadId ?? id, ...ENDS },
          { interaction: each.reply, type: each.type, isToQuery: false },
        )
        t.strictSame(broken, [], `${each.what} ${signals.join()}`)
      }
    }
    t.end()
  })
}
