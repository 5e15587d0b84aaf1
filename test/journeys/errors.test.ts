/** Whatever goes wrong, a supplier is told so in its own language, at once, and in nothing but our own words. */
import { once } from 'node:events'
import type { Socket } from 'node:net'
import t, { type Test } from 'tap'
import type { Config } from '../../src/config/index.ts'
import {
  ebxmlPost,
  ebxmlPrescription,
  soapAnswer,
  soapPost,
  soapRetrieval,
} from '../support/messages.ts'
import { configOf, startProxy } from '../support/proxy.ts'
import { ask, lineOf, type RawAnswer } from '../support/raw-client.ts'
import { deadPort, startRawUpstream } from '../support/upstream.ts'

/** What a supplier is told: where the code stands differs by language. */
interface Told {
  readonly status: number
  readonly code: string
  readonly error: string
}

/** How each language says that an exchange failed. */
const LANGUAGES = {
  soap: {
    request: () => soapPost(soapRetrieval({ nhsNumber: '9990000018' })),
    contentType: /^text\/xml/,
    codeOf: (body: string) => /<(?:\w+:)?errorCode>(\d+)</.exec(body)?.[1],
  },
  ebxml: {
    request: () => ebxmlPost(ebxmlPrescription().body),
    contentType: /^text\/xml/,
    codeOf: (body: string) => /errorCode="(\d+)"/.exec(body)?.[1],
  },
  fhir: {
    request: () =>
      Buffer.from(
        'GET /personal-demographics/FHIR/R4/Patient/9990000018 HTTP/1.1\r\nHost: spine\r\nAccept: application/fhir+json\r\n\r\n',
      ),
    contentType: /^application\/fhir\+json/,
    codeOf: (body: string) => (JSON.parse(body) as { issue: { code: string }[] }).issue[0]?.code,
  },
  mesh: {
    request: () =>
      Buffer.from(
        'PUT /messageexchange/X26ABC1/inbox/1/status/acknowledged HTTP/1.1\r\nHost: mesh\r\nContent-Length: 0\r\n\r\n',
      ),
    contentType: /^application\/(?:json|vnd\.mesh)/,
    codeOf: (body: string) => String(Object.keys(JSON.parse(body) as object).length > 0),
  },
} as const
type Spoken = keyof typeof LANGUAGES

/** What each kind of upstream trouble comes to, by language: a prescription and an acknowledgement are writes. */
const TROUBLES: readonly {
  readonly trouble: string
  start(t: Test): Promise<URL>
  readonly told: Readonly<Record<Spoken, Told>>
}[] = [
  {
    trouble: 'is down',
    start: () => deadPort(),
    told: {
      soap: { status: 500, code: '200', error: 'not-sent' },
      ebxml: { status: 200, code: '200', error: 'not-sent' },
      fhir: { status: 503, code: 'transient', error: 'not-sent' },
      mesh: { status: 503, code: 'true', error: 'not-sent' },
    },
  },
  {
    trouble: 'never answers',
    start: t => startRawUpstream(t, () => undefined),
    told: {
      soap: { status: 500, code: '200', error: 'no-answer' },
      ebxml: { status: 200, code: '504', error: 'sent-unknown' },
      fhir: { status: 504, code: 'timeout', error: 'no-answer' },
      mesh: { status: 504, code: 'true', error: 'sent-unknown' },
    },
  },
  {
    trouble: 'answers garbage',
    start: t =>
      startRawUpstream(
        t,
        onRequest(socket => socket.end('\u0000\u0001 what\r\n\r\n')),
      ),
    told: badAnswer(),
  },
  {
    trouble: 'ends in the middle of a whole answer',
    start: t =>
      startRawUpstream(
        t,
        onRequest(socket => socket.end('HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nshort')),
      ),
    told: badAnswer(),
  },
  {
    trouble: 'resets without a word',
    start: t =>
      startRawUpstream(
        t,
        onRequest(socket => void socket.resetAndDestroy()),
      ),
    told: {
      soap: { status: 500, code: '200', error: 'no-answer' },
      ebxml: { status: 200, code: '504', error: 'sent-unknown' },
      fhir: { status: 504, code: 'timeout', error: 'no-answer' },
      mesh: { status: 504, code: 'true', error: 'sent-unknown' },
    },
  },
]

