/**
 * What an operator loads beside Ficus by `--import`: an SDK of OpenTelemetry, whose spans go to a file, a line each.
 * `TEST_SDK` says how much of one: `bare` has no instrumentation, `instrumented` has those of HTTP and undici,
 * `propagating` has them too and records nothing.
 */
import { appendFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { context, propagation, trace } from '@opentelemetry/api'
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks'
import {
  CompositePropagator,
  ExportResultCode,
  W3CBaggagePropagator,
  W3CTraceContextPropagator,
} from '@opentelemetry/core'
import { HttpInstrumentation } from '@opentelemetry/instrumentation-http'
import { UndiciInstrumentation } from '@opentelemetry/instrumentation-undici'
import {
  type ReadableSpan,
  SimpleSpanProcessor,
  type SpanExporter,
  TracerProvider,
} from '@opentelemetry/sdk-trace'

/** One span as a test reads it. */
export interface ExportedSpan {
  readonly scope: string
  readonly name: string
  readonly kind: number
  readonly traceId: string
  readonly spanId: string
  readonly parentId: string | undefined
  readonly attributes: Readonly<Record<string, unknown>>
  /** 0 unset, 1 ok, 2 error. */
  readonly status: number
  readonly events: readonly string[]
  /** Epoch milliseconds. */
  readonly from: number
  readonly to: number
}

const ms = ([seconds, nanoseconds]: readonly [number, number]): number =>
  seconds * 1_000 + nanoseconds / 1_000_000

const exported = (span: ReadableSpan): ExportedSpan => ({
  scope: span.instrumentationScope.name,
  name: span.name,
  kind: span.kind,
  traceId: span.spanContext().traceId,
  spanId: span.spanContext().spanId,
  parentId: span.parentSpanContext?.spanId,
  attributes: span.attributes,
  status: span.status.code,
  events: span.events.map(({ name }) => name),
  from: ms(span.startTime),
  to: ms(span.endTime),
})

const { TEST_SDK: how, TEST_SPANS: file } = process.env

const toFile: SpanExporter = {
  export: (spans, done) => {
    const lines = spans.map(span => `${JSON.stringify(exported(span))}\n`).join('')
    appendFileSync(file ?? '/dev/null', lines)
    done({ code: ExportResultCode.SUCCESS })
  },
  shutdown: () => Promise.resolve(),
}

context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable())
propagation.setGlobalPropagator(
  new CompositePropagator({
    propagators: [new W3CTraceContextPropagator(), new W3CBaggagePropagator()],
  }),
)
if (how !== 'propagating') {
  const spanProcessors = [new SimpleSpanProcessor({ exporter: toFile })]
  trace.setGlobalTracerProvider(new TracerProvider({ spanProcessors }))
}
if (how !== 'bare') {
  new HttpInstrumentation().enable()
  new UndiciInstrumentation().enable()
  // It is patched as it is asked for, and is the same object to those who import it.
  createRequire(import.meta.url)('node:http')
}
