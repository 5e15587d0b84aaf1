import {
  type AttemptRecord,
  type Capture,
  FicusError,
  type InteractionClass,
  type Prepared,
  type Reply,
  type Upstream,
} from '../exchange/index.ts'
import type { Leg } from '../telemetry/index.ts'
import { Attempt } from './attempt.ts'
import { bindingOf } from './binding.ts'
import { canSendAgain } from './outbound.ts'
import { UpstreamPool } from './pool.ts'

/** What became of one exchange upstream: every attempt in order, and why another side was asked. */
export interface SendObserver {
  /** Keeps the answer as the supplier gets it, where somebody wants it afterwards. */
  readonly capture: Capture | undefined
  /** Begins the leg of one attempt in the trace of its exchange; undefined where nobody is told of it. */
  leg(upstream: Upstream): Leg | undefined
  attempted(upstream: Upstream, record: AttemptRecord): void
  fellBack(from: Upstream, error: FicusError): void
}

/** All upstreams of one configuration, with their sockets. */
export interface Upstreams {
  /** Sends a prepared request and puts its answer, or what went wrong, on the reply. Never throws. */
  send(prepared: Prepared, reply: Reply, observer: SendObserver): void
  /** How many requests each upstream holds, and how its breaker stands. */
  pools(): readonly UpstreamPool[]
  /** Takes over the upstreams of a new configuration; those it no longer names are closed when idle. */
  use(upstreams: readonly Upstream[]): void
  close(): Promise<void>
}

/** What may be asked twice without changing anything but an audit trail. */
const READS = new Set<InteractionClass>(['read', 'audited-read'])

/** Builds the way to all upstreams. */
export function createUpstreams(upstreams: readonly Upstream[]): Upstreams {
  let pools: UpstreamPool[] = []
  // By object: an exchange under way still holds the upstream of the snapshot it began with.
  const byUpstream = new WeakMap<Upstream, UpstreamPool>()

  const poolOf = (upstream: Upstream): UpstreamPool => {
    const known = byUpstream.get(upstream)
    if (known !== undefined && !known.isClosed) return known
    const pool = new UpstreamPool(upstream)
    byUpstream.set(upstream, pool)
    return pool
  }

  const use = (next: readonly Upstream[]): void => {
    const kept = next.map(
      upstream => pools.find(pool => isSame(pool.upstream, upstream)) ?? new UpstreamPool(upstream),
    )
    for (const [i, upstream] of next.entries()) byUpstream.set(upstream, kept[i] as UpstreamPool)
    for (const pool of pools) if (!kept.includes(pool)) pool.closeWhenIdle()
    pools = kept
  }

  use(upstreams)
  return {
    send: (prepared, reply, observer) => {
      new Sending(prepared, reply, poolOf, observer).start()
    },
    pools: () => pools,
    use,
    close: async () => {
      await Promise.all(pools.map(pool => pool.close()))
    },
  }
}

const isSame = (a: Upstream, b: Upstream): boolean => JSON.stringify(a) === JSON.stringify(b)

/** One exchange upstream: one attempt, rarely a second. */
class Sending {
  readonly #prepared: Prepared
  readonly #reply: Reply
  readonly #poolOf: (upstream: Upstream) => UpstreamPool
  readonly #observer: SendObserver
  readonly #isRead: boolean
  #hasAskedAgain = false

  constructor(
    prepared: Prepared,
    reply: Reply,
    poolOf: (upstream: Upstream) => UpstreamPool,
    observer: SendObserver,
  ) {
    this.#prepared = prepared
    this.#reply = reply
    this.#poolOf = poolOf
    this.#observer = observer
    this.#isRead = READS.has(prepared.class)
  }

  start(): void {
    const { upstream, fallback } = this.#prepared
    const hasFallback = this.#isRead && canSendAgain(this.#prepared)
    this.#ask(upstream, hasFallback ? fallback : undefined)
  }

  #remaining(): number {
    return Math.max(1, this.#prepared.deadline - performance.now())
  }

  #ask(upstream: Upstream, fallback: Upstream | undefined): void {
    const pool = this.#poolOf(upstream)
    const now = performance.now()
    if (pool.isFull || !pool.breaker.admits(now)) {
      const why = pool.isFull ? 'queue full' : 'breaker open'
      const error = new FicusError('not-sent', `${upstream.name}: ${why}`)
      const record = { result: 'failed', status: undefined, error, bound: 'none', ms: 0 } as const
      this.#ended(upstream, fallback, record, false)
      return
    }
    // Half for who has a stand-in, so that it can still answer within the supplier's patience.
    const patience = fallback === undefined ? this.#remaining() : this.#remaining() / 2
    // Only the side that was assigned is spoken to in words of its own; whoever stands in gets what the supplier sent.
    const isAssigned = upstream === this.#prepared.upstream
    const translated = isAssigned ? this.#prepared.translated : undefined
    const leg = this.#observer.leg(upstream)
    new Attempt(translated?.request ?? this.#prepared, pool, this.#reply, {
      timeoutMs: Math.min(patience, upstream.timeoutMs),
      isRead: this.#isRead,
      refusesErrors: fallback !== undefined,
      binding: translated === undefined ? bindingOf(this.#prepared) : undefined,
      translated,
      capture: this.#observer.capture,
      traced: leg?.lines,
      ended: (record, mayAskAgain) => {
        leg?.end({ status: record.status, error: record.error?.code })
        this.#ended(upstream, fallback, record, mayAskAgain)
      },
    })
  }

  #ended(
    upstream: Upstream,
    fallback: Upstream | undefined,
    record: AttemptRecord,
    mayAskAgain: boolean,
  ): void {
    this.#observer.attempted(upstream, record)
    const { error } = record
    if (error === undefined || record.result === 'gone') return
    if (this.#reply.hasStarted || this.#reply.isGone) {
      this.#reply.destroy(error)
    } else if (mayAskAgain && !this.#hasAskedAgain && canSendAgain(this.#prepared)) {
      this.#hasAskedAgain = true
      this.#ask(upstream, fallback)
    } else if (fallback !== undefined) {
      this.#observer.fellBack(upstream, error)
      this.#ask(fallback, undefined)
    } else {
      this.#reply.fail(error)
    }
  }
}
