import { X509Certificate } from 'node:crypto'
import type { TLSSocket } from 'node:tls'
import type { Upstream } from '../exchange/index.ts'

/**
 * When the first certificate of each kind ends, epoch milliseconds: of those an upstream shows, of those it is shown,
 * of the authorities it is trusted by. Undefined where there is none, or it showed none yet. Nothing else of a
 * certificate is kept: its names may be somebody's.
 */
export interface CertificateEnds {
  readonly server: number | undefined
  readonly client: number | undefined
  readonly authority: number | undefined
}

const CERTIFICATES = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g

/** Keeps when the certificates of one upstream end; what it shows is learned at each full handshake. */
export class Certificates implements CertificateEnds {
  readonly client: number | undefined
  readonly authority: number | undefined
  #server: number | undefined

  constructor({ cert, ca }: Pick<Upstream, 'cert' | 'ca'>) {
    this.client = firstEnd(certificatesIn(cert))
    this.authority = firstEnd(certificatesIn(ca))
  }

  get server(): number | undefined {
    return this.#server
  }

  /** Learns from a socket that has just been proven. One that goes on with an old session was shown nothing new. */
  shownOn(socket: TLSSocket): void {
    if (socket.isSessionReused()) return
    this.#server = firstEnd(chainOf(socket.getPeerX509Certificate())) ?? this.#server
  }
}

const certificatesIn = (pem: string | undefined): readonly X509Certificate[] =>
  (pem?.match(CERTIFICATES) ?? []).map(each => new X509Certificate(each))

/** No chain that is believed is as long. */
const LONGEST = 16

function chainOf(shown: X509Certificate | undefined): readonly X509Certificate[] {
  const chain: X509Certificate[] = []
  for (let each = shown; each !== undefined && chain.length < LONGEST;) {
    chain.push(each)
    each = each.issuerCertificate
  }
  return chain
}

function firstEnd(certificates: readonly X509Certificate[]): number | undefined {
  const ends = certificates.map(({ validToDate }) => validToDate.getTime())
  return ends.length === 0 ? undefined : Math.min(...ends)
}
