import { brotliCompressSync, gzipSync } from 'node:zlib'
import t, { type Test } from 'tap'
import { type Answer, type AnswerHead, FicusError } from '../../src/exchange/index.ts'
import {
  FROM,
  head,
  json,
  MESSAGE_ID,
  NHS_NUMBER,
  NOW,
  OTHER_NUMBER,
  outcome,
  PAYLOAD_ID,
  REPLY_ID,
  resource,
  taken,
  TO,
} from './given.ts'
import { readReply } from './reply.ts'

const SHAPES = [
  ['QUPA_IN000008UK02', 'QUPA_IN000009UK03'],
  ['QUPA_IN000008UK05', 'QUPA_IN000009UK06'],
  ['QUPA_IN000008SM13', 'QUPA_IN000009UK06'],
] as const

for (const [interaction, reply] of SHAPES) {
  t.test(
    `the answer to ${interaction} is a reply its sender binds, about whom was asked for`,
    t => {
      const answer = taken({ interaction }).answer(head(), json(resource()))
      t.strictSame(readReply(answer), {
        messageId: `uuid:${REPLY_ID}`,
        action: `urn:nhs:names:services:pdsquery/${reply}`,
        relatesTo: `uuid:${MESSAGE_ID}`,
        ends: [FROM, TO, FROM, TO],
        wrapper: 'retrievalQueryResponse',
        interaction: reply,
        id: REPLY_ID,
        acknowledged: 'AA',
        messageRef: PAYLOAD_ID,
        reasons: [],
        patients: [NHS_NUMBER],
      })
      t.match(answer, { status: 200, reason: 'OK' })
      t.strictSame(answer.headers, [
        ...['Content-Type', 'text/xml; charset=UTF-8'],
        ...['Date', new Date(NOW).toUTCString()],
        ...['Content-Length', String(answer.body.length)],
      ])
      t.match(answer.body.toString(), '<family>Testperson-Ådal &amp; Søn</family>')
      t.match(answer.body.toString(), '<creationTime value="20261122093015"/>')
      t.end()
    },
  )
}

t.test('an id in small letters is referred to in small letters', t => {
  const messageId = MESSAGE_ID.toLowerCase()
  const answer = taken({ messageId: `uuid:${messageId}` }).answer(head(), json(resource()))
  t.equal(readReply(answer).relatesTo, `uuid:${messageId}`)
  t.end()
})

t.test('whom the cloud does not know is no match, as Spine says it', t => {
  for (const code of ['RESOURCE_NOT_FOUND', 'INVALIDATED_RESOURCE']) {
    const reply = readReply(taken().answer(head(404), json(outcome(code))))
    t.match(reply, { interaction: 'QUQI_IN010000UK14', acknowledged: 'AE' })
    t.strictSame(reply.patients, [])
    t.match(reply, { wrapper: 'retrievalQueryResponse', relatesTo: `uuid:${MESSAGE_ID}` })
    t.match(reply, { messageRef: PAYLOAD_ID, reasons: ['1'], ends: [FROM, TO, FROM, TO] })
  }
  t.end()
})

t.test('a restricted record says so beside what may be said', t => {
  const meta = {
    versionId: '3',
    security: [
      {
        system: 'http://terminology.hl7.org/CodeSystem/v3-Confidentiality',
        code: 'R',
        display: 'restricted',
      },
    ],
  }
  const reply = readReply(taken().answer(head(), json(resource(NHS_NUMBER, { meta }))))
  t.match(reply, { acknowledged: 'AA', reasons: ['9'], patients: [NHS_NUMBER] })
  t.end()
})

const echoing = (...ids: readonly string[]): AnswerHead => ({
  ...head(),
  headers: ids.flatMap(id => ['x-request-id', id]),
})
const OTHER_ID = '7d6c5b4a-3f2e-4d1c-8b0a-9f8e7d6c5b4a'
const OWN_ID = MESSAGE_ID.toLowerCase()
const another = resource(OTHER_NUMBER)
const nameless = { ...resource(), id: undefined, identifier: [] }

const CORE = 'https://fhir.hl7.org.uk'

/** An address whose key says what kind it is so many times over. */
const keyed = (times: number): object => ({
  use: 'home',
  extension: [
    {
      url: `${CORE}/StructureDefinition/Extension-UKCore-AddressKey`,
      extension: new Array(times).fill({
        url: 'type',
        valueCoding: { system: `${CORE}/CodeSystem/UKCore-AddressKeyType`, code: 'PAF' },
      }),
    },
  ],
})

