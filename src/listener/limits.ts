/** What a sender may cost before anything is known of it. Times in milliseconds. */
export interface ListenerLimits {
  /** The whole request head must have arrived by then. */
  readonly headersTimeoutMs: number
  /** The whole request, body included, must have arrived by then. */
  readonly requestTimeoutMs: number
  /** Idle time between requests; above the 60 s most load balancers keep a connection. */
  readonly keepAliveTimeoutMs: number
  /** How long a supplier may leave an answer unread before its connection is cut. */
  readonly writeTimeoutMs: number
  /** How long a connection without a request may still bring one once this instance drains. */
  readonly lastTurnMs: number
  readonly maxHeaderBytes: number
  readonly maxHeaders: number
  readonly maxConnections: number
  readonly maxTargetBytes: number
}

export const LISTENER_LIMITS: ListenerLimits = Object.freeze({
  headersTimeoutMs: 15_000,
  requestTimeoutMs: 300_000,
  keepAliveTimeoutMs: 65_000,
  writeTimeoutMs: 60_000,
  lastTurnMs: 1_000,
  maxHeaderBytes: 16_384,
  maxHeaders: 100,
  maxConnections: 10_000,
  maxTargetBytes: 8_192,
})

/** A body up to this size, of known length, is read whole before it is sent on. */
export const WHOLE_UP_TO = 65_536

/** No decision reads further into a body than this. */
export const SCAN_UP_TO = 262_144

/** How far a streamed Spine message is read for the ids its answer must name. */
export const PEEK_UP_TO = 8_192
