/**
 * The path of one exchange, top to bottom: read this first.
 *
 *   listener ─▶ Received ─▶ Identified ─▶ Routed ─▶ Assigned ─▶ Prepared ─▶ upstream ─▶ reply ─▶ shadow
 *                 1 need      2 message     3 routing  4 rollout    5 translation   7              8
 *                                             records ↗                 6 records ↗
 *
 * The store is asked at three places, and waited for there: where the entity of a message is, before its side is
 * decided; that it is kept where a write goes, before its first byte leaves; and the answer its sender fetches later,
 * which is kept before that is told and given before any route is asked. A large message is put in other words by
 * another thread. Where none of this can be nobody is asked, and one step follows another without a turn of the event
 * loop between.
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
  Capture,
  type ExchangeRecord,
  FicusError,
  type Identified,
  isFicusError,
  type Prepared,
  type Received,
  type Remembered,
  type Reply,
  type ReplyOwner,
  type RouteState,
  type Routed,
  type Settled,
  type Side,
  type State,
  type Upstream,
  Waited,
} from './exchange/index.ts'
import type { Arrival } from './listener/index.ts'
import { errorContextOf, errorReply, type Identifier, readForError } from './message/index.ts'
import type { Chosen, Outcomes } from './outcomes/index.ts'
import type { Records } from './records/index.ts'
import type { Replies } from './replies/index.ts'
import {
  ask,
  assign,
  assignOn,
  classOf,
  type DecisionStep,
  type Question,
} from './rollout/index.ts'
import type { RouteTable, RouteTrial } from './routing/index.ts'
import type { Shadow } from './shadow/index.ts'
import type { ExchangeTrace, Leg, Traces } from './telemetry/index.ts'
import type { Translation } from './translation/index.ts'
import type { SendObserver, Upstreams } from './upstream/index.ts'

/** So much of an answer is kept to be told again, bytes: more than an acknowledgement ever is. */
const MOST_TOLD = 16_384

/** Everything a decision stands on, compiled and frozen: taken once per exchange, swapped whole. */
export interface Snapshot {
  readonly table: RouteTable
  readonly identifier: Identifier
  readonly state: State
  /** The largest body any route reads whole. */
  readonly maxBodyBytes: number
}

/** What an exchange was decided on; no question where it ended before one could be asked. */
export interface DecidedOn {
  readonly snapshot: Snapshot
  readonly question: Question | undefined
}

/** What the journey needs from the house. */
export interface JourneyOptions {
  snapshot(): Snapshot
  readonly records: Records
  readonly replies: Replies
  readonly translation: Translation
  readonly upstreams: Upstreams
  readonly shadow: Shadow
  readonly outcomes: Outcomes
  readonly traces: Traces
  record(record: ExchangeRecord, on: DecidedOn): void
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
 * is sent. Pure, what the store says of it being handed in, so that an explanation is the decision itself. Throws
 * `no-route`, and `not-sent` where the side that holds the data may not be asked.
 */
export const decide = (
  identified: Identified & Remembered,
  snapshot: Snapshot,
  now: number,
  trace?: Trace,
): Assigned => assign(routeOf(identified, snapshot, trace), snapshot.state, now, trace?.steps)

function routeOf(identified: Identified & Remembered, snapshot: Snapshot, trace?: Trace): Routed {
  if (trace !== undefined) trace.trials = snapshot.table.explain(identified)
  const route = snapshot.table.match(identified)
  if (route.translate !== undefined && sizeOf(identified.body) > route.maxBodyBytes) {
    throw new FicusError('too-large', `route ${route.name}`)
  }
  return {
    ...identified,
    class: classOf({ class: identified.class, route }),
    route,
    deadline: identified.at + Math.max(route.legacy.timeoutMs, route.cloud?.timeoutMs ?? 0),
  }
}

const sizeOf = (body: Body): number =>
  body.kind === 'stream' ? (body.length ?? 0) : bytesAtHand(body).length

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
      // What waits for its sender is given to it wherever routes stand by now: it was carried out already.
      const kept = exchange.stored.for(options.replies.fetch(received))
      if (kept !== undefined)
        return afterwards(kept, { arrival, exchange }, answer => exchange.give(answer, reply))
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
          // 3  Which route owns it, and, where the entity it is about is pinned, where that is.
          const routed = routeOf(identified, snapshot)
          exchange.chosen = options.outcomes.choose(routed)
          const found = exchange.stored.for(options.records.find(routed, exchange.at(routed)))
          const on = { arrival, exchange, records: options.records }
          if (found === undefined) goOn(routed, on)
          else afterwards(found, on, pin => goOn({ ...routed, pin }, on))
        })
      })
    })
  }
}

