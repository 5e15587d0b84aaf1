import type { ExchangeRecord, Prepared, RawHeaders, Upstream } from '../exchange/index.ts'

/** The trace of one exchange: known by an id from its first line on, and told by a span for each leg where an SDK is. */
export interface ExchangeTrace {
  /** 32 hexadecimal digits: what its log line and its exemplar are found by. */
  readonly id: string
  /** Begins a leg; undefined where nobody is told of it, neither its upstream nor an SDK. */
  leg(leg: LegOf): Leg | undefined
  /** Ends the exchange; legs that are under way and its copy may still end after it. */
  end(record: ExchangeRecord): void
}

/** One request to one upstream. */
export interface LegOf {
  readonly prepared: Prepared
  readonly upstream: Upstream
  /** `candidate`: a copy. */
  readonly role: 'control' | 'candidate'
}

/**
 * Whether an upstream is told of the trace. Where a message passes in its supplier's bytes nothing of ours is added
 * unless its route asks for it; what is in words of ours, and whoever stands in for who was asked in them, may say it.
 */
export function takesPart({ prepared, role }: LegOf): boolean {
  const { route, translated } = prepared
  const isOurs = role === 'candidate' ? route.translate !== undefined : translated !== undefined
  return route.trace ?? isOurs
}

/** A leg that is under way. */
export interface Leg {
  /** The header lines its upstream takes part by; undefined where it takes no part. */
  readonly lines: RawHeaders | undefined
  /** Called once, and never of what was not sent. */
  end(ended: LegEnd): void
}

/** What came of a leg. */
export interface LegEnd {
  /** Of the answer; undefined where none came. */
  readonly status: number | undefined
  /** A closed word for what went wrong; undefined where nothing did. */
  readonly error: string | undefined
  /** How it went out, where whoever began the leg could not know. */
  readonly sent?: SentElsewhere
}

/** How a request went out of another thread. */
export interface SentElsewhere {
  readonly method: string
  /** When it was given to its socket, and when all of its answer was there or was given up: epoch milliseconds. */
  readonly from: number
  readonly to: number
}
