/**
 * Sends a request to the upstream it was assigned and brings the answer, bound to its request.
 *
 * In: an {@link Assigned} request and the reply it is to end in.
 * Out: the answer's bytes on the reply, or the error that says whether the message may be sent again; every
 * attempt told to an observer.
 * Never: picks the upstream, sends a write twice, lets a truncated answer look complete or an answer through
 * that names another request.
 *
 * @packageDocumentation
 */
export { Breaker } from './breaker.ts'
export type { BreakerState } from './breaker.ts'
export type { UpstreamPool } from './pool.ts'
export { createUpstreams } from './send.ts'
export type { SendObserver, Upstreams } from './send.ts'