/** One exchange between two steps. */
interface OnItsWay {
  readonly arrival: Arrival
  readonly exchange: Exchange
  readonly records: Records
}

/** Goes on with what is known of where its data is: the side, its words, and that it is kept where a write goes. */
function goOn(routed: Routed, on: OnItsWay): void {
  const { arrival, exchange, records } = on
  // 4, 5  Which side serves it, and in its words.
  prepared(routed, on, prepared => {
    // 6  Where it goes however often it is sent.
    const kept = exchange.stored.for(records.keep(prepared, exchange.at(prepared)))
    if (kept === undefined) {
      exchange.send(prepared, arrival.reply)
      return
    }
    afterwards(kept, on, ({ side, told }) => {
      if (told !== undefined) exchange.tellAgain(prepared, told, arrival.reply)
      else if (side === prepared.side) exchange.send(prepared, arrival.reply, true)
      else sendTo(side, routed, on)
    })
  })
}

/** Sends it where it went before. */
function sendTo(side: Side, routed: Routed, on: OnItsWay): void {
  const { arrival, exchange } = on
  prepared({ ...routed, bound: side }, on, sent => {
    // What its mapping declines now, or contradicts itself now, went to the other side all the same.
    if (sent.side !== side)
      throw new FicusError('not-sent', `route ${sent.route.name}: it went to ${side}`)
    exchange.send(sent, arrival.reply, true)
  })
}

/** Takes the next step with the request as it is to be sent: at once, but where another thread puts it in its words. */
function prepared(routed: Routed, on: OnItsWay, step: (prepared: Prepared) => void): void {
  const ready = on.exchange.prepare(routed)
  if (ready instanceof Promise) afterwards(ready, on, step)
  else step(ready)
}

