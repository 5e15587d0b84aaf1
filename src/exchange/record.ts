import type { FicusError } from './errors.ts'
import type { Identified, Prepared, Received, Settled } from './exchange.ts'
import type { Stage, Upstream } from './route.ts'

/**
 * What came of proving that an answer belongs to its request: `unproven` names no request and yet carries a
 * message, `unstated` names none and carries none, `none` had nothing to prove by, `more` is not yet known.
 */
export type Bound = 'bound' | 'crossed' | 'unproven' | 'unstated' | 'more' | 'none'

/** What came of asking one upstream once. */
export interface AttemptRecord {
  readonly result: 'answered' | 'failed' | 'gone'
  readonly status: number | undefined
  readonly error: FicusError | undefined
  readonly bound: Bound
  readonly ms: number
}

/** What one exchange came to, told once after its last byte. */
export interface ExchangeRecord {
  /** 32 hexadecimal digits: by them its log line, its exemplar and what its upstreams recorded of it are found. */
  readonly traceId: string
  readonly received: Received
  readonly identified: Identified | undefined
  readonly assigned: Prepared | undefined
  readonly stage: Stage | undefined
  /** Who was asked, in order; the last one's answer is what the supplier saw, unless `settled` has an error. */
  readonly attempts: readonly { readonly upstream: Upstream; readonly record: AttemptRecord }[]
  /** Why the cloud's answer was not used and legacy was asked. */
  readonly fellBack: FicusError | undefined
  readonly settled: Settled
  readonly ms: number
  /** How long it waited for the store before it was sent, milliseconds; undefined where nobody was asked. */
  readonly storeMs?: number | undefined
}
