/**
 * With an SDK of OpenTelemetry loaded beside it, as an operator would, a proxy's exchanges, legs and copies are spans of
 * one trace, and what goes upstream is what would without: one traceparent where a leg takes part, else none.
 */
import t, { type Test } from 'tap'
import type { ExportedSpan } from '../support/otel-sdk.ts'
import { ask } from '../support/raw-client.ts'
import { type Loaded, startTraced, type TracedProcess } from '../support/traced-process.ts'
import {
  type Lines,
  PARENT_ID,
  parentOf,
  plainly,
  retrievalBy,
  somebody,
  startSides,
  traceLinesOf,
  traceNumbered,
  type TracedSides,
  until,
} from '../support/traced-sides.ts'

t.setTimeout(60_000)

const [SERVER, CLIENT] = [1, 2]

/** One proxy, and everybody it asks. */
type Given = TracedProcess & { readonly sides: TracedSides; readonly loaded: Loaded }

const STATE = ['tracestate', 'rojo=1'] as const
const incoming = (traceId: string): Lines => [
  ['traceparent', `00-${traceId}-${PARENT_ID}-01`],
  STATE,
]

const portOf = (url: string): number => Number(new URL(url).port)

/** Finds the spans of a kind, in the order they began. */
const ofKind = (spans: readonly ExportedSpan[], kind: number): readonly ExportedSpan[] =>
  spans.filter(span => span.kind === kind).toSorted((a, b) => a.from - b.from)

const EXCHANGE = {
  bare: { scope: 'ficus', name: 'POST served', parentId: PARENT_ID },
  instrumented: { scope: '@opentelemetry/instrumentation-http', parentId: PARENT_ID },
} as const

/** The cloud fails a retrieval and legacy stands in. */
async function fallsBack(t: Test, { sides, url, line, spansOf, loaded }: Given) {
  const traceId = traceNumbered(1)
  sides.cloud.set({ status: 503 })
  t.match(await ask(url, retrievalBy('served', incoming(traceId))), { status: 200 })
  sides.cloud.set({ status: undefined })
  t.match(await line(1), { trace_id: traceId })
  const all = await spansOf(traceId, 3)
  t.equal(all.length, 3, 'the exchange and two legs, and nothing else')
  const [exchange] = ofKind(all, SERVER)
  const [first, second] = ofKind(all, CLIENT)
  t.match(exchange, loaded === 'bare' ? EXCHANGE.bare : EXCHANGE.instrumented)
  t.match(exchange?.attributes, { 'ficus.route': 'served', 'http.response.status_code': 200 })
  t.match([first?.parentId, second?.parentId], [exchange?.spanId, exchange?.spanId])
  const asked = [sides.cloud.seen()[0], sides.legacy.seen()[0]]
  t.strictSame(
    asked.map(parentOf),
    [first, second].map(span => ({ traceId, spanId: span?.spanId, flags: '01' })),
    'each leg says its own span upstream, once',
  )
  for (const one of asked) t.strictSame(one && traceLinesOf(one).at(-1), STATE)
  const common = { 'server.address': '127.0.0.1', 'ficus.route': 'served', 'ficus.role': 'control' }
  t.match(first, { scope: 'ficus', name: 'GET', status: 2 })
  t.strictSame(first?.attributes, {
    ...common,
    'server.port': portOf(sides.cloud.url),
    'ficus.side': 'cloud',
    'http.request.method': 'GET',
    'http.response.status_code': 503,
    'error.type': 'bad-answer',
  })
  t.match(second, { scope: 'ficus', name: 'POST', status: 0 })
  t.strictSame(second?.attributes, {
    ...common,
    'server.port': portOf(sides.legacy.url),
    'ficus.side': 'legacy',
    'http.request.method': 'POST',
    'http.response.status_code': 200,
  })
}

/** A copy is sent in the cloud's words. */
async function isCopied(t: Test, { sides, url, line, spansOf }: Given) {
  const traceId = traceNumbered(2)
  const before = sides.cloud.count()
  await ask(url, retrievalBy('mirrored', incoming(traceId)))
  t.match(await line(2), { trace_id: traceId })
  const all = await spansOf(traceId, 3)
  t.equal(all.length, 3)
  const [exchange] = ofKind(all, SERVER)
  const [served, copy] = ofKind(all, CLIENT)
  t.match([served?.parentId, copy?.parentId], [exchange?.spanId, exchange?.spanId])
  t.match(served?.attributes, { 'ficus.side': 'legacy', 'ficus.role': 'control' })
  t.equal(served?.attributes['ficus.shadow'], undefined)
  t.match(copy, { name: 'GET', events: ['sent'] })
  t.strictSame(copy?.attributes, {
    'server.address': '127.0.0.1',
    'server.port': portOf(sides.cloud.url),
    'ficus.route': 'mirrored',
    'ficus.side': 'cloud',
    'ficus.role': 'candidate',
    'ficus.shadow': true,
    'http.request.method': 'GET',
    'http.response.status_code': 200,
  })
  t.ok(copy && served && copy.from >= served.to, 'it began when its supplier had its answer')
  t.ok(copy && copy.to > copy.from)
  t.match(parentOf(sides.cloud.seen()[before]), { traceId, spanId: copy?.spanId, flags: '01' })
  const asked = sides.legacy.seen().at(-1)
  t.strictSame(asked && traceLinesOf(asked), incoming(traceId), 'legacy gets what came')
}

