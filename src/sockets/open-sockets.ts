import { TLSSocket } from 'node:tls'
import { buildConnector, type Dispatcher, Pool } from 'undici'
import type { Upstream } from '../exchange/index.ts'
import { type CertificateEnds, Certificates } from './certificate-ends.ts'

/** What goes out. */
export type Request = Dispatcher.DispatchOptions

/** Is told what becomes of a request, as it comes. */
export type Answering = Dispatcher.DispatchHandler

/** Holds an answer up, lets it go on, or ends it. */
export type Controller = Dispatcher.DispatchController

/** The sockets to one upstream. */
export interface Sockets {
  /** Sends one request; what becomes of it is told to `answering`. */
  dispatch(request: Request, answering: Answering): void
  /** When the certificates on both ends of them end. */
  readonly certificates: CertificateEnds
  /** Lets what is under way end, then closes them. */
  close(): Promise<void>
  /** Closes them; what is under way fails. */
  destroy(): Promise<void>
}

/** Opens no socket before there is a request; `most` of them at the same time. */
export function openSockets(upstream: Upstream, most: number): Sockets {
  const { protocol, hostname } = new URL(upstream.origin)
  const isTls = protocol === 'https:'
  const certificates = new Certificates(upstream)
  const pool = new Pool(upstream.origin, {
    connections: most,
    pipelining: 1,
    allowH2: false,
    // Backstops only: the deadline is each flight's own timer.
    headersTimeout: upstream.timeoutMs + 5_000,
    bodyTimeout: upstream.timeoutMs + 5_000,
    keepAliveTimeout: 4_000,
    // A server's hint may shorten our idle time, never lengthen it past what we would risk.
    keepAliveMaxTimeout: 30_000,
    connect: connectorFor(upstream, isTls, certificates),
  })
  // undici would take the name from a forwarded Host, which lets a sender steer SNI.
  const named = isTls ? { servername: hostname } : undefined
  return {
    certificates,
    dispatch(request, answering) {
      pool.dispatch(named === undefined ? request : { ...request, ...named }, answering)
    },
    close: () => pool.close(),
    destroy: () => pool.destroy(),
  }
}

function connectorFor(
  upstream: Upstream,
  isTls: boolean,
  certificates: Certificates,
): buildConnector.connector {
  const connect = buildConnector({
    allowH2: false,
    timeout: Math.min(upstream.timeoutMs, 5_000),
    ...(isTls && {
      rejectUnauthorized: true,
      minVersion: 'TLSv1.2' as const,
      ca: upstream.ca,
      cert: upstream.cert,
      key: upstream.key,
    }),
  })
  return (options, connected) => {
    connect(options, (...came) => {
      const [, socket] = came
      if (socket instanceof TLSSocket) certificates.shownOn(socket)
      connected(...came)
    })
  }
}