/** Answers no supplier may see, and what they come to where nobody else can be asked. */
const REFUSED: readonly (readonly [what: string, code: string, head: AnswerHead, body: Buffer])[] =
  [
    ['names another request', 'crossed', echoing(OTHER_ID), json(resource())],
    ['names no request', 'crossed', echoing(), json(resource())],
    ['names two requests', 'crossed', echoing(OWN_ID, OTHER_ID), json(resource())],
    [
      'says of another request that nobody is there',
      'crossed',
      { ...echoing(OTHER_ID), status: 404 },
      json(outcome('RESOURCE_NOT_FOUND')),
    ],
    ['is about somebody else', 'crossed', head(), json(another)],
    [
      'has somebody else’s identifier',
      'crossed',
      head(),
      json({ ...resource(), identifier: another['identifier'] }),
    ],
    ['has somebody else’s id', 'crossed', head(), json({ ...resource(), id: OTHER_NUMBER })],
    ['is about nobody', 'crossed', head(), json(nameless)],
    ['is of two versions', 'bad-answer', head(200, 'ETag', 'W/"13"'), json(resource())],
    [
      'says what no row says',
      'bad-answer',
      head(),
      json(resource(NHS_NUMBER, { photo: [{ title: 'Canary' }] })),
    ],
    [
      'has a character XML cannot hold',
      'bad-answer',
      head(),
      json(resource(NHS_NUMBER, { name: [{ use: 'usual', family: 'Can\u0001ary' }] })),
    ],
    [
      'has a list of half a million',
      'bad-answer',
      head(),
      json(resource(NHS_NUMBER, { photo: new Array(500_000).fill(1) })),
    ],
    [
      'meets one condition thirty thousand times',
      'bad-answer',
      head(),
      json(resource(NHS_NUMBER, { address: [keyed(30_000)] })),
    ],
    [
      'is a search',
      'bad-answer',
      head(),
      json({ resourceType: 'Bundle', entry: [{ resource: resource() }] }),
    ],
    ['is a list', 'bad-answer', head(), json([resource()])],
    ['is empty', 'bad-answer', head(), Buffer.alloc(0)],
    ['is cut off', 'bad-answer', head(), json(resource()).subarray(0, -1)],
    [
      'says more behind its end',
      'bad-answer',
      head(),
      Buffer.concat([json(resource()), json(another)]),
    ],
    [
      'says whom it is about twice',
      'bad-answer',
      head(),
      Buffer.from(json(resource()).toString().replace('{', `{"id":"${OTHER_NUMBER}",`)),
    ],
    ['is no UTF-8', 'bad-answer', head(), Buffer.from(json(resource()).toString(), 'latin1')],
    [
      'is a page of some gateway',
      'bad-answer',
      head(200, 'Content-Type', 'text/html'),
      Buffer.from('<html>Canary</html>'),
    ],
    [
      'is in a coding nobody asked for',
      'bad-answer',
      head(200, 'Content-Encoding', 'gzip'),
      gzipSync(json(resource())),
    ],
    [
      'is in two codings',
      'bad-answer',
      head(200, 'Content-Encoding', 'gzip, br'),
      brotliCompressSync(gzipSync(json(resource()))),
    ],
    [
      'says a coding it is not in',
      'bad-answer',
      head(200, 'Content-Encoding', 'br'),
      json(resource()),
    ],
    [
      'sends it elsewhere',
      'bad-answer',
      head(307, 'Location', '/Patient/9990000026'),
      Buffer.alloc(0),
    ],
    ['is part of one', 'bad-answer', head(206), json(resource())],
    ['has no content', 'bad-answer', head(204), Buffer.alloc(0)],
    ['says that nothing changed', 'bad-answer', head(304), Buffer.alloc(0)],
    ['does not know the path', 'bad-answer', head(404), json(outcome('UNSUPPORTED_SERVICE'))],
    ['does not know the host', 'bad-answer', head(404), Buffer.from('not found')],
    ['is refused for what was asked', 'bad-answer', head(400), json(outcome('INVALID_VALUE'))],
    ['is refused for who asks', 'bad-answer', head(401), json(outcome('ACCESS_DENIED'))],
    ['is forbidden', 'bad-answer', head(403), json(outcome('ACCESS_DENIED'))],
    ['took too long', 'no-answer', head(408), json(outcome('UNABLE_TO_CALL_SERVICE'))],
    ['was not taken for now', 'not-sent', head(429), json(outcome('TOO_MANY_REQUESTS'))],
    ['failed', 'no-answer', head(500), Buffer.from('Canary')],
    ['came through a gateway that failed', 'no-answer', head(502), Buffer.alloc(0)],
    ['is down, in a coding', 'not-sent', head(503, 'Content-Encoding', 'gzip'), gzipSync('down')],
    ['did not come through a gateway', 'no-answer', head(504), Buffer.alloc(0)],
  ]

/** What of a message may stand in no error. */
const CANARIES = /Testperson|Quillon|Canary|cppz|photo|999000|1970|[0-9a-f]{8}-[0-9a-f]{4}-/i

function refusedWith(t: Test, answer: () => Answer): FicusError | undefined {
  try {
    const { body } = answer()
    t.fail(`it was answered with ${body.length} bytes`)
  } catch (error) {
    if (error instanceof FicusError) return error
    t.fail(`it threw ${String(error)}`)
  }
  return undefined
}

for (const [what, code, from, body] of REFUSED) {
  t.test(`an answer that ${what} is ${code}`, t => {
    const error = refusedWith(t, () => taken().answer(from, body))
    t.equal(error?.code, code)
    t.notMatch(`${error?.message} ${error?.detail} ${String(error?.cause)}`, CANARIES)
    t.end()
  })
}

t.test('an answer that says it is in no coding is read', t => {
  for (const coding of ['identity', 'Identity ', '']) {
    t.equal(taken().answer(head(200, 'Content-Encoding', coding), json(resource())).status, 200)
  }
  t.end()
})
