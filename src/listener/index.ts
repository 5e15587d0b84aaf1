/**
 * Takes a request off the socket and puts the reply back on it.
 *
 * In: connections.
 * Out: an {@link Arrival} whose head is sound (limits, framing), a way to read as much of its body as a need
 * asks for, and the reply: status, reason, header order, case and duplicates as the upstream sent them.
 * Never: looks into a body, knows a route, or adds a header nobody asked for.
 *
 * @packageDocumentation
 */
export type { WaitedFor } from './connections.ts'
export type { DrainTimes } from './drain.ts'
export { LISTENER_LIMITS } from './limits.ts'
export type { ListenerLimits } from './limits.ts'
export { openListener } from './listener.ts'
export type { Arrival, Listener, ListenerOptions } from './listener.ts'