function badAnswer(): Record<Spoken, Told> {
  return {
    soap: { status: 500, code: '502', error: 'bad-answer' },
    ebxml: { status: 200, code: '502', error: 'bad-answer' },
    fhir: { status: 502, code: 'exception', error: 'bad-answer' },
    mesh: { status: 502, code: 'true', error: 'bad-answer' },
  }
}

function onRequest(answer: (socket: Socket) => void): (socket: Socket) => void {
  return socket => void once(socket, 'data').then(() => answer(socket))
}

const quick = (upstream: URL): Config =>
  configOf({
    environment: { name: 'test' },
    upstreams: { spine: { url: upstream.origin, timeoutMs: 300 } },
    routes: [{ name: 'default', legacy: 'spine' }],
  })

for (const { trouble, start, told } of TROUBLES) {
  for (const language of Object.keys(LANGUAGES) as Spoken[]) {
    t.test(`where the upstream ${trouble}, ${language} is told so`, async t => {
      const { url, nextLine } = await startProxy(t, quick(await start(t)))
      const answer = await ask(url, LANGUAGES[language].request())
      const expected = told[language]
      t.equal(answer?.status, expected.status)
      saysCode(t, answer, language, expected.code)
      t.match(await nextLine(), { error: expected.error })
      const isHttpRetry = answer?.status === 503
      t.equal(lineOf(answer?.headers ?? [], 'retry-after') !== undefined, isHttpRetry)
    })
  }
}

function saysCode(t: Test, answer: RawAnswer | undefined, language: Spoken, code: string): void {
  const body = answer?.body.toString() ?? ''
  t.match(lineOf(answer?.headers ?? [], 'content-type'), LANGUAGES[language].contentType)
  t.equal(LANGUAGES[language].codeOf(body), code)
  t.notMatch(body, /\bat .+:\d+:\d+|node:|undici|ECONN|UND_ERR/, 'nothing of our insides')
  t.notMatch(body, /9990000018/, 'nothing of the message')
}

/** Routes that must read a message to know its owner. */
const reading = (upstream: URL, more: object = {}): Config =>
  configOf({
    environment: { name: 'test' },
    upstreams: { spine: { url: upstream.origin }, cloud: { url: upstream.origin } },
    routes: [
      {
        name: 'retrieval',
        match: { interaction: ['QUPA_IN000008UK02'], from: ['200000000115'] },
        legacy: 'spine',
        cloud: 'cloud',
        ...more,
      },
      { name: 'default', legacy: 'spine' },
    ],
  })

const MALFORMED: Readonly<Record<string, string>> = {
  'not well formed': soapRetrieval().replace('</e:Body>', ''),
  'with a DOCTYPE': soapRetrieval().replace('?>', '?><!DOCTYPE e:Envelope [<!ENTITY x "y">]>'),
  'with two roots': `${soapRetrieval()}<again/>`,
  'with a NUL': soapRetrieval({ filler: '\u0000' }),
  'with an undeclared prefix': soapRetrieval({ filler: '<nobody:knows/>' }),
  'that is no XML': 'hello',
  'that is empty XML': ' ',
}

for (const [what, body] of Object.entries(MALFORMED)) {
  t.test(
    `a message ${what} is a Client fault where it must be read, and never reaches an upstream`,
    async t => {
      let connections = 0
      const upstream = await startRawUpstream(t, () => (connections += 1))
      const { url, nextLine } = await startProxy(t, reading(upstream))
      const answer = await ask(url, soapPost(body))
      t.equal(answer?.status, 500)
      t.match(answer?.body.toString(), /<faultcode>\w+:Client<\/faultcode>/)
      saysCode(t, answer, 'soap', '400')
      t.match(await nextLine(), { error: 'malformed' })
      t.equal(connections, 0)
    },
  )
}

t.test('a multipart message that cannot be read is a MessageError', async t => {
  const upstream = await deadPort()
  const { url } = await startProxy(t, reading(upstream))
  const post = ebxmlPost('no boundary anywhere', '')
    .toString()
    .replace(/SOAPAction: [^\r]+\r\n/, '')
  const answer = await ask(url, post)
  t.equal(answer?.status, 200)
  saysCode(t, answer, 'ebxml', '400')
})

const DISAGREEING: Readonly<Record<string, string>> = {
  'wsa:Action': soapRetrieval({ wsaAction: 'QUPA_IN000005UK01' }),
  'the body’s root': soapRetrieval({ root: 'QUPA_IN000005UK01' }),
  'its interactionId': soapRetrieval({ interactionId: 'QUPA_IN000005UK01' }),
  'the ASID of its body': soapRetrieval({ bodyFrom: '200000000999' }),
}

