import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import {
  type Answer,
  type AnswerHead,
  type FicusError,
  type RawHeaders,
  type Reply,
  type ReplyOwner,
  withoutHopHeaders,
} from '../exchange/index.ts'

/** What a reply asks of the listener. */
export interface ReplyContext {
  /** Whether a connection takes no further request. */
  isLast(socket: Socket): boolean
  /** Lines put on every reply, such as the mark of a simulated upstream. */
  readonly added: RawHeaders
  readonly writeTimeoutMs: number
  /** Called once, when the reply to a request has ended one way or the other. */
  ended(request: IncomingMessage): void
}

// Less than this fits in the kernel's send buffer, so a small reply costs no timer.
const WATCHED_FROM = 16_384

/** Puts an answer on the supplier's socket: its head as it came, its framing re-made, nothing of ours added. */
export class HttpReply implements Reply {
  onDrain: (() => void) | undefined
  onGone: (() => void) | undefined
  owner: ReplyOwner | undefined
  readonly #response: ServerResponse
  readonly #context: ReplyContext
  #bytes = 0
  #stalled: NodeJS.Timeout | undefined
  #error: FicusError | undefined

  constructor(response: ServerResponse, context: ReplyContext) {
    this.#response = response
    this.#context = context
    response.on('close', this.#onClose)
  }

  get isGone(): boolean {
    return this.#response.destroyed
  }

  get hasStarted(): boolean {
    return this.#response.headersSent
  }

  whole(answer: Answer): void {
    this.#bytes = answer.body.length
    this.#head(answer)
    this.#response.end(answer.body)
    if (answer.body.length > WATCHED_FROM) this.#watch()
  }

  start(head: AnswerHead, first: Buffer | undefined): boolean {
    this.#head(head)
    if (first !== undefined) return this.write(first)
    // A slow body must not hold back a head that is there; a quick one shares its packet.
    setImmediate(() => {
      if (this.#bytes === 0 && !this.#response.writableEnded) this.#response.flushHeaders()
    })
    return true
  }

  write(chunk: Buffer): boolean {
    this.#bytes += chunk.length
    if (this.#response.write(chunk)) return true
    this.#watch()
    this.#response.once('drain', this.#onDrained)
    return false
  }

  end(trailers: RawHeaders): void {
    if (trailers.length > 0 && this.#response.chunkedEncoding) {
      this.#response.addTrailers(pairs(trailers))
    }
    this.#response.end()
    this.#watch()
  }

  fail(error: FicusError): void {
    if (this.hasStarted || this.owner === undefined) {
      this.destroy(error)
      return
    }
    this.#error = error
    this.whole(this.owner.errorAnswer(error))
  }

  destroy(error: FicusError): void {
    this.#error ??= error
    this.#response.destroy()
  }

  #head(head: AnswerHead): void {
    const response = this.#response
    const lines = withoutHopHeaders(head.headers)
    for (const line of this.#context.added) lines.push(line)
    response.sendDate = false
    // After bad framing nobody knows where the next request begins.
    const isLast = this.#context.isLast(response.req.socket) || this.#error?.code === 'framing'
    if (isLast) lines.push('Connection', 'close')
    else if (response.req.httpVersionMinor === 1) response.removeHeader('connection')
    response.writeHead(head.status, head.reason, lines)
  }

  /** Cuts a supplier that leaves its answer unread: the bytes would be held for it for ever. */
  #watch(): void {
    if (this.#stalled !== undefined || this.#response.writableFinished) return
    this.#stalled = setTimeout(() => this.#response.destroy(), this.#context.writeTimeoutMs)
  }

  #onDrained = (): void => {
    clearTimeout(this.#stalled)
    this.#stalled = undefined
    this.onDrain?.()
  }

  /** The one event that comes of every response: after its last byte was handed over, or instead of that. */
  #onClose = (): void => {
    const isFinished = this.#response.writableFinished
    const tell = isFinished ? undefined : this.onGone
    this.onGone = undefined
    this.#settle(isFinished)
    tell?.()
  }

  #settle(finished: boolean): void {
    clearTimeout(this.#stalled)
    this.#context.ended(this.#response.req)
    const status = finished ? this.#response.statusCode : (this.#error?.row.status ?? 499)
    this.owner?.settled({ status, bytes: this.#bytes, error: this.#error })
  }
}

function pairs(lines: RawHeaders): [string, string][] {
  const result: [string, string][] = []
  for (let i = 0; i < lines.length; i += 2) {
    result.push([lines[i] as string, lines[i + 1] as string])
  }
  return result
}
