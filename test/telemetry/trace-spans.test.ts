/** What an SDK says of a trace is what is said upstream; what it was told to pass over is ours to tell. */
import { context, trace } from '@opentelemetry/api'
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks'
import { suppressTracing } from '@opentelemetry/core'
import {
  AlwaysOffSampler,
  InMemorySpanExporter,
  SimpleSpanProcessor,
  TracerProvider,
} from '@opentelemetry/sdk-trace'
import t, { type Test } from 'tap'
import type { ExchangeRecord, Prepared } from '../../src/exchange/index.ts'
import type { ExchangeTrace } from '../../src/telemetry/index.ts'
import { createTraces } from '../../src/telemetry/traces.ts'
import { CLOUD, head, route, routed } from '../routing/given.ts'

const ID = '4bf92f3577b34da6a3ce929d0e0e4736'
const PARENT = '00f067aa0ba902b7'
const sent = (flags: string): { headers: string[] } => ({
  headers: ['traceparent', `00-${ID}-${PARENT}-${flags}`, 'tracestate', 'a=1'],
})

const asks: Prepared = {
  ...routed(route('pds', 'default', { trace: true })),
  ...{ side: 'cloud', upstream: CLOUD, because: 'stage', mirror: { not: 'stage' } },
  fallback: undefined,
}
const linesOf = (of: ExchangeTrace) =>
  of.leg({ prepared: asks, upstream: CLOUD, role: 'control' })?.lines

/** Loads an SDK until the test ends. */
function loaded(t: Test, more: ConstructorParameters<typeof TracerProvider>[0] = {}) {
  const exporter = new InMemorySpanExporter()
  const spanProcessors = [new SimpleSpanProcessor({ exporter })]
  trace.setGlobalTracerProvider(new TracerProvider({ spanProcessors, ...more }))
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable())
  t.teardown(() => {
    trace.disable()
    context.disable()
  })
  return exporter
}

const over = (id: string): ExchangeRecord => ({
  traceId: id,
  ...{ received: asks, identified: asks, assigned: asks, stage: 'cloud', attempts: [] },
  ...{ fellBack: undefined, settled: { status: 200, bytes: 0, error: undefined }, ms: 1 },
})

t.test('what an SDK does not record is not said to be, and has a trace all the same', async t => {
  loaded(t, { sampler: new AlwaysOffSampler() })
  const lines = linesOf(createTraces().begin(head(sent('01'))))
  t.match(lines, ['traceparent', new RegExp(`^00-${ID}-(?!${PARENT})[0-9a-f]{16}-00$`)])
  t.strictSame(lines?.slice(2), ['tracestate', 'a=1'])
})

t.test('what its sender says of the randomness of its id holds, recorded or not', async t => {
  loaded(t)
  const rows = [
    ['03', '03'],
    ['02', '02'],
    ['01', '01'],
    ['00', '00'],
  ] as const
  for (const [said, handedOn] of rows) {
    const lines = linesOf(createTraces().begin(head(sent(said))))
    t.equal(lines?.[1]?.slice(-2), handedOn, said)
  }
  t.match(linesOf(createTraces().begin(head())), ['traceparent', /-01$/])
})

t.test('where an instrumentation passes over a request its exchange is a span of ours', async t => {
  const exporter = loaded(t)
  const begun = context.with(suppressTracing(context.active()), () =>
    createTraces().begin(head(sent('01'))),
  )
  begun.end(over(begun.id))
  t.match(exporter.getFinishedSpans(), [
    { name: 'POST pds', parentSpanContext: { spanId: PARENT, traceId: ID } },
  ])
})

t.test('a span that is somebody else’s is not ended by us', async t => {
  const exporter = loaded(t)
  const other = trace.getTracer('other').startSpan('other')
  const begun = context.with(trace.setSpan(context.active(), other), () =>
    createTraces().begin(head(sent('01'))),
  )
  t.equal(begun.id, other.spanContext().traceId)
  begun.end(over(begun.id))
  t.strictSame(exporter.getFinishedSpans(), [])
})

t.test('an exchange that failed in itself is an error, one that was refused is none', async t => {
  const exporter = loaded(t)
  for (const status of [404, 500]) {
    const begun = createTraces().begin(head())
    begun.end({ ...over(begun.id), settled: { status, bytes: 0, error: undefined } })
  }
  t.match(exporter.getFinishedSpans(), [
    { status: { code: 0 }, attributes: { 'http.response.status_code': 404 } },
    { status: { code: 2 }, attributes: { 'error.type': '500' } },
  ])
})

t.test('once the SDK is gone traces are made here again', async t => {
  t.match(linesOf(createTraces().begin(head())), ['traceparent', /-02$/])
})