for (const [where, body] of Object.entries(DISAGREEING)) {
  t.test(
    `a message whose ${where} says otherwise goes to legacy untouched, and is counted`,
    async t => {
      const bodies: string[] = []
      const legacy = await recording(t, bodies)
      const cloud = await startRawUpstream(t, () => t.fail('the cloud was asked'))
      const config = configOf({
        environment: { name: 'test' },
        upstreams: { spine: { url: legacy.origin }, cloud: { url: cloud.origin } },
        routes: [
          {
            name: 'retrieval',
            match: { interaction: ['QUPA_IN000008UK02'] },
            legacy: 'spine',
            cloud: 'cloud',
            startsAt: 'cloud',
          },
          { name: 'default', legacy: 'spine' },
        ],
      })
      const { url, admin, nextLine } = await startProxy(t, config)
      const answer = await ask(url, soapPost(body))
      t.equal(answer?.status, 200)
      t.strictSame(bodies, [body])
      t.match(await nextLine(), { side: 'legacy', because: 'disagrees', agrees: false })
      const metrics = await (await fetch(new URL('/metrics', admin))).text()
      t.match(metrics, 'ficus_disagreements_total{route="retrieval"} 1')
    },
  )
}

async function recording(t: Test, bodies: string[]): Promise<URL> {
  const { startUpstream, bodyOf } = await import('../support/upstream.ts')
  return startUpstream(t, (request, response) => {
    void bodyOf(request).then(body => {
      bodies.push(body.toString())
      const id = /uuid:([-0-9A-F]+)/.exec(body.toString())?.[1] ?? ''
      response.writeHead(200, { 'Content-Type': 'text/xml' }).end(soapAnswer(id))
    })
  })
}

t.test('what no route owns is told so, as an unsupported service', async t => {
  const upstream = await deadPort()
  const config = configOf({
    environment: { name: 'test' },
    upstreams: { spine: { url: upstream.origin } },
    unmatched: 'refuse',
    routes: [{ name: 'mesh', match: { path: ['/nowhere'] }, legacy: 'spine' }],
  })
  const { url } = await startProxy(t, config)
  const expected = {
    soap: { status: 500, code: '101' },
    ebxml: { status: 200, code: '101' },
    fhir: { status: 404, code: 'not-supported' },
    mesh: { status: 404, code: 'true' },
  } as const
  for (const language of Object.keys(LANGUAGES) as Spoken[]) {
    const answer = await ask(url, LANGUAGES[language].request())
    t.equal(answer?.status, expected[language].status, language)
    saysCode(t, answer, language, expected[language].code)
  }
})

t.test(
  'a wrong content type is nobody’s message: it passes, and an error about it is bare',
  async t => {
    const { url } = await startProxy(t, quick(await deadPort()))
    const body = soapRetrieval()
    const answer = await ask(
      url,
      `POST /syncservice-pds/pds HTTP/1.1\r\nHost: spine\r\nContent-Type: image/png\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
    )
    t.equal(answer?.status, 503)
    t.notMatch(answer?.body.toString(), /[<{]/)
  },
)

t.test('a MESH error is written in the version its client accepts', async t => {
  const { url } = await startProxy(t, quick(await deadPort()))
  const asked = (accept: string): string =>
    `PUT /messageexchange/X26ABC1/inbox/1/status/acknowledged HTTP/1.1\r\nHost: mesh\r\nAccept: ${accept}\r\nContent-Length: 0\r\n\r\n`
  const one = await ask(url, asked('application/vnd.mesh.v1+json'))
  const two = await ask(url, asked('application/vnd.mesh.v2+json'))
  t.match(one?.body.toString(), 'errorDescription')
  t.match(two?.body.toString(), '"detail"')
})

t.test('an answer that breaks off while it streams ends the connection', async t => {
  const upstream = await startRawUpstream(
    t,
    onRequest(socket => {
      socket.write(`HTTP/1.1 200 OK\r\nContent-Length: 200000\r\n\r\n${'x'.repeat(100_000)}`)
      setImmediate(() => socket.destroy())
    }),
  )
  const { url, nextLine } = await startProxy(t, quick(upstream))
  const answer = await ask(url, 'GET /big HTTP/1.1\r\nHost: spine\r\n\r\n')
  t.equal(answer?.isComplete ?? false, false)
  t.match(await nextLine(), { error: 'bad-answer' })
})
