import type { Upstream } from '../exchange/index.ts'
import { type Answering, openSockets, type Sockets } from '../sockets/index.ts'
import type { Outgoing } from './ask.ts'

/** Sockets a thread opens to an upstream for copies, at most: none of them is taken from a supplier. */
const SOCKETS = 16

/** One upstream as copies reach it: sockets of their own, and whether it asked to be left alone. */
export class CopyPool {
  readonly upstream: Upstream
  readonly #sockets: Sockets
  readonly #now: () => number
  #pausedUntil = 0

  /** `now` is milliseconds on the monotonic clock. */
  constructor(upstream: Upstream, now: () => number) {
    this.upstream = upstream
    this.#now = now
    this.#sockets = openSockets(upstream, Math.min(SOCKETS, upstream.connections))
  }

  /** When the first certificate it showed ends, epoch milliseconds; undefined where it showed none. */
  get shownEnds(): number | undefined {
    return this.#sockets.certificates.server
  }

  get isPaused(): boolean {
    return this.#now() < this.#pausedUntil
  }

  pause(ms: number): void {
    this.#pausedUntil = Math.max(this.#pausedUntil, this.#now() + ms)
  }

  dispatch({ method, target, headers, body }: Outgoing, answering: Answering): void {
    this.#sockets.dispatch(
      {
        method,
        path: this.upstream.basePath + target,
        headers: [...headers],
        body: body ?? null,
      },
      answering,
    )
  }

  /** Lets what is under way end, then closes its sockets. */
  close(): void {
    void this.#sockets.close()
  }
}
