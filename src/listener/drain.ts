import { setImmediate as turn, setTimeout as elapsed } from 'node:timers/promises'
import type { Connections } from './connections.ts'

/** How a listener is drained, milliseconds. */
export interface DrainTimes {
  /** What is still there then is cut, counted from when no connection is taken any more. */
  readonly hardStopMs: number
  /** How long connections are still taken, so that who balances can see that it should not. Default 0. */
  readonly waitMs?: number
}

/** What is drained. */
export interface Drainable {
  readonly connections: Connections
  /** How long a connection without a request may still bring one. */
  readonly lastTurnMs: number
  /** Stops taking connections. */
  readonly close: () => void
}

/** How often is looked whom it can part from, milliseconds. */
const LOOK_EVERY_MS = 20

/**
 * Parts from suppliers without losing a request; their replies say already that theirs is the last of its connection. A
 * connection without a request is not ended at once: one may be on its way, and nobody may send a write again whose
 * connection was reset (RFC 9110 §9.2.2), so each gets a last turn. Gives how many requests were cut.
 */
export async function drainConnections(
  { connections, lastTurnMs, close }: Drainable,
  { hardStopMs, waitMs = 0 }: DrainTimes,
): Promise<number> {
  if (waitMs > 0) await elapsed(waitMs)
  // What the system has taken for us already is accepted first: closing the port resets it.
  await turn()
  close()
  const closedAt = performance.now()
  while (connections.size > 0 && performance.now() - closedAt < hardStopMs) {
    await elapsed(LOOK_EVERY_MS)
    // Timers come before sockets are read: after this turn what has arrived by now has been.
    await turn()
    const before = performance.now() - lastTurnMs
    if (before >= closedAt) connections.endIdle(before)
  }
  const cut = connections.lost
  connections.cut()
  return cut
}
