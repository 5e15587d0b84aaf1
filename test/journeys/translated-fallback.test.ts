/** A cloud that does not do its work: legacy is asked, or where it may not hold the data, nobody. */
import { once } from 'node:events'
import type { Socket } from 'node:net'
import { gzipSync } from 'node:zlib'
import t from 'tap'
import {
  createCloud,
  createLegacySpine,
  type Faults,
  type Patient,
  patientsOf,
  type SeenRequest,
  SUPPLIERS,
} from '../../src/simulator/index.ts'
import { patientResource } from '../../src/simulator/fhir-patient.ts'
import { ask, type RawAnswer } from '../support/raw-client.ts'
import {
  onTheWire,
  placed,
  PRIVATE_LINES,
  type Retrieval,
  retrievalOf,
  startTranslating,
  type Wanted,
} from '../support/translated.ts'
import { type Closing, deadPort, startRawUpstream } from '../support/upstream.ts'
import { readReply } from '../translation/reply.ts'

const [PATIENT, OTHER] = patientsOf('plain')
if (PATIENT === undefined || OTHER === undefined) throw new Error('there are no plain patients')

/** Starts a cloud that fails in one way. */
type Failing = (t: Closing) => Promise<URL>

const withFaults =
  (faults: Partial<Faults>): Failing =>
  async t => {
    const cloud = await createCloud({ faults })
    t.teardown(() => cloud.close())
    return new URL(cloud.url)
  }

interface Written {
  readonly status?: string
  readonly lines?: readonly string[]
  readonly body?: string | Buffer
  /** Left out where it echoes the request. */
  readonly requestId?: string
}

const record = (patient: Patient): string => JSON.stringify(patientResource(patient))

/** A cloud that answers every request in bytes of its own, with the request's id in its head. */
const writing =
  (written: Written, then: (socket: Socket) => void = () => undefined): Failing =>
  t =>
    startRawUpstream(t, socket => {
      void once(socket, 'data').then(([chunk]: Buffer[]) => {
        const own = /x-request-id: (\S+)/i.exec(String(chunk))?.[1] ?? ''
        const body = Buffer.from(written.body ?? record(PATIENT))
        const lines = [
          `HTTP/1.1 ${written.status ?? '200 OK'}`,
          `X-Request-ID: ${written.requestId ?? own}`,
          ...(written.lines ?? [
            'Content-Type: application/fhir+json',
            `Content-Length: ${body.length}`,
          ]),
        ]
        socket.write(Buffer.concat([Buffer.from(`${lines.join('\r\n')}\r\n\r\n`), body]))
        then(socket)
      })
    })

const CODED = gzipSync(record(PATIENT))
const HUGE = `{"resourceType":"Patient","text":"${'x'.repeat(70_000)}"}`
const CHUNKED = ['Content-Type: application/fhir+json', 'Transfer-Encoding: chunked']
const chunk = (text: string): string => `${Buffer.byteLength(text).toString(16)}\r\n${text}\r\n`

/** Writes a blank every few milliseconds, for ever: an answer that is always about to come. */
const dripping = (socket: Socket): void => {
  const timer = setInterval(() => socket.write(' '), 20)
  socket.on('close', () => clearInterval(timer))
}

