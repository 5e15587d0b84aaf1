/**
 * The one place that speaks to OpenTelemetry, by its API alone: where an SDK is loaded beside us, spans reach it.
 * Names of attributes are those of OpenTelemetry's semantic conventions for HTTP; what could hold a piece of a message,
 * `url.path` before all, is left out.
 */
import {
  type Attributes,
  context,
  type Context,
  createContextKey,
  isSpanContextValid,
  ROOT_CONTEXT,
  type Span,
  SpanKind,
  SpanStatusCode,
  trace,
  type Tracer,
  type TracerProvider,
} from '@opentelemetry/api'
import type { ExchangeRecord, Received } from '../exchange/index.ts'
import {
  type ExchangeTrace,
  type Leg,
  type LegEnd,
  type LegOf,
  takesPart,
} from './exchange-trace.ts'
import { traceStateOf } from './trace-state.ts'
import { RANDOM, type TraceContext, traceLines } from './trace-context.ts'

const NAME = 'ficus'

/** What the API gives before an SDK is there, and still where one is: it stands for the SDK's own. */
interface StandIn extends TracerProvider {
  /** Undefined where it stands for nobody. */
  getDelegateTracer(name: string): Tracer | undefined
}

const isStandIn = (provider: TracerProvider): provider is StandIn => 'getDelegateTracer' in provider

/** The tracer of the SDK that is loaded, or undefined where none is. */
function tracerOfSdk(): Tracer | undefined {
  const provider = trace.getTracerProvider()
  return isStandIn(provider) ? provider.getDelegateTracer(NAME) : provider.getTracer(NAME)
}

// The key by which SDKs for JavaScript know that nothing is to be recorded (suppressTracing of @opentelemetry/core).
const UNRECORDED = ROOT_CONTEXT.setValue(
  createContextKey('OpenTelemetry SDK Context Key SUPPRESS_TRACING'),
  true,
)

/**
 * Calls something that sends, such that no instrumentation adds a span or a header line of its own: ours are made
 * already, and a route that takes no part gets none.
 */
export const unrecorded = <Given extends unknown[]>(
  send: (...given: Given) => void,
  ...given: Given
): void => context.with(UNRECORDED, send, undefined, ...given)

/**
 * Takes an exchange into the trace an SDK has begun for it, else begins a span of its own, under its sender's where
 * that is known. Undefined where no SDK is loaded: then nothing was made.
 */
export function recordedTrace(
  received: Received,
  incoming: TraceContext | undefined,
): ExchangeTrace | undefined {
  const tracer = tracerOfSdk()
  if (tracer === undefined) return undefined
  const active = trace.getSpan(context.active())
  if (active !== undefined && isSpanContextValid(active.spanContext())) {
    return new RecordedTrace(tracer, active, { isOwn: false, incoming })
  }
  const { method } = received
  const attributes = { 'http.request.method': method }
  const span = tracer.startSpan(method, { kind: SpanKind.SERVER, attributes }, under(incoming))
  if (!isSpanContextValid(span.spanContext())) return undefined
  return new RecordedTrace(tracer, span, { isOwn: true, incoming })
}

function under(incoming: TraceContext | undefined): Context {
  if (incoming?.parentId === undefined) return ROOT_CONTEXT
  const { traceId, parentId: spanId, flags: traceFlags, state } = incoming
  return trace.setSpanContext(ROOT_CONTEXT, {
    ...{ traceId, spanId, traceFlags, isRemote: true },
    ...(state !== '' && { traceState: traceStateOf(state) }),
  })
}

class RecordedTrace implements ExchangeTrace {
  readonly id: string
  readonly #tracer: Tracer
  readonly #span: Span
  /** Whether the span of the exchange is ours to end. */
  readonly #isOwn: boolean
  readonly #context: Context
  /** What its sender said of its id holds as long as it is its sender's. */
  readonly #flags: number

  constructor(
    tracer: Tracer,
    span: Span,
    { isOwn, incoming }: { readonly isOwn: boolean; readonly incoming: TraceContext | undefined },
  ) {
    this.id = span.spanContext().traceId
    this.#tracer = tracer
    this.#span = span
    this.#isOwn = isOwn
    this.#context = trace.setSpan(ROOT_CONTEXT, span)
    this.#flags = incoming?.traceId === this.id ? incoming.flags & RANDOM : 0
  }

  leg(leg: LegOf): Leg {
    const { prepared, upstream, role } = leg
    const { route } = prepared
    if (role === 'control' && this.#span.isRecording()) {
      this.#span.setAttribute('ficus.route', route.name)
    }
    const attributes = {
      ...addressOf(upstream.origin),
      'ficus.route': route.name,
      'ficus.side': upstream === route.legacy ? 'legacy' : 'cloud',
      'ficus.role': role,
      ...(role === 'candidate' && { 'ficus.shadow': true }),
    }
    const method = role === 'control' ? methodOf(leg) : undefined
    const span = this.#tracer.startSpan(
      // What the conventions call a request whose method is not known.
      method ?? 'HTTP',
      {
        kind: SpanKind.CLIENT,
        attributes:
          method === undefined ? attributes : { ...attributes, 'http.request.method': method },
      },
      this.#context,
    )
    return new RecordedLeg(span, takesPart(leg) ? this.#linesOf(span) : undefined)
  }

  end({ assigned, settled, stage }: ExchangeRecord): void {
    if (!this.#isOwn) return
    const span = this.#span
    const { status, error } = settled
    if (assigned !== undefined) {
      span.updateName(`${assigned.method} ${assigned.route.name}`)
      span.setAttribute('ficus.route', assigned.route.name)
    }
    if (stage !== undefined) span.setAttribute('ficus.stage', stage)
    // To a server only what it failed in itself is an error.
    tell(span, status, error?.code ?? (status >= 500 ? String(status) : undefined))
    span.end()
  }

  #linesOf(span: Span): Leg['lines'] {
    const { traceId, spanId, traceFlags, traceState } = span.spanContext()
    const flags = traceFlags | this.#flags
    return traceLines({ traceId, flags, state: traceState?.serialize() ?? '' }, spanId)
  }
}

class RecordedLeg implements Leg {
  readonly lines: Leg['lines']
  readonly #span: Span

  constructor(span: Span, lines: Leg['lines']) {
    this.#span = span
    this.lines = lines
  }

  end({ status, error, sent }: LegEnd): void {
    const span = this.#span
    if (sent !== undefined) {
      span.updateName(sent.method)
      span.setAttribute('http.request.method', sent.method)
      // It waits for its thread first; its upstream is to answer for what comes after.
      span.addEvent('sent', sent.from)
    }
    const isRefusal = status !== undefined && status >= 400
    tell(span, status, error ?? (isRefusal ? String(status) : undefined))
    span.end(sent?.to)
  }
}

function tell(span: Span, status: number | undefined, error: string | undefined): void {
  if (status !== undefined) span.setAttribute('http.response.status_code', status)
  if (error === undefined) return
  span.setAttribute('error.type', error)
  span.setStatus({ code: SpanStatusCode.ERROR })
}

/** Only who is assigned is asked in the words of a mapping. */
const methodOf = ({ prepared, upstream }: LegOf): string =>
  upstream === prepared.upstream
    ? (prepared.translated?.request.method ?? prepared.method)
    : prepared.method

function addressOf(origin: string): Attributes {
  const { protocol, hostname, port } = new URL(origin)
  const own = protocol === 'https:' ? 443 : 80
  return { 'server.address': hostname, 'server.port': port === '' ? own : Number(port) }
}
