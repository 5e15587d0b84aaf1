import { Pool } from 'undici'
import type { Upstream } from '../exchange/index.ts'
import { Breaker } from './breaker.ts'

/** One upstream with its sockets, its queue and its breaker. */
export class UpstreamPool {
  readonly upstream: Upstream
  readonly breaker = new Breaker()
  readonly servername: string | undefined
  #inFlight = 0
  #closesWhenIdle = false
  #isClosed = false
  readonly #pool: Pool

  constructor(upstream: Upstream) {
    this.upstream = upstream
    const { protocol, hostname } = new URL(upstream.origin)
    const isTls = protocol === 'https:'
    // undici would take the name from a forwarded Host, which lets a sender steer SNI.
    this.servername = isTls ? hostname : undefined
    this.#pool = new Pool(upstream.origin, {
      connections: upstream.connections,
      pipelining: 1,
      allowH2: false,
      // Backstops only: the deadline is each flight's own timer.
      headersTimeout: upstream.timeoutMs + 5_000,
      bodyTimeout: upstream.timeoutMs + 5_000,
      keepAliveTimeout: 4_000,
      // A server's hint may shorten our idle time, never lengthen it past what we would risk.
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

  get inFlight(): number {
    return this.#inFlight
  }

  /** Whether one more request would wait longer than the queue allows. */
  get isFull(): boolean {
    return this.#inFlight >= this.upstream.connections + this.upstream.queue
  }

  dispatch(...args: Parameters<Pool['dispatch']>): void {
    this.#inFlight += 1
    this.#pool.dispatch(...args)
  }

  left(): void {
    this.#inFlight -= 1
    if (this.#closesWhenIdle && this.#inFlight === 0) void this.close()
  }

  /** Lets what is under way end, then closes its sockets. */
  closeWhenIdle(): void {
    this.#closesWhenIdle = true
    if (this.#inFlight === 0) void this.close()
  }

  get isClosed(): boolean {
    return this.#isClosed
  }

  async close(): Promise<void> {
    this.#isClosed = true
    await this.#pool.destroy()
  }
}
