/** A read the cloud fails is asked of legacy within the supplier's patience; a write never is. */
import { once } from 'node:events'
import type { Socket } from 'node:net'
import t, { type Test } from 'tap'
import {
  ebxmlPost,
  ebxmlPrescription,
  soapAnswer,
  soapPost,
  soapRetrieval,
} from '../support/messages.ts'
import { configOf, everythingTo, startProxy } from '../support/proxy.ts'
import { ask } from '../support/raw-client.ts'
import { bodyOf, deadPort, startRawUpstream, startUpstream } from '../support/upstream.ts'

const onRequest =
  (answer: (socket: Socket) => void): ((socket: Socket) => void) =>
  socket =>
    void once(socket, 'data').then(() => answer(socket))

const answered = (body: string, status = '200 OK'): string =>
  `HTTP/1.1 ${status}\r\nContent-Type: text/xml\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`

/** Ways a cloud can fail. */
const FAILING: Readonly<Record<string, (t: Test) => Promise<URL>>> = {
  'refuses the connection': () => deadPort(),
  'never answers': t => startRawUpstream(t, () => undefined),
  resets: t =>
    startRawUpstream(
      t,
      onRequest(socket => void socket.resetAndDestroy()),
    ),
  'answers 503': t =>
    startRawUpstream(
      t,
      onRequest(socket => void socket.write(answered('', '503 No'))),
    ),
  'answers 429': t =>
    startRawUpstream(
      t,
      onRequest(socket => void socket.write(answered('', '429 Slow'))),
    ),
  'answers garbage': t =>
    startRawUpstream(
      t,
      onRequest(socket => socket.end('what?\r\n\r\n')),
    ),
  'breaks off its answer': t =>
    startRawUpstream(
      t,
      onRequest(socket => socket.end('HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nx')),
    ),
  'answers another request': t =>
    startRawUpstream(
      t,
      onRequest(
        socket => void socket.write(answered(soapAnswer('6B29FC40-CA47-1067-B31D-00DD010662DA'))),
      ),
    ),
  'answers without naming a request': t =>
    startRawUpstream(
      t,
      onRequest(socket => void socket.write(answered('<a xmlns="urn:hl7-org:v3">somebody</a>'))),
    ),
}

const atCloud = (legacy: URL, cloud: URL) =>
  configOf({
    environment: { name: 'test' },
    upstreams: {
      spine: { url: legacy.origin, timeoutMs: 2_000 },
      cloud: { url: cloud.origin, timeoutMs: 400, simulated: true },
    },
    routes: [
      {
        name: 'moved',
        match: { interaction: ['QUPA_IN000008UK02', 'PORX_IN020101UK31'] },
        legacy: 'spine',
        cloud: 'cloud',
        startsAt: 'cloud',
      },
      { name: 'default', legacy: 'spine' },
    ],
  })

for (const [how, start] of Object.entries(FAILING)) {
  t.test(`a read whose cloud ${how} is answered by legacy`, async t => {
    const id = '0F8FAD5B-D9CB-469F-A165-70867728950E'
    let asked = 0
    const legacy = await startUpstream(t, (request, response) => {
      asked += 1
      void bodyOf(request).then(() => response.end(soapAnswer(id, { filler: '<from-legacy/>' })))
    })
    const { url, nextLine, admin } = await startProxy(t, atCloud(legacy, await start(t)))
    const answer = await ask(url, soapPost(soapRetrieval({ messageId: id })))
    t.match(answer, { status: 200 })
    t.match(answer?.body.toString(), '<from-legacy/>')
    t.equal(asked, 1)
    t.match(await nextLine(), { side: 'legacy', upstream: 'spine', status: 200, error: undefined })
    const metrics = await (await fetch(new URL('/metrics', admin))).text()
    t.match(metrics, /ficus_fallbacks_total\{route="moved",error="[a-z-]+"\} 1/)
  })

  t.test(`a write whose cloud ${how} is never asked of legacy`, async t => {
    const legacy = await startRawUpstream(t, () => t.fail('legacy was asked'))
    const { url, nextLine } = await startProxy(t, atCloud(legacy, await start(t)))
    const answer = await ask(url, ebxmlPost(ebxmlPrescription().body))
    const { error } = await nextLine()
    const passes = how === 'answers 503' || how === 'answers 429'
    t.equal(answer?.status, passes ? Number(how.slice(-3)) : 200)
    if (!passes) t.match(answer?.body.toString(), 'MessageError')
    // Only what was certainly not sent may be told a code that is sent again.
    const retried = /errorCode="(?:200|206|208)"/.test(answer?.body.toString() ?? '')
    t.equal(retried, error === 'not-sent')
  })
}

t.test('a read both sides fail is told so once, by legacy’s failure', async t => {
  const { url, nextLine } = await startProxy(t, atCloud(await deadPort(), await deadPort()))
  const answer = await ask(url, soapPost(soapRetrieval()))
  t.equal(answer?.status, 500)
  t.match(await nextLine(), { error: 'not-sent', attempts: 2, upstream: 'spine' })
})

t.test('an answer crossed is an alarm, whoever answered in the end', async t => {
  const crossed = await FAILING['answers another request']?.(t)
  const legacy = await startUpstream(t, (request, response) => {
    void bodyOf(request).then(body => {
      response.end(soapAnswer(/uuid:([-0-9A-F]+)/.exec(body.toString())?.[1] ?? ''))
    })
  })
  const { url, events } = await startProxy(t, atCloud(legacy, crossed as URL))
  await ask(url, soapPost(soapRetrieval()))
  t.match(events, [{ name: 'answer-crossed', detail: { route: 'moved', upstreams: ['cloud'] } }])
})

const fhirRead = (requestId: string): string =>
  'GET /personal-demographics/FHIR/R4/Patient/9990000018 HTTP/1.1\r\nHost: spine\r\n' +
  `Accept: application/fhir+json\r\nX-Request-ID: ${requestId}\r\n\r\n`

const fhirAnswer = (requestId: string | undefined, body = '{"resourceType":"Patient"}'): string =>
  `HTTP/1.1 200 OK\r\nContent-Type: application/fhir+json\r\nContent-Length: ${body.length}\r\n` +
  `${requestId === undefined ? '' : `x-request-id: ${requestId}\r\n`}\r\n${body}`

const ONE = '6b29fc40-ca47-1067-b31d-00dd010662da'
const OTHER = '0f8fad5b-d9cb-469f-a165-70867728950e'
const FHIR_ANSWERS: readonly (readonly [string, string | undefined, number, string])[] = [
  ['mirrors its request id', ONE, 200, 'bound'],
  ['mirrors it in other case', ONE.toUpperCase(), 200, 'bound'],
  ['mirrors another', OTHER, 502, 'crossed'],
  ['mirrors none', undefined, 200, 'unstated'],
]

for (const [what, mirrored, status, bound] of FHIR_ANSWERS) {
  t.test(`a FHIR answer that ${what} is ${bound}`, async t => {
    const upstream = await startRawUpstream(
      t,
      onRequest(socket => void socket.write(fhirAnswer(mirrored))),
    )
    const { url, nextLine } = await startProxy(t, everythingTo(upstream))
    const answer = await ask(url, fhirRead(ONE))
    t.equal(answer?.status, status)
    t.equal(answer?.body.includes('Patient'), status === 200)
    t.match(await nextLine(), { bound })
  })
}
