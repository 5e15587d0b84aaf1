/**
 * The path of one exchange, top to bottom: read this first.
 *
 *   listener ─▶ Received ─▶ Identified ─▶ Routed ─▶ Assigned ─▶ Prepared ─▶ upstream ─▶ reply ─▶ shadow
 *                 1 need      2 message     3 routing  4 rollout    5 translation   6              7
 *
 * Every way out, good or bad, ends in one record. A step that cannot go on throws a FicusError; nobody above
 * the listener writes a status.
 */
import {
  type Answer,
  type Assigned,
  type AttemptRecord,
  type Body,
  bytesAtHand,
  type Capture,
  type ExchangeRecord,
  FicusError,
  headerOf,
  type Identified,
  isFicusError,
  type Prepared,
  type Received,
  type ReplyOwner,
  type Settled,
  type Stage,
  type State,
  type Upstream,
} from './exchange/index.ts'
import type { Arrival } from './listener/index.ts'
import { type ErrorContext, errorReply, type Identifier } from './message/index.ts'
import { assign, classOf, type DecisionStep } from './rollout/index.ts'
import type { RouteTable, RouteTrial } from './routing/index.ts'
import type { Shadow } from './shadow/index.ts'
import type { Translation } from './translation/index.ts'
import type { SendObserver, Upstreams } from './upstream/index.ts'

/** Everything a decision stands on, compiled and frozen: taken once per exchange, swapped whole. */
export interface Snapshot {
  readonly table: RouteTable
  readonly identifier: Identifier
  readonly state: State
  /** The largest body any route reads whole. */
  readonly maxBodyBytes: number
}

/** What the journey needs from the house. */
export interface JourneyOptions {
  snapshot(): Snapshot
  readonly translation: Translation
  readonly upstreams: Upstreams
  readonly shadow: Shadow
  record(record: ExchangeRecord): void
  /** Epoch milliseconds. */
  now(): number
  newId(): string
}

/** What `decide` wrote down on its way, for whoever wants to know why. */
export interface Trace {
  trials: readonly RouteTrial[]
  steps: DecisionStep[]
}

/**
 * Decides what happens to an identified request: which route owns it, which side serves it, and whether a copy
 * is sent. Pure, so that an explanation is the decision itself. Throws `no-route`, and `not-sent` where the
 * side that holds the data may not be asked.
 */
export function decide(
  identified: Identified,
  snapshot: Snapshot,
  now: number,
  trace?: Trace,
): Assigned {
  if (trace !== undefined) trace.trials = snapshot.table.explain(identified)
  const route = snapshot.table.match(identified)
  if (route.translate !== undefined && sizeOf(identified.body) > route.maxBodyBytes) {
    throw new FicusError('too-large', `route ${route.name}`)
  }
  const patience = Math.max(route.legacy.timeoutMs, route.cloud?.timeoutMs ?? 0)
  const routed = {
    ...identified,
    class: classOf({ class: identified.class, route }),
    route,
    deadline: identified.at + patience,
  }
  return assign(routed, snapshot.state, now, trace?.steps)
}

function sizeOf(body: Body): number {
  return body.kind === 'stream' ? (body.length ?? 0) : bytesAtHand(body).length
}

/** Builds the journey: takes one arrival after another, throws nothing, waits for nobody. */
export function createJourney(options: JourneyOptions): (arrival: Arrival) => void {
  return arrival => {
    const { received, reply } = arrival
    // 0  One snapshot per exchange: a flip in the middle moves nobody who is already on the way.
    const snapshot = options.snapshot()
    const exchange = new Exchange(received, snapshot, options)
    reply.owner = exchange
    attempt(arrival, () => {
      if (arrival.wrong !== undefined) throw arrival.wrong
      // 1  How much must be read before we know enough.
      const named = snapshot.identifier.headInteraction(received)
      const need = snapshot.table.need(received, named, snapshot.state)
      arrival.read(need, snapshot.maxBodyBytes, body => {
        attempt(arrival, () => {
          // 2  What it is.
          const { identifier } = snapshot
          const identified =
            need === 'headers' || need === 'kept'
              ? identifier.fromHead(received, body, need)
              : identifier.scan(received, body, need)
          exchange.identified = identified
          // 3, 4  Which route owns it, and which side serves it.
          const assigned = decide(identified, snapshot, options.now())
          exchange.assigned = assigned
          // 5  In the words of the side that serves it.
          const prepared = options.translation.prepare(assigned)
          exchange.assigned = prepared
          exchange.capture = options.shadow.begin(prepared)
          // 6  Sent, and its answer put on the reply; 7 waits for the reply's last byte.
          options.upstreams.send(prepared, reply, exchange)
        })
      })
    })
  }
}

