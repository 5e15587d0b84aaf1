/** What becomes of a copy whose upstream hangs, refuses, resets, babbles, floods, or asks to be left alone. */
import { once } from 'node:events'
import type { Socket } from 'node:net'
import t, { type Test } from 'tap'
import { createCloud, createLegacySpine, createPatients } from '../../src/simulator/index.ts'
import { deadPort, startRawUpstream, startUpstream } from '../support/upstream.ts'
import { askedOf, between, inThread, prepared, sentBy, spoken } from './given.ts'

const legacy = await createLegacySpine()
t.teardown(() => legacy.close())
const [first] = createPatients()
if (first === undefined) throw new Error('nobody is known')
const sent = sentBy('QUPA_IN000008UK02', first)
const control = await askedOf(legacy, sent)

const onRequest =
  (answer: (socket: Socket) => void): ((socket: Socket) => void) =>
  socket =>
    void once(socket, 'data').then(() => answer(socket))

const head = (length: number, status = '200 OK'): string =>
  `HTTP/1.1 ${status}\r\nContent-Type: application/fhir+json\r\nContent-Length: ${length}\r\n\r\n`

const DOWN = 'different · significant domain-outcome outcome'

/** What an upstream does, what comes of the copy, and how the upstream is taken to have done. */
const ENDS: Readonly<
  Record<string, readonly [start: (t: Test) => Promise<URL>, said: string, upstream: string]>
> = {
  refuses: [() => deadPort(), DOWN, 'failed'],
  hangs: [t => startRawUpstream(t, () => undefined), DOWN, 'failed'],
  resets: [
    t =>
      startRawUpstream(
        t,
        onRequest(socket => void socket.resetAndDestroy()),
      ),
    DOWN,
    'failed',
  ],
  'speaks no HTTP': [
    t =>
      startRawUpstream(
        t,
        onRequest(socket => socket.end('what?\r\n\r\n')),
      ),
    DOWN,
    'failed',
  ],
  'breaks off': [
    t =>
      startRawUpstream(
        t,
        onRequest(socket => socket.end(`${head(9)}x`)),
      ),
    DOWN,
    'failed',
  ],
  'never comes to its end': [
    t =>
      startRawUpstream(
        t,
        onRequest(socket => {
          socket.write(head(1_000_000))
          const drip = setInterval(() => socket.write(' '), 20)
          socket.on('close', () => clearInterval(drip))
        }),
      ),
    DOWN,
    'failed',
  ],
  'answers noise': [
    t =>
      startRawUpstream(
        t,
        onRequest(socket => socket.end(`${head(5)}{"a":`)),
      ),
    'different · outcome · critical domain-outcome answer/request',
    'answered',
  ],
  'answers 500 with nothing': [
    t => startUpstream(t, (_, response) => response.writeHead(500).end()),
    DOWN,
    'answered',
  ],
  'answers 503': [
    t => startUpstream(t, (_, response) => response.writeHead(503).end()),
    DOWN,
    'failed',
  ],
  'answers 401': [
    t => startUpstream(t, (_, response) => response.writeHead(401).end()),
    'not_compared · identity',
    'answered',
  ],
  'answers 403': [
    t => startUpstream(t, (_, response) => response.writeHead(403).end()),
    'not_compared · identity',
    'answered',
  ],
  'answers 429': [
    t => startUpstream(t, (_, response) => response.writeHead(429).end()),
    'not_compared · rate',
    'limited',
  ],
  'answers more than is read': [
    t =>
      startUpstream(t, (_, response) => {
        response.writeHead(200, { 'Content-Type': 'application/fhir+json' })
        response.end(Buffer.alloc(1_048_577, 0x20))
      }),
    'not_compared · size',
    'answered',
  ],
  'points elsewhere': [
    t => startUpstream(t, (_, response) => response.writeHead(302, { Location: legacy.url }).end()),
    'different · outcome · critical domain-outcome answer/request',
    'answered',
  ],
}

for (const [what, [start, said, upstream]] of Object.entries(ENDS)) {
  t.test(`the upstream ${what}: ${said}`, async t => {
    const url = await start(t)
    const asked = legacy.count()
    const owner = between(legacy.url, url.origin, { timeoutMs: 200 })
    const came = await inThread(owner).judge(prepared(sent, owner), control)
    t.equal(spoken(came), said)
    const where = 'differsIn' in came.comparison ? came.comparison.differsIn : undefined
    t.equal(where, said.startsWith('different') ? 'both' : undefined, 'it is the cloud')
    t.equal(came.upstream, upstream)
    t.type(came.candidateMs, 'number')
    t.equal(legacy.count(), asked, 'and nobody else was asked')
  })
}

