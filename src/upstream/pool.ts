import type { Upstream } from '../exchange/index.ts'
import { type CertificateEnds, openSockets, type Sockets } from '../sockets/index.ts'
import { unrecorded } from '../telemetry/index.ts'
import { Breaker } from './breaker.ts'

/** One upstream with its sockets, its queue and its breaker. */
export class UpstreamPool {
  readonly upstream: Upstream
  readonly breaker = new Breaker()
  #inFlight = 0
  #closesWhenIdle = false
  #isClosed = false
  readonly #sockets: Sockets

  constructor(upstream: Upstream) {
    this.upstream = upstream
    this.#sockets = openSockets(upstream, upstream.connections)
  }

  get inFlight(): number {
    return this.#inFlight
  }

  get certificates(): CertificateEnds {
    return this.#sockets.certificates
  }

  /** Whether one more request would wait longer than the queue allows. */
  get isFull(): boolean {
    return this.#inFlight >= this.upstream.connections + this.upstream.queue
  }

  dispatch(...args: Parameters<Sockets['dispatch']>): void {
    this.#inFlight += 1
    unrecorded(send, this.#sockets, ...args)
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
    await this.#sockets.destroy()
  }
}

const send = (sockets: Sockets, ...args: Parameters<Sockets['dispatch']>): void =>
  sockets.dispatch(...args)
