import type { Received } from '../exchange/index.ts'
import { type ExchangeTrace, type Leg, type LegOf, takesPart } from './exchange-trace.ts'
import { createRandomIds, type RandomIds } from './random-ids.ts'
import { recordedTrace } from './spans.ts'
import { RANDOM, readTraceContext, type TraceContext, traceLines } from './trace-context.ts'

/** Where every exchange's trace begins, or goes on. */
export interface Traces {
  /** Takes up the trace a request says it is part of, or makes one. In the turn its request came in. */
  begin(received: Received): ExchangeTrace
}

/** Builds what gives every exchange its trace; an SDK that is loaded makes the ids then. */
export function createTraces(ids: RandomIds = createRandomIds()): Traces {
  return {
    begin: received => {
      const incoming = readTraceContext(received.headers)
      return recordedTrace(received, incoming) ?? new PlainTrace(incoming ?? made(ids), ids)
    },
  }
}

/**
 * A trace begun here is not said to be recorded: that is whoever's who records one, and else every system behind
 * us that goes by its caller's word would record all (W3C Trace Context, Level 2, on the sampled flag).
 */
const made = (ids: RandomIds): TraceContext => ({
  traceId: ids.traceId(),
  parentId: undefined,
  flags: RANDOM,
  state: '',
})

/** A trace nobody records: it is in the log, and goes on to upstreams where the route takes part. */
class PlainTrace implements ExchangeTrace {
  readonly #context: TraceContext
  readonly #ids: RandomIds

  constructor(context: TraceContext, ids: RandomIds) {
    this.#context = context
    this.#ids = ids
  }

  get id(): string {
    return this.#context.traceId
  }

  leg(leg: LegOf): Leg | undefined {
    if (!takesPart(leg)) return undefined
    return { lines: traceLines(this.#context, this.#ids.spanId()), end: NOTHING }
  }

  end(): void {
    // There is no span.
  }
}

const NOTHING = (): void => undefined