/** Ways a cloud can fail, and what that comes to where nobody else is asked. */
const FAILING: Readonly<Record<string, readonly [error: RegExp, start: Failing]>> = {
  'is not there': [/not-sent/, () => deadPort()],
  'answers 429': [/not-sent/, withFaults({ status: 429 })],
  'answers 500': [/no-answer/, withFaults({ status: 500 })],
  'answers 502': [/no-answer/, withFaults({ status: 502 })],
  'answers 503': [/not-sent/, withFaults({ status: 503, retryAfter: 5 })],
  'answers 504': [/no-answer/, withFaults({ status: 504 })],
  'never answers': [/no-answer/, withFaults({ hang: true })],
  'resets before its answer': [/no-answer/, withFaults({ resetAfterBytes: 0 })],
  'resets within its head': [/no-answer|bad-answer/, withFaults({ resetAfterBytes: 30 })],
  'resets within its body': [/bad-answer/, withFaults({ resetAfterBytes: 600 })],
  'breaks off its body': [/bad-answer/, withFaults({ truncateAfterBytes: 100 })],
  'breaks off a body in chunks': [
    /bad-answer/,
    writing({ lines: CHUNKED, body: chunk(record(PATIENT)) }, socket => socket.end()),
  ],
  'begins its body and never ends it': [
    /bad-answer|no-answer/,
    writing({ lines: ['Content-Length: 100000'], body: '' }, dripping),
  ],
  'answers noise': [/bad-answer/, withFaults({ garbage: true })],
  'answers a page': [
    /bad-answer/,
    writing({ lines: ['Content-Type: text/html', 'Content-Length: 13'], body: '<html></html>' }),
  ],
  'answers nothing': [/bad-answer/, writing({ body: '' })],
  'answers more than is read': [/bad-answer/, writing({ body: HUGE })],
  'answers more than is read, in chunks': [
    /bad-answer/,
    writing({ lines: CHUNKED, body: `${chunk(HUGE)}0\r\n\r\n` }),
  ],
  'answers in a coding': [
    /bad-answer/,
    writing({ lines: ['Content-Encoding: gzip', `Content-Length: ${CODED.length}`], body: CODED }),
  ],
  'sends it elsewhere': [
    /bad-answer/,
    writing({ status: '302 Found', lines: ['Location: /', 'Content-Length: 0'], body: '' }),
  ],
  'forbids it': [/bad-answer/, writing({ status: '403 No', body: '{}' })],
  'knows no such path': [/bad-answer/, writing({ status: '404 No', body: '{}' })],
  'answers another request': [/crossed/, withFaults({ crossEvery: 1 })],
  'answers about another patient': [/crossed/, withFaults({ otherPatientEvery: 1 })],
  'answers about another, who asked': [/crossed/, writing({ body: record(OTHER) })],
  'names no request': [/crossed/, writing({ requestId: '' })],
}

async function given(start: Failing, wanted: Wanted = {}) {
  const legacy = await createLegacySpine()
  t.teardown(() => legacy.close())
  const sides = { legacy: new URL(legacy.url), cloud: await start(t) }
  const translating = await startTranslating(t, sides, {
    maxBodyBytes: 65_536,
    cloudTimeoutMs: 400,
    ...wanted,
  })
  const metrics = async () => (await fetch(new URL('/metrics', translating.admin))).text()
  return { legacy, metrics, ...translating }
}

/** What a side was sent, but for what is re-made for every hop. */
const sent = (seen: SeenRequest | undefined): readonly (readonly [string, string])[] =>
  (seen?.headers ?? []).filter(([name]) => !/^(?:host|connection|content-length)$/i.test(name))

const isOwn = (answer: RawAnswer | undefined, request: Retrieval): boolean => {
  const reply = answer && readReply(answer)
  return (
    reply?.relatesTo === `uuid:${request.messageId}` &&
    reply.messageRef === request.payloadId &&
    String(reply.patients) === PATIENT.nhsNumber
  )
}