/** A copy is sent of what passes through. */
async function isCopiedAsItCame(t: Test, { sides, url, line, spansOf }: Given) {
  const traceId = traceNumbered(3)
  await ask(url, retrievalBy('rehosted', incoming(traceId)))
  t.match(await line(3), { trace_id: traceId })
  const copy = await until(() => sides.rehosted.seen()[0], 'a copy')
  t.strictSame(traceLinesOf(copy), [], 'it says nothing of its trace')
  const all = await spansOf(traceId, 3)
  t.match(
    all.filter(({ attributes }) => attributes['ficus.shadow'] === true),
    [{ attributes: { 'ficus.role': 'candidate', 'ficus.side': 'cloud' } }],
  )
}

/** What suppliers may send of a trace and of what hangs on one. */
const SENT: readonly Lines[] = [
  [],
  incoming(traceNumbered(4)),
  [...incoming(traceNumbered(4)), ['baggage', 'who=somebody']],
  [...incoming(traceNumbered(4)), ...incoming(traceNumbered(5))],
]
const MANY = 12
const sentOf = (i: number): Lines => [...(SENT[i % SENT.length] ?? []), ['X-Number', String(i)]]

/** Many at once by one socket, so that all but the first wait for it. */
async function manyAsked({ sides, url }: Given, path: string) {
  const before = sides.plain.asked.length
  const answers = Array.from({ length: MANY }, (_, i) =>
    ask(url, plainly(path, sentOf(i)), { method: 'GET' }),
  )
  return { answers: await Promise.all(answers), asked: sides.plain.asked.slice(before) }
}

async function passes(t: Test, given: Given) {
  const { answers, asked } = await manyAsked(given, '/')
  for (const answer of answers) {
    t.equal(answer?.body.toString(), 'as it came')
    t.notMatch(answer?.headers.join('\n').toLowerCase(), 'trace')
  }
  t.equal(asked.length, MANY)
  for (const { headers } of asked) {
    const number = Number(headers.find(([name]) => name === 'X-Number')?.[1])
    const lines = headers.filter(([name]) => !/^(?:host|connection)$/i.test(name))
    t.strictSame(lines, sentOf(number))
  }
}

async function takesPart(t: Test, given: Given) {
  const { asked } = await manyAsked(given, '/asked')
  const parents = asked.map(parentOf)
  t.equal(new Set(parents.map(({ spanId }) => spanId)).size, MANY, 'each its own span, and one')
  const own = parents.filter(({ traceId }) => traceId === traceNumbered(4))
  t.equal(own.length, MANY / 2, 'of its supplier’s trace where that is to be believed')
  t.equal(parents.filter(({ traceId }) => traceId === traceNumbered(5)).length, 0)
}

for (const loaded of ['bare', 'instrumented', 'propagating'] as const) {
  t.test(`with an SDK beside it: ${loaded}`, { timeout: 60_000 }, async t => {
    const sides = await startSides(t)
    const given: Given = { sides, loaded, ...(await startTraced(t, sides, loaded)) }
    if (loaded !== 'propagating') {
      await t.test('an exchange and each of its legs are spans', t => fallsBack(t, given))
      await t.test('a copy is a span of the same trace, marked', t => isCopied(t, given))
      await t.test('of what passes it is one too', t => isCopiedAsItCame(t, given))
    }
    await t.test('what passes through passes as it came', t => passes(t, given))
    await t.test('a route that asks for it sends one traceparent', t => takesPart(t, given))
    const spans = given.spans()
    t.equal(spans.length > 0, loaded !== 'propagating')
    t.strictSame(
      spans.filter(({ scope, kind }) => kind === CLIENT && scope !== 'ficus'),
      [],
      'no instrumentation has a span of what was sent',
    )
    t.notMatch(
      JSON.stringify(spans.filter(({ scope }) => scope === 'ficus')),
      new RegExp(`${somebody().nhsNumber}|url\\.`),
      'whom it was about stands nowhere',
    )
  })
}
