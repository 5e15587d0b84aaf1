/** How one instance ends without losing a request: whom it waits for, in which order, and what it says meanwhile. */
import { setTimeout as elapsed } from 'node:timers/promises'
import type { DrainTimes, Listener, WaitedFor } from './listener/index.ts'

/** What an instance that drains waits for at one moment. */
export interface DrainWaits {
  /** Requests whose reply has not ended, by the route they were sent on; `none` where that is not known yet. */
  readonly requests: WaitedFor
  /** Suppliers' connections that are open, those without a request among them. */
  readonly connections: number
  /** What is still to be done beside the path, by what it is: `copies`. */
  readonly beside: WaitedFor
  /** How long it has drained. */
  readonly ms: number
}

/** How an instance is drained. */
export interface DrainOptions extends DrainTimes {
  /** Told what is waited for at once, every second while it lasts, and when it is over. */
  readonly told?: (waits: DrainWaits) => void
}

/** What is drained. */
export interface Drainable {
  readonly listener: Pick<Listener, 'drain' | 'waitedFor' | 'connections'>
  /** What is to be done beside the path, by what it is: how many of it. */
  readonly beside: Readonly<Record<string, () => number>>
}

const TELL_EVERY_MS = 1_000
/** Nobody is served by what is done beside the path: it is waited for no longer than this. */
const BESIDE_MS = 2_000
const LOOK_EVERY_MS = 20

/**
 * Drains suppliers first and then what is done beside the path, within the hard stop both. Gives how many requests were
 * cut.
 */
export async function drainInstance(
  { listener, beside }: Drainable,
  options: DrainOptions,
): Promise<number> {
  const began = performance.now()
  const left = (): WaitedFor =>
    new Map(
      Object.entries(beside)
        .map(([what, count]) => [what, count()] as const)
        .filter(([, count]) => count > 0),
    )
  const tell = (): void =>
    options.told?.({
      requests: listener.waitedFor(),
      connections: listener.connections,
      beside: left(),
      ms: performance.now() - began,
    })
  tell()
  const telling = setInterval(tell, TELL_EVERY_MS)
  const cut = await listener.drain(options)
  const until = performance.now() + BESIDE_MS
  const hardStop = began + (options.waitMs ?? 0) + options.hardStopMs
  while (left().size > 0 && performance.now() < Math.min(until, hardStop)) {
    await elapsed(LOOK_EVERY_MS)
  }
  clearInterval(telling)
  tell()
  return cut
}