for (const [how, [error, start]] of Object.entries(FAILING)) {
  t.test(
    `a retrieval whose cloud ${how} is answered by legacy, which sees the supplier’s bytes`,
    async t => {
      const { url, legacy, lines, metrics } = await given(start)
      const request = retrievalOf('QUPA_IN000008UK05', PATIENT)
      const answer = await ask(url, onTheWire(request))
      t.equal(answer?.status, 200)
      t.ok(isOwn(answer, request))
      t.match(lines.at(-1), {
        side: 'legacy',
        upstream: 'spine',
        error: undefined,
        bound: 'bound',
      })
      t.equal(legacy.count(), 1)
      const [seen] = legacy.seen()
      t.match(seen, { method: 'POST', target: request.path })
      t.equal(seen?.body.toString(), request.body)
      t.match(sent(seen), [
        ...[...request.headers, ...PRIVATE_LINES],
        // Which trace it is of, since it stands in for a leg in words of ours.
        ['traceparent', /^00-[0-9a-f]{32}-[0-9a-f]{16}-02$/],
      ])
      t.equal(sent(seen).length, request.headers.length + PRIVATE_LINES.length + 1)
      const counted = /ficus_fallbacks_total\{route="pds-retrieval",error="([a-z-]+)"\} 1/
      t.match(counted.exec(await metrics())?.[1], /^[a-z-]+$/)
    },
  )

  t.test(
    `a retrieval whose cloud ${how} is asked of nobody else where legacy may not hold it`,
    async t => {
      const { url, legacy, lines } = await given(start, { records: 'apart' })
      const answer = await ask(url, onTheWire(retrievalOf('QUPA_IN000008UK02', PATIENT)))
      t.equal(legacy.count(), 0)
      t.equal(answer?.status, 500)
      t.match(answer?.body.toString(), /<faultcode>soap:Server<\/faultcode>/)
      const line = lines.at(-1)
      t.match(line, { side: 'cloud', upstream: 'pds-fhir' })
      t.match(line?.error, error)
      // Only what may be sent again without harm is told the code that is sent again.
      const isRetried = /<nasp:errorCode>(?:200|206|208)</.test(answer?.body.toString() ?? '')
      t.equal(isRetried, line?.error === 'not-sent' || line?.error === 'no-answer')
      t.notMatch(JSON.stringify([answer?.body.toString(), lines]), PATIENT.nhsNumber)
    },
  )
}

t.test('a cloud that never answers leaves legacy half of the supplier’s patience', async t => {
  const patience = { legacyTimeoutMs: 1_500, cloudTimeoutMs: 1_500 }
  const { url, lines } = await given(withFaults({ hang: true }), patience)
  const request = retrievalOf('QUPA_IN000008UK02', PATIENT)
  t.ok(isOwn(await ask(url, onTheWire(request)), request))
  t.match(lines.at(-1), { side: 'legacy', status: 200, error: undefined })
})

t.test('an answer about another is an alarm, whoever answered in the end', async t => {
  const { url, events, metrics } = await given(withFaults({ otherPatientEvery: 1 }))
  await ask(url, onTheWire(retrievalOf('QUPA_IN000008UK02', PATIENT)))
  t.match(events, [
    { name: 'answer-crossed', detail: { route: 'pds-retrieval', upstreams: ['pds-fhir'] } },
  ])
  t.notMatch(JSON.stringify(events), /999\d{7}/)
  t.match(await metrics(), 'ficus_bindings_total{upstream="pds-fhir",result="crossed"} 1\n')
})

t.test('what is pinned to the cloud is asked there, in its words, at whatever stage', async t => {
  for (const stage of ['legacy', 'shadow', 'canary', 'cloud'] as const) {
    const cloud = await createCloud()
    t.teardown(() => cloud.close())
    const url = new URL(cloud.url)
    const translating = await given(() => Promise.resolve(url), { key: 'fromAsid' })
    const pins = Object.fromEntries(SUPPLIERS.map(({ asid }) => [asid, 'cloud'] as const))
    await placed(translating, { stage }, pins)
    const request = retrievalOf('QUPA_IN000008UK02', PATIENT)
    t.ok(isOwn(await ask(translating.url, onTheWire(request)), request))
    t.match(translating.lines.at(-1), { side: 'cloud', because: 'pin' })

    cloud.set({ status: 500 })
    t.equal(
      (await ask(translating.url, onTheWire(retrievalOf('QUPA_IN000008UK02', PATIENT))))?.status,
      500,
    )
    t.match(translating.lines.at(-1), { side: 'cloud', error: 'no-answer' })

    const history = retrievalOf('QUPA_IN000008UK02', PATIENT)
    const body = history.body.replace(/(historicDataIndicator>[^]*?code=["'])0/, '$11')
    const declined = await ask(translating.url, onTheWire({ ...history, body }))
    t.match(declined?.body.toString(), '<nasp:errorCode>200</nasp:errorCode>')
    t.match(translating.lines.at(-1), { error: 'not-sent', attempts: 0 })
    t.equal(translating.legacy.count(), 0)
  }
})
