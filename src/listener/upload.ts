import type { IncomingMessage } from 'node:http'
import { Readable } from 'node:stream'
import { FicusError } from '../exchange/index.ts'

/**
 * A request's body as a stream of its own, beginning with what was read already.
 *
 * It stands between the two sockets so that an upstream that fails destroys this stream and not the
 * supplier's connection, over which the error must still be said.
 */
export class Upload extends Readable {
  readonly #request: IncomingMessage

  constructor(request: IncomingMessage, read: Buffer) {
    super({ highWaterMark: 65_536 })
    this.#request = request
    if (read.length > 0) this.push(read)
    request.on('data', this.#onData)
    request.on('end', this.#onEnd)
    request.on('close', this.#onClose)
    request.pause()
  }

  override _read(): void {
    this.#request.resume()
  }

  override _destroy(error: Error | null, callback: (error?: Error | null) => void): void {
    this.#request.off('data', this.#onData)
    this.#request.off('end', this.#onEnd)
    this.#request.off('close', this.#onClose)
    // What nobody wants any more is read and dropped, or the supplier would never read our answer.
    this.#request.resume()
    callback(error)
  }

  #onData = (chunk: Buffer): void => {
    if (!this.push(chunk)) this.#request.pause()
  }

  #onEnd = (): void => {
    this.push(null)
  }

  #onClose = (): void => {
    if (!this.#request.complete) this.destroy(new FicusError('aborted', 'the sender broke off'))
  }
}
