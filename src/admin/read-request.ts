import type { IncomingMessage } from 'node:http'
import { PEER_HEADER } from '../fleet/index.ts'
import type { Asker } from '../roles/index.ts'
import type { TURNED_BY } from '../telemetry/index.ts'
import type { ApiRequest } from './page.ts'

/** Why a request was turned away, as it is counted. */
export type TurnedBy = (typeof TURNED_BY)[number]

interface TurnedHow {
  readonly turned?: TurnedBy
  readonly headers?: Readonly<Record<string, string>>
}

/** A request that is not answered, and how that is told. */
export class NotAsked extends Error {
  readonly status: number
  readonly turned: TurnedBy | undefined
  readonly headers: Readonly<Record<string, string>>

  constructor(status: number, says: string, { turned, headers = {} }: TurnedHow = {}) {
    super(says)
    this.status = status
    this.turned = turned
    this.headers = headers
  }
}

const MOST_BYTES = 65_536

/** Reads what a request says before its body, but who asks. */
export function readHead({
  method = 'GET',
  url = '/',
  headers,
}: IncomingMessage): Omit<ApiRequest, 'body' | keyof Asker> {
  const [path = '/', query = ''] = url.split('?', 2)
  const signature = headers[PEER_HEADER]
  return {
    ...{ method, path, query, contentType: headers['content-type'] },
    ifMatch: headers['if-match'],
    lastEventId: headers['last-event-id']?.toString(),
    ...(typeof signature === 'string' && { signature }),
  }
}

/** Reads the body of a request: whole, of at most 64 KiB, and UTF-8. Throws {@link NotAsked}. */
export async function readBody(request: IncomingMessage): Promise<string> {
  const pieces: Buffer[] = []
  let bytes = 0
  for await (const piece of request) {
    bytes += (piece as Buffer).length
    if (bytes > MOST_BYTES) throw new NotAsked(413, `a change is at most ${MOST_BYTES} bytes`)
    pieces.push(piece as Buffer)
  }
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(Buffer.concat(pieces))
  } catch {
    throw new NotAsked(400, 'the body is not UTF-8')
  }
}
