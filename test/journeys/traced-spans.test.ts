/**
 * What is sent in words of ours, and what a route asks for, says of which trace it is: one traceparent, with a span of
 * its own for each leg. What passes in its supplier's bytes passes as it came.
 */
import type { Socket } from 'node:net'
import t from 'tap'
import { soapAnswer, soapPost, soapRetrieval } from '../support/messages.ts'
import { configOf, startProxy } from '../support/proxy.ts'
import { ask, lineOf, type RawAnswer } from '../support/raw-client.ts'
import {
  type Lines,
  MARKED,
  PARENT_ID,
  parentOf,
  plainly,
  retrievalBy,
  startSides,
  TRACE_ID,
  tracedFile,
  traceLinesOf,
  TRACEPARENT,
  until,
} from '../support/traced-sides.ts'
import { startRawUpstream } from '../support/upstream.ts'

async function given(asks = false) {
  const sides = await startSides(t)
  return { ...sides, ...(await startProxy(t, configOf(tracedFile(sides, asks)))) }
}

const isSilentOfTraces = ({ headers }: RawAnswer): boolean =>
  ['traceparent', 'tracestate', 'traceresponse'].every(name => lineOf(headers, name) === undefined)

const STATE = ['tracestate', 'rojo=00f067aa0ba902b7,congo=t61rcWkgMzE'] as const

/** What comes in, and whether its trace goes on, with what list. */
const INCOMING: readonly (readonly [how: string, lines: Lines, goesOn: boolean, state?: string])[] =
  [
    ['no trace', [], false],
    ['a trace', [['traceparent', TRACEPARENT]], true],
    ['a trace in capitals', [['TraceParent', TRACEPARENT]], true],
    ['a trace and its list', [['traceparent', TRACEPARENT], STATE], true, STATE[1]],
    [
      'a list in two lines',
      [
        ['tracestate', 'a=1'],
        ['traceparent', TRACEPARENT],
        ['Tracestate', 'b=2'],
      ],
      true,
      'a=1,b=2',
    ],
    [
      'a list that is malformed',
      [
        ['traceparent', TRACEPARENT],
        ['tracestate', 'A=1'],
      ],
      true,
    ],
    ['a list without a trace', [STATE], false],
    [
      'two traces',
      [
        ['traceparent', TRACEPARENT],
        ['traceparent', TRACEPARENT],
      ],
      false,
    ],
    ['a trace that is malformed', [['traceparent', TRACEPARENT.toUpperCase()], STATE], false],
    ['a trace of zeros', [['traceparent', TRACEPARENT.replace(TRACE_ID, '0'.repeat(32))]], false],
    ['a later version', [['traceparent', `cc${TRACEPARENT.slice(2)}-more`]], true],
  ]

t.test('a route that asks for it sends one traceparent, whatever came in', async t => {
  const { url, plain, lines } = await given()
  const spans = new Set<string>()
  for (const [how, incoming, goesOn, state] of INCOMING) {
    const answer = await ask(url, plainly('/asked', incoming), { method: 'GET' })
    t.equal(answer?.body.toString(), 'as it came', how)
    t.ok(answer && isSilentOfTraces(answer), `${how}: nothing of it is on the reply`)
    const asked = plain.asked.at(-1)
    const { traceId, spanId, flags } = parentOf(asked)
    t.equal(traceId === TRACE_ID, goesOn, how)
    t.equal(flags, goesOn ? '01' : '02', how)
    t.not(spanId, PARENT_ID, `${how}: its supplier's span is not ours`)
    spans.add(spanId)
    const list =
      asked && traceLinesOf(asked).filter(([name]) => name.toLowerCase() !== 'traceparent')
    t.strictSame(list, state === undefined ? [] : [['tracestate', state]], how)
    t.equal(lines.at(-1)?.trace_id, traceId, `${how}: its line says so`)
  }
  t.equal(spans.size, INCOMING.length, 'each leg is a span of its own')
})

t.test('what passes through passes as it came, whatever it says of a trace', async t => {
  const { url, plain, lines } = await given()
  for (const [how, incoming, goesOn] of INCOMING) {
    const answer = await ask(url, plainly('/', incoming), { method: 'GET' })
    t.ok(answer && isSilentOfTraces(answer), how)
    const asked = plain.asked.at(-1)
    t.strictSame(asked && traceLinesOf(asked), incoming, how)
    const line = lines.at(-1)
    t.equal(line?.trace_id === TRACE_ID, goesOn, `${how}: its trace is in the log`)
    t.match(line?.trace_id, /^[0-9a-f]{32}$/, how)
  }
})

t.test('what is asked of the cloud in its words says of which trace it is', async t => {
  const { url, cloud, lines } = await given()
  await ask(url, retrievalBy('served', [['traceparent', TRACEPARENT], STATE]))
  const [asked] = cloud.seen()
  t.match(parentOf(asked), { traceId: TRACE_ID, flags: '01' })
  t.strictSame(asked && traceLinesOf(asked).at(-1), STATE)
  t.equal(lines.at(-1)?.trace_id, TRACE_ID)
})

t.test('whoever stands in for the cloud is another leg of the same trace', async t => {
  const { url, cloud, legacy, lines } = await given()
  cloud.set({ status: 503 })
  const lines1: Lines = [['traceparent', TRACEPARENT], STATE]
  for (const incoming of [lines1, []]) {
    await ask(url, retrievalBy('served', incoming))
    t.match(lines.at(-1), { side: 'legacy', attempts: 2, status: 200 })
    const [first, second] = [parentOf(cloud.seen().at(-1)), parentOf(legacy.seen().at(-1))]
    t.equal(first.traceId, second.traceId)
    t.equal(first.traceId, lines.at(-1)?.trace_id)
    t.equal(new Set([first.spanId, second.spanId, PARENT_ID]).size, 3)
  }
})