t.test('after a 429 no copy is sent until its Retry-After is over', async t => {
  let count = 0
  const url = await startUpstream(t, (_, response) => {
    count += 1
    response.writeHead(429, { 'Retry-After': '120' }).end()
  })
  const owner = between(legacy.url, url.origin)
  const { judge } = inThread(owner)
  const first = await judge(prepared(sent, owner), control)
  t.equal(first.retryAfterMs, 120_000)
  const then = await judge(prepared(sent, owner), control)
  t.equal(spoken(then), 'not_compared · paused')
  t.equal(then.upstream, 'not-asked')
  t.equal(count, 1)
})

t.test('copies that wait for a socket when a 429 comes are not sent either', async t => {
  let count = 0
  const url = await startUpstream(t, (_, response) => {
    count += 1
    response.writeHead(429).end()
  })
  const plain = between(legacy.url, url.origin)
  const owner = { ...plain, cloud: { ...(plain.cloud ?? plain.legacy), connections: 1 } }
  const { judge } = inThread(owner)
  const all = await Promise.all(
    Array.from({ length: 5 }, () => judge(prepared(sent, owner), control)),
  )
  t.strictSame(all.map(spoken), [
    'not_compared · rate',
    ...Array<string>(4).fill('not_compared · paused'),
  ])
  t.equal(count, 1)
})

t.test(
  'an answer in a content coding is read, one that is too large unpacked is not compared',
  async t => {
    const { gzipSync } = await import('node:zlib')
    const cloud = await createCloud()
    t.teardown(() => cloud.close())
    const coded = { ...control, headers: [...control.headers, 'Content-Encoding', 'gzip'] }
    const owner = between(legacy.url, `${cloud.url}/personal-demographics/FHIR/R4`)
    const { judge } = inThread(owner)
    const packed = { ...coded, body: new Uint8Array(gzipSync(control.body)) }
    t.equal(spoken(await judge(prepared(sent, owner), packed)), 'equivalent')
    const bomb = { ...coded, body: new Uint8Array(gzipSync(Buffer.alloc(8_000_000))) }
    t.match(spoken(await judge(prepared(sent, owner), bomb)), /^not_compar/)
  },
)

t.test('a control that is no message is held against nothing', async t => {
  const cloud = await createCloud()
  t.teardown(() => cloud.close())
  const owner = between(legacy.url, `${cloud.url}/personal-demographics/FHIR/R4`)
  const { judge } = inThread(owner)
  const of = async (status: number, type: string, body: string): Promise<string> =>
    spoken(
      await judge(prepared(sent, owner), {
        status,
        headers: ['Content-Type', type],
        body: new Uint8Array(Buffer.from(body)),
      }),
    )
  t.equal(await of(200, 'text/xml', '<a'), 'not_comparable · control-malformed')
  t.equal(await of(503, 'text/html', 'down'), 'not_comparable · control-failed')
})

t.test('a route that counts for something else by now is not compared', async t => {
  const owner = between(legacy.url, (await deadPort()).origin)
  const { jobs, judge } = inThread(owner)
  jobs.use({ routes: [{ name: owner.name, epoch: 'e2', ignore: [] }], upstreams: [owner.cloud] })
  t.equal(spoken(await judge(prepared(sent, owner), control)), 'not_compared · reconfigured')
})

t.test('the operator’s rules explain what they name, until they expire', async t => {
  const cloud = await createCloud({ faults: { planted: { 'family-misspelt': 1 } } })
  t.teardown(() => cloud.close())
  const url = `${cloud.url}/personal-demographics/FHIR/R4`
  // Below it stands in either: the fact of that name, and the element.
  const rule = { path: '**/name/family', why: 'known', owner: 'tester' }
  const until = async (expires: string): Promise<string> => {
    const owner = between(legacy.url, url, { ignore: [{ ...rule, expires }] })
    return spoken(await inThread(owner).judge(prepared(sent, owner), control))
  }
  t.equal(await until('2026-11-22'), 'equivalent')
  t.match(
    await until('2026-11-21'),
    /^different · significant value name.family · significant value Envelope.*.name.family.text\(\)$/,
  )
})
