import type { IncomingMessage } from 'node:http'
import { type Body, FicusError, type Need, NO_BODY, type Received } from '../exchange/index.ts'
import { PEEK_UP_TO, SCAN_UP_TO, WHOLE_UP_TO } from './limits.ts'
import { Upload } from './upload.ts'

/** How far to read, and whether reaching the mark is an error or the start of a stream. */
interface Reach {
  readonly bytes: number
  readonly beyond: 'stream' | 'too-large'
}

const SPINE = new Set(['soap', 'ebxml'])

function reachOf(received: Received, need: Need, maxBodyBytes: number): Reach {
  if (need === 'whole') return { bytes: maxBodyBytes, beyond: 'too-large' }
  if (received.length !== undefined && received.length <= WHOLE_UP_TO) {
    return { bytes: WHOLE_UP_TO, beyond: 'stream' }
  }
  if (need === 'scan' || need === 'kept') return { bytes: SCAN_UP_TO, beyond: 'stream' }
  return { bytes: SPINE.has(received.language) ? PEEK_UP_TO : 0, beyond: 'stream' }
}

/**
 * Reads as much of a body as the need asks for and calls back once, with the body or with what is wrong.
 *
 * Small bodies of known length come whole, so that they leave in one write and can be sent again to another
 * side; others become a stream that begins with what was read. Of a body the sender breaks
 * off nobody hears more: its reply closes, and says so.
 */
export function readBody(
  request: IncomingMessage,
  received: Received,
  need: Need,
  ways: { readonly maxBodyBytes: number; then(body: Body): void; fail(error: FicusError): void },
): void {
  if (received.length === 0) {
    ways.then(NO_BODY)
    return
  }
  const reach = reachOf(received, need, ways.maxBodyBytes)
  if (reach.beyond === 'too-large' && (received.length ?? 0) > reach.bytes) {
    ways.fail(new FicusError('too-large', `more than ${reach.bytes} bytes`))
    return
  }
  if (reach.bytes === 0) {
    ways.then(streamOf(request, [], received.length))
    return
  }
  new Reading(request, received, reach, ways)
}

/** Collects chunks until the reach or the end, whichever comes first. */
class Reading {
  readonly #request: IncomingMessage
  readonly #received: Received
  readonly #reach: Reach
  readonly #ways: { then(body: Body): void; fail(error: FicusError): void }
  #chunks: Buffer[] = []
  #size = 0

  constructor(
    request: IncomingMessage,
    received: Received,
    reach: Reach,
    ways: { then(body: Body): void; fail(error: FicusError): void },
  ) {
    this.#request = request
    this.#received = received
    this.#reach = reach
    this.#ways = ways
    request.on('data', this.#onData)
    request.on('end', this.#onEnd)
  }

  #onData = (chunk: Buffer): void => {
    this.#chunks.push(chunk)
    this.#size += chunk.length
    const { bytes, beyond } = this.#reach
    if (this.#size < bytes || (this.#size === bytes && beyond === 'too-large')) return
    if (this.#size === this.#received.length) return
    this.#stop()
    if (beyond === 'too-large') {
      this.#request.resume()
      this.#ways.fail(new FicusError('too-large', `more than ${bytes} bytes`))
    } else {
      this.#request.pause()
      this.#ways.then(streamOf(this.#request, this.#chunks, this.#received.length))
    }
  }

  #onEnd = (): void => {
    const whole = this.#chunks.length === 1 ? this.#chunks[0] : undefined
    this.#ways.then({ kind: 'whole', bytes: whole ?? Buffer.concat(this.#chunks) })
  }

  #stop(): void {
    this.#request.off('data', this.#onData)
    this.#request.off('end', this.#onEnd)
  }
}

function streamOf(request: IncomingMessage, chunks: Buffer[], length: number | undefined): Body {
  const read = chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks)
  return { kind: 'stream', read, length, open: () => new Upload(request, read) }
}
