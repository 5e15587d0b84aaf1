/** What is answered later is taken in its own form alone, and asked of the cloud under the id of its message. */
import t from 'tap'
import { type Assigned, FicusError, headerOf } from '../../src/exchange/index.ts'
import type { Mapping } from '../../src/mapping/index.ts'
import { createTranslation } from '../../src/translation/index.ts'
import { LEGACY, route } from '../routing/given.ts'
import { ebxmlPrescription, FROM } from '../support/messages.ts'
import { assigned, json, NOW, REPLY_ID } from './given.ts'

const WRITE = 'PORX_IN020101UK31'
const LATER = { interactions: [WRITE], pollers: [FROM] }
const ROUTE = route('eps', 'default', {
  ...{ translate: 'made.up', maxBodyBytes: 65_536 },
  answeredLater: LATER,
})
const LINES = [
  ...['Content-Type', 'multipart/related; boundary="--=_MIME-Boundary"; type=text/xml'],
  ...['SOAPAction', `urn:nhs:names:services:mm/${WRITE}`],
]
const PAYLOAD_ID = '2C1C3D7F-4F1C-4C48-8C5F-2E3F4A5B6C7D'

interface Wanted {
  readonly requestId?: string
  readonly nhsNumber?: string
  readonly replyId?: string
}

/** A mapping that takes everything. */
const taking = ({ requestId, nhsNumber, replyId = REPLY_ID }: Wanted = {}) =>
  ({
    name: 'made.up',
    request: (_message, about) => {
      const own = requestId ?? about.messageId.toLowerCase()
      const asked = { kind: 'person', asked: {} } as const
      const subject =
        nhsNumber === undefined ? asked : ({ kind: 'nhsNumber', value: nhsNumber } as const)
      const headers = ['X-Request-ID', own]
      const value = { method: 'POST', path: '/Claim', headers, subject, requestId: own }
      return { kind: 'accepted', value }
    },
    answer: ({ status }) =>
      status === 200
        ? {
            ...{ kind: 'answer', interaction: 'R', wrapper: '', messageId: replyId },
            ...{ payload: '<R xmlns="urn:hl7-org:v3"/>', outcome: 'ok', loss: undefined },
          }
        : { kind: 'failure', error: status === 429 ? 'not-sent' : 'no-answer', says: 'failed' },
  }) as Partial<Mapping> as Mapping // of which no more is asked

const prepared = (request: Assigned, wanted?: Wanted) => {
  const chance = { now: () => NOW, newId: () => REPLY_ID }
  return createTranslation({ mappings: [taking(wanted)], ...chance }).prepare(request)
}

const message = (more: Partial<Assigned> = {}): Assigned => {
  const { body } = ebxmlPrescription({ payloadId: PAYLOAD_ID })
  return assigned(body, LINES, { route: ROUTE, fallback: undefined, ...more })
}

t.test('the cloud is asked under the id of the HL7 message, and its sender told where', t => {
  const { translated } = prepared(message())
  t.strictSame(translated?.request.headers, ['X-Request-ID', PAYLOAD_ID.toLowerCase()])
  const accepted = translated?.accepted?.('/_poll/x')
  t.equal(accepted?.status, 202)
  t.strictSame(accepted?.headers, ['Content-Location', '/_poll/x', 'Content-Length', '0'])
  const reply = translated?.answer({ status: 200, reason: '', headers: [] }, json({}))
  t.match(headerOf(reply?.headers ?? [], 'content-type'), /^multipart\/related; /)
  t.match(reply?.body.toString(), `<eb:MessageId>${REPLY_ID}</eb:MessageId>`)
  t.end()
})

const NOT_TAKEN: readonly (readonly [what: string, code: string, Assigned, Wanted?])[] = [
  [
    'of a route that knows of nothing answered later',
    'language',
    message({ route: { ...ROUTE, answeredLater: { ...LATER, interactions: [] } } }),
  ],
  ['in a language that waits', 'language', message({ language: 'soap' })],
  ['in no language of Spine’s', 'language', message({ language: 'fhir' })],
  [
    'of a sender that fetches nothing',
    'party',
    message({ route: { ...ROUTE, answeredLater: { ...LATER, pollers: ['200000000999'] } } }),
  ],
  ['that names no sender', 'ids', message({ from: {} })],
  ['with no id of its own', 'ids', message({ payloadId: undefined })],
  ['that another reader found another id in', 'ids', message({ messageId: 'other' })],
  [
    'that another reader took for another',
    'ids',
    message({
      interaction: 'PORX_IN020101SM31',
      route: { ...ROUTE, answeredLater: { ...LATER, interactions: ['PORX_IN020101SM31'] } },
    }),
  ],
  ['of which not all is here', 'envelope', message({ body: { kind: 'none' } })],
  [
    'that a second reader cannot read',
    'envelope',
    message({ body: { kind: 'whole', bytes: Buffer.from('x') } }),
  ],
  ['for whom another reader found nobody', 'disagrees', message(), { nhsNumber: '9990000018' }],
  [
    'that the cloud would be asked under another id',
    'ids',
    message(),
    { requestId: 'b6f9c8a0-0000-4000-8000-000000000000' },
  ],
]

for (const [what, code, request, wanted] of NOT_TAKEN) {
  t.test(`a message ${what} is declined as ${code} and goes to legacy as it came`, t => {
    const after = prepared(request, wanted)
    t.match(after, { side: 'legacy', upstream: LEGACY, because: 'declined', declined: { code } })
    t.equal(after.body, request.body)
    t.equal(after.translated, undefined)
    t.end()
  })
}

t.test('what came of it is told as it is for a write: never to be sent again', t => {
  const ended = (status: number, more: Partial<Assigned> = {}, wanted?: Wanted): string => {
    try {
      prepared(message(more), wanted).translated?.answer(
        { status, reason: '', headers: [] },
        json({}),
      )
    } catch (error) {
      return error instanceof FicusError ? error.code : 'no error of ours'
    }
    return 'answered'
  }
  t.equal(ended(200), 'answered')
  t.equal(ended(503), 'sent-unknown')
  t.equal(ended(503, { class: 'unknown' }), 'sent-unknown')
  t.equal(ended(503, { class: 'pushed-read' }), 'sent-unknown')
  t.equal(ended(503, { class: 'read' }), 'no-answer')
  t.equal(ended(429), 'not-sent', 'a mapping says what was not acted on')
  t.equal(ended(200, {}, { replyId: 'a\u0000' }), 'bad-answer', 'what cannot be written')
  t.end()
})
