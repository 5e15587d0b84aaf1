/** What log lines hold: nothing else is ever handed to the logger. */

/** How much a line matters: `error` and `warn` are always written. */
export type LineLevel = 'info' | 'warn' | 'error'

/** One exchange, once it is over. */
export interface ExchangeLine {
  readonly level: LineLevel
  readonly n: number
  /** 32 hexadecimal digits, under the name that those look for who put logs and traces together. */
  readonly trace_id: string
  readonly route: string | undefined
  readonly stage: string | undefined
  readonly side: string | undefined
  readonly upstream: string | undefined
  readonly because: string | undefined
  readonly method: string
  readonly interaction: string | undefined
  readonly messageId: string | undefined
  readonly fromAsid: string | undefined
  readonly toAsid: string | undefined
  readonly agrees: boolean | undefined
  /** Why no mapping took it. */
  readonly declined: string | undefined
  /** Why legacy was asked instead of the cloud. */
  readonly fellBack: string | undefined
  readonly bound: string | undefined
  readonly attempts: number
  readonly status: number
  readonly error: string | undefined
  readonly detail: string | undefined
  readonly bytesIn: number | undefined
  readonly bytesOut: number
  readonly ms: number
  readonly upstreamMs: number | undefined
  /** Putting it in other words, there and back; undefined where nothing was. */
  readonly translationMs: number | undefined
  /** Waiting for the store before it was sent; undefined where nobody was asked. */
  readonly storeMs: number | undefined
}

/** What came of the copy of one exchange, later than its own line and known by the same `n` and `messageId`. */
export interface ComparedLine {
  readonly level: 'info' | 'warn'
  readonly n: number
  readonly trace_id: string | undefined
  readonly route: string
  readonly messageId: string | undefined
  readonly candidate: string
  readonly verdict: string
  /** Why, where the differences do not say it. */
  readonly reason: string | undefined
  /** Of what was declined: why. */
  readonly code: string | undefined
  /** How many differences there are that no rule explains; undefined where nothing was compared. */
  readonly differences: number | undefined
  /** Whether one of them must never be. */
  readonly critical: true | undefined
  readonly controlMs: number | undefined
  readonly candidateMs: number | undefined
}

/** Something that happened to the instance; `detail` never holds a byte of a message. */
export type EventName =
  | 'started'
  | 'draining'
  | 'stopped'
  | 'config-loaded'
  | 'config-refused'
  | 'answer-crossed'
  | 'fleet-changed'
  | 'fleet-refused'
  | 'glass-broken'
  | 'store-silent'
  | 'store-answers'
  | 'store-forked'
  | 'admin-failed'
  | 'halted-by-signal'
  | 'halt-not-kept'
  | 'peer-refused'
  | 'tokens-taken'
  | 'tokens-refused'
  | 'notify-begun'
  | 'notify-failed'
  | 'notify-lost'

const PLAIN = /^[\w.:@+/=-]{1,64}$/

/** Lets an id into a log line only if it looks like one: what a sender writes is not ours to repeat. */
export const loggable = (id: string | undefined): string | undefined =>
  id === undefined || PLAIN.test(id) ? id : 'unusual'

/** Milliseconds as lines say them: to the microsecond. */
export const rounded = (ms: number): number => Math.round(ms * 1_000) / 1_000
