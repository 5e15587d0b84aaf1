import type { IncomingMessage } from 'node:http'
import { isIP } from 'node:net'
import { PEER_HEADER } from '../fleet/index.ts'
import type { Asker } from '../roles/index.ts'
import type { ApiRequest } from './page.ts'

/** A request that is not answered, and how that is told. */
export class NotAsked extends Error {
  readonly status: number

  constructor(status: number, says: string) {
    super(says)
    this.status = status
  }
}

const MOST_BYTES = 65_536

/**
 * Reads a request to the API: whole, of at most 64 KiB, and from whoever may ask. Throws {@link NotAsked}.
 *
 * A page of somebody else's that runs in the operator's browser could ask a port of this machine: it gives itself
 * away by its Origin, or, where it made its own name point here, by a Host that is a name.
 */
export async function readRequest(request: IncomingMessage, asker: Asker): Promise<ApiRequest> {
  const { method = 'GET', headers } = request
  const [path = '/', query = ''] = (request.url ?? '/').split('?', 2)
  refuseForeign(headers.host ?? '', headers.origin)
  const contentType = headers['content-type']
  const signature = headers[PEER_HEADER]
  const signed = typeof signature === 'string' ? { signature } : {}
  const lastEventId = headers['last-event-id']?.toString()
  const body = await bodyOf(request)
  return { method, path, query, contentType, body, lastEventId, ...signed, ...asker }
}

function refuseForeign(host: string, origin: string | undefined): void {
  const name = host.replace(/:\d+$/, '').replace(/^\[(.*)\]$/, '$1')
  if (name !== 'localhost' && isIP(name) === 0) {
    throw new NotAsked(403, 'this port is asked by its address, not by a name')
  }
  if (origin !== undefined && origin !== `http://${host}`) {
    throw new NotAsked(403, 'a page of another origin may not ask this port')
  }
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const pieces: Buffer[] = []
  let bytes = 0
  for await (const piece of request) {
    bytes += (piece as Buffer).length
    if (bytes > MOST_BYTES) throw new NotAsked(413, `a change is at most ${MOST_BYTES} bytes`)
    pieces.push(piece as Buffer)
  }
  return Buffer.concat(pieces).toString('utf8')
}

/** Says who asks where nobody has a token: on loopback an operator, elsewhere one who may look and halt. */
export const askerAt = (host: string): Asker =>
  isLoopback(host)
    ? { actor: 'operator', roles: ['operator', 'approver'] }
    : { actor: 'viewer', roles: ['viewer'] }

const isLoopback = (host: string): boolean =>
  host === 'localhost' || host === '::1' || /^127\./.test(host)