t.test('what no mapping takes goes to legacy as it came', async t => {
  const { url, legacy, lines } = await given()
  const incoming: Lines = [['TraceParent', TRACEPARENT], STATE]
  for (const own of [incoming, []]) {
    const request = retrievalBy('served', own).toString('latin1')
    const declined = request.replace(/(historicDataIndicator>[^]*?code=["'])0/, '$11')
    t.not(declined, request)
    await ask(url, Buffer.from(declined, 'latin1'))
    t.match(lines.at(-1), { side: 'legacy', because: 'declined' })
    const asked = legacy.seen().at(-1)
    t.strictSame(asked && traceLinesOf(asked), own)
  }
})

t.test('a read that is asked again on another socket is another leg', async t => {
  const id = '0F8FAD5B-D9CB-469F-A165-70867728950E'
  const asked: string[] = []
  const upstream = await startRawUpstream(t, (socket: Socket) => {
    socket.once('data', (bytes: Buffer) => {
      asked.push(bytes.toString('latin1'))
      if (asked.length === 1) socket.destroy()
      else {
        const body = soapAnswer(id)
        socket.write(
          `HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
        )
      }
    })
  })
  const config = configOf({
    environment: { name: 'test' },
    upstreams: { spine: { url: upstream.origin } },
    routes: [{ name: 'default', legacy: 'spine', trace: true }],
  })
  const { url, lines } = await startProxy(t, config)
  t.match(await ask(url, soapPost(soapRetrieval({ messageId: id }))), { status: 200 })
  t.match(lines.at(-1), { attempts: 2 })
  const [first, second] = asked.map(head => [...head.matchAll(/^traceparent: (.*)\r$/gm)])
  t.strictSame([first?.length, second?.length], [1, 1])
  t.equal(first?.[0]?.[1]?.slice(0, 36), second?.[0]?.[1]?.slice(0, 36), 'the same trace')
  t.not(first?.[0]?.[1], second?.[0]?.[1], 'another span')
})

t.test('a copy is a span of its own where its words are ours', async t => {
  const { url, legacy, cloud, rehosted, compared } = await given()
  const incoming: Lines = [['traceparent', TRACEPARENT], STATE]
  await ask(url, retrievalBy('mirrored', incoming))
  const translated = await until(() => cloud.seen()[0], 'a translated copy')
  t.match(parentOf(translated), { traceId: TRACE_ID, flags: '01' })
  t.not(parentOf(translated).spanId, PARENT_ID)
  const [asked] = legacy.seen()
  t.strictSame(asked && traceLinesOf(asked), incoming, 'legacy gets what its supplier sent')

  await ask(url, retrievalBy('rehosted', incoming))
  const copy = await until(() => rehosted.seen()[0], 'a copy of what passes')
  t.strictSame(traceLinesOf(copy), [], 'not even its supplier’s')
  t.ok(copy.body.includes(MARKED), 'it is the copy')
  await until(() => compared[1], 'what came of both')
  t.strictSame(
    compared.map(({ trace_id: id }) => id),
    [TRACE_ID, TRACE_ID],
    'what came of a copy is found by the same id',
  )
})

t.test('an answer that is another’s is told of with its trace', async t => {
  const { url, cloud, events, lines } = await given()
  cloud.set({ crossEvery: 1 })
  await ask(url, retrievalBy('served', [['traceparent', TRACEPARENT]]))
  t.match(lines.at(-1), { side: 'legacy', trace_id: TRACE_ID })
  t.match(events, [{ name: 'answer-crossed', detail: { trace_id: TRACE_ID } }])
})

t.test('a copy of what passes is one where its route asks for it', async t => {
  const { url, legacy, rehosted, lines } = await given(true)
  await ask(url, retrievalBy('rehosted', [['traceparent', TRACEPARENT], STATE]))
  const copy = await until(() => rehosted.seen()[0], 'a copy')
  const [mine, other] = [parentOf(legacy.seen()[0]), parentOf(copy)]
  t.strictSame([mine.traceId, other.traceId], [TRACE_ID, TRACE_ID])
  t.equal(new Set([mine.spanId, other.spanId, PARENT_ID]).size, 3)
  t.strictSame(traceLinesOf(copy).at(-1), STATE)
  t.equal(lines[0]?.trace_id, TRACE_ID)
})

t.test('one id leads from a slow bucket to the line and to who was asked', async t => {
  const { url, cloud, lines, admin } = await given()
  await ask(url, retrievalBy('served'))
  const { traceId } = parentOf(cloud.seen().at(-1))
  t.equal(lines.at(-1)?.trace_id, traceId)
  const page = await fetch(new URL('/metrics', admin), {
    headers: { accept: 'application/openmetrics-text;version=1.0.0' },
  })
  const text = await page.text()
  t.match(text, new RegExp(`route="served".*# \\{trace_id="${traceId}"\\}`))
})

t.test('an error that is told before anybody is asked has a trace in the log too', async t => {
  const { url, lines } = await given()
  await ask(
    url,
    plainly('/', [
      ['Expect', 'a miracle'],
      ['traceparent', TRACEPARENT],
    ]),
  )
  t.match(lines.at(-1), { error: 'expectation', trace_id: TRACE_ID })
})