/** Takes the next step once the store has answered, unless the supplier has gone meanwhile. */
function afterwards<Value>(
  answer: Promise<Value>,
  { arrival, exchange }: Omit<OnItsWay, 'records'>,
  step: (value: Value) => void,
): void {
  const next = (taken: () => void): void => {
    if (arrival.reply.isGone) exchange.abandon()
    else attempt(arrival, taken)
  }
  void answer.then(
    value => next(() => step(value)),
    (error: unknown) =>
      next(() => {
        throw error
      }),
  )
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
  /** Present where what its answer says is read, whatever that will be. */
  chosen: Chosen | undefined
  capture: Capture | undefined
  readonly stored = new Waited()
  readonly #received: Received
  readonly #snapshot: Snapshot
  readonly #options: JourneyOptions
  readonly #trace: ExchangeTrace
  #question: Question | undefined
  readonly #attempts: { upstream: Upstream; record: AttemptRecord }[] = []
  #fellBack: FicusError | undefined
  #settled: Settled | undefined
  #isRecorded = false
  /** Whether its sender is to be told the same again, should it send it again. */
  #isKept = false
  #isSentNowhere = false

  constructor(received: Received, snapshot: Snapshot, options: JourneyOptions) {
    this.#received = received
    this.#snapshot = snapshot
    this.#options = options
    this.#trace = options.traces.begin(received)
  }

  /** Decides its side and puts it in the words of that side. */
  prepare(routed: Routed): Prepared | Promise<Prepared> {
    const { translation } = this.#options
    const question = ask(routed, this.#snapshot.state, this.#options.now())
    this.#question = question
    const assigned = assignOn(routed, question)
    this.assigned = assigned
    const later = translation.prepareAside(assigned)
    if (later !== undefined) return later.then(prepared => (this.assigned = prepared))
    return (this.assigned = translation.prepare(assigned))
  }

  /** Where the route of it stands. */
  at({ route }: Routed): RouteState | undefined {
    return this.#snapshot.state.routes.get(route.name)
  }

  /** 7  Sends it, and its answer is put on the reply; 8 waits for the reply's last byte. */
  send(prepared: Prepared, reply: Reply, isKept = false): void {
    const { shadow, records, replies, upstreams } = this.#options
    const isFetched = prepared.translated?.accepted !== undefined
    // What is told of an answer that is fetched later is kept with it, sealed.
    this.#isKept = isKept && !isFetched
    this.capture = shadow.begin(prepared, this.#trace)
    if (this.#isKept && prepared.language === 'ebxml') this.capture ??= new Capture(MOST_TOLD)
    this.capture ??= this.chosen?.capture
    const way = isFetched ? replies.keeping(prepared, reply) : records.learning(prepared, reply)
    upstreams.send(prepared, way, this)
  }

  /** Tells its sender what it was told before; nobody is asked again. */
  tellAgain(prepared: Prepared, told: Answer, reply: Reply): void {
    this.assigned = prepared
    this.give(told, reply)
  }

  /** Gives what is there already. */
  give(answer: Answer, reply: Reply): void {
    this.#isSentNowhere = true
    reply.whole(answer)
  }

  /** Ends one whose supplier went away before it was sent. */
  abandon(): void {
    this.#isSentNowhere = true
    this.#recordOnce()
  }

  errorAnswer(error: FicusError): Answer {
    const message = readForError(this.identified, this.#snapshot.identifier)
    return errorReply(error, errorContextOf(this.#received, message, this.#options))
  }

  leg(upstream: Upstream): Leg | undefined {
    const prepared = this.assigned
    return prepared && this.#trace.leg({ prepared, upstream, role: 'control' })
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
    const isSent = this.#attempts.length > 0 || this.#isSentNowhere
    if (this.assigned !== undefined && !isSent && settled.error === undefined) return
    this.#isRecorded = true
    this.#keepTold(settled)
    const record: ExchangeRecord = {
      traceId: this.#trace.id,
      received: this.#received,
      identified: this.identified,
      assigned: this.assigned,
      stage: this.assigned && this.at(this.assigned)?.stage,
      attempts: this.#attempts,
      fellBack: this.#fellBack,
      settled,
      ms: performance.now() - this.#received.at,
      storeMs: this.stored.ms,
    }
    this.#trace.end(record)
    this.#options.record(record, { snapshot: this.#snapshot, question: this.#question })
    this.#handOver(record)
  }

  /** Keeps what its sender was told, once it was told. */
  #keepTold(settled: Settled): void {
    const { assigned, capture } = this
    if (!this.#isKept || settled.error !== undefined || assigned === undefined) return
    const isProven = this.#attempts.at(-1)?.record.bound === 'bound'
    const answer = isProven ? capture?.take() : undefined
    if (answer !== undefined) this.#options.records.tell(assigned, answer)
  }

  /** 8  What stands beside the path takes it over: nobody waits for it any more. */
  #handOver(record: ExchangeRecord): void {
    const { assigned: prepared, capture, chosen } = this
    const { shadow, records, outcomes } = this.#options
    if (chosen !== undefined) outcomes.ended({ chosen, capture, record })
    if (prepared === undefined || 'not' in prepared.mirror) return
    const { record: last, upstream: servedBy } = this.#attempts.at(-1) ?? {}
    const [controlMs, settled] = [last?.ms ?? 0, record.settled]
    const ended = { prepared, capture, settled, servedBy, controlMs, trace: this.#trace }
    records.tellFresh(prepared, isFresh => shadow.offer({ ...ended, isFresh }))
  }
}
