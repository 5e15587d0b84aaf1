import { type Dispatcher, Pool } from 'undici'
import type { Upstream } from '../exchange/index.ts'
import type { Outgoing } from './ask.ts'

/** Sockets a thread opens to an upstream for copies, at most: none of them is taken from a supplier. */
const SOCKETS = 16

/** One upstream as copies reach it: sockets of their own, and whether it asked to be left alone. */
export class CopyPool {
  readonly upstream: Upstream
  readonly #pool: Pool
  readonly #servername: string | undefined
  readonly #now: () => number
  #pausedUntil = 0

  /** `now` is milliseconds on the monotonic clock. */
  constructor(upstream: Upstream, now: () => number) {
    this.upstream = upstream
    this.#now = now
    const { protocol, hostname } = new URL(upstream.origin)
    const isTls = protocol === 'https:'
    // undici would take the name from a forwarded Host, which lets a sender steer SNI.
    this.#servername = isTls ? hostname : undefined
    this.#pool = new Pool(upstream.origin, {
      connections: Math.min(SOCKETS, upstream.connections),
      pipelining: 1,
      allowH2: false,
      headersTimeout: upstream.timeoutMs + 5_000,
      bodyTimeout: upstream.timeoutMs + 5_000,
      keepAliveTimeout: 4_000,
      keepAliveMaxTimeout: 30_000,
      connect: {
        timeout: Math.min(upstream.timeoutMs, 5_000),
        ...(isTls && {
          rejectUnauthorized: true,
          minVersion: 'TLSv1.2' as const,
          ca: upstream.ca,
          cert: upstream.cert,
          key: upstream.key,
        }),
      },
    })
  }

  get isPaused(): boolean {
    return this.#now() < this.#pausedUntil
  }

  pause(ms: number): void {
    this.#pausedUntil = Math.max(this.#pausedUntil, this.#now() + ms)
  }

  dispatch({ method, target, headers, body }: Outgoing, handler: Dispatcher.DispatchHandler): void {
    this.#pool.dispatch(
      {
        method,
        path: this.upstream.basePath + target,
        headers: [...headers],
        body: body ?? null,
        ...(this.#servername !== undefined && { servername: this.#servername }),
      },
      handler,
    )
  }

  /** Lets what is under way end, then closes its sockets. */
  close(): void {
    void this.#pool.close()
  }
}