/** Turns whatever a step throws into the reply's end: a mistake of ours fails one exchange and no other. */
function attempt({ reply }: Arrival, step: () => void): void {
  try {
    step()
  } catch (error) {
    reply.fail(
      isFicusError(error) ? error : new FicusError('internal', undefined, { cause: error }),
    )
  }
}

/** What is known of one exchange so far: enough to say its errors in its own language and to record it. */
class Exchange implements ReplyOwner, SendObserver {
  identified: Identified | undefined
  assigned: Prepared | undefined
  capture: Capture | undefined
  readonly #received: Received
  readonly #snapshot: Snapshot
  readonly #options: JourneyOptions
  readonly #attempts: { upstream: Upstream; record: AttemptRecord }[] = []
  #fellBack: FicusError | undefined
  #settled: Settled | undefined
  #isRecorded = false

  constructor(received: Received, snapshot: Snapshot, options: JourneyOptions) {
    this.#received = received
    this.#snapshot = snapshot
    this.#options = options
  }

  errorAnswer(error: FicusError): Answer {
    return errorReply(error, this.#about())
  }

  attempted(upstream: Upstream, record: AttemptRecord): void {
    this.#attempts.push({ upstream, record })
    this.#recordOnce()
  }

  fellBack(_from: Upstream, error: FicusError): void {
    this.#fellBack = error
  }

  settled(settled: Settled): void {
    this.#settled = settled
    this.#recordOnce()
  }

  /** Records when both ends are done: a write whose supplier went away still has an answer to come. */
  #recordOnce(): void {
    const settled = this.#settled
    if (settled === undefined || this.#isRecorded) return
    if (this.assigned !== undefined && this.#attempts.length === 0) {
      if (settled.error === undefined) return
    }
    this.#isRecorded = true
    this.#options.record({
      received: this.#received,
      identified: this.identified,
      assigned: this.assigned,
      stage: this.#stage(),
      attempts: this.#attempts,
      fellBack: this.#fellBack,
      settled,
      ms: performance.now() - this.#received.at,
    })
    this.#mirror(settled)
  }

  #mirror(settled: Settled): void {
    const { assigned: prepared, capture } = this
    if (prepared === undefined || capture === undefined) return
    const last = this.#attempts.at(-1)
    const controlMs = last?.record.ms ?? 0
    const servedBy = last?.upstream
    this.#options.shadow.offer({ prepared, capture, settled, servedBy, controlMs })
  }

  #stage(): Stage | undefined {
    const name = this.assigned?.route.name
    return name === undefined ? undefined : this.#snapshot.state.routes.get(name)?.stage
  }

  /** Reads on where nobody had to: an error names its message, and errors are few. */
  #readForError(): Identified | undefined {
    const { identified } = this
    if (identified?.need !== 'headers' && identified?.need !== 'kept') return identified
    try {
      return this.#snapshot.identifier.scan(identified, identified.body, 'scan')
    } catch (error) {
      if (isFicusError(error)) return identified
      throw error
    }
  }

  #about(): ErrorContext {
    const identified = this.#readForError()
    return {
      language: this.#received.language,
      messageId: identified?.messageId,
      conversationId: identified?.conversationId,
      cpaId: identified?.cpaId,
      from: identified?.from,
      to: identified?.to,
      interaction: identified?.interaction,
      accept: headerOf(this.#received.headers, 'accept'),
      now: new Date(this.#options.now()),
      newId: () => this.#options.newId(),
    }
  }
}
