import type { Answer, AnswerHead } from './exchange.ts'
import type { RawHeaders } from './headers.ts'

/** An answer as the supplier got it, whole, in bytes that are nobody else's. */
export interface Captured {
  readonly status: number
  readonly headers: RawHeaders
  /** Of an `ArrayBuffer` of its own and just as long, so that it can be handed to a thread. */
  readonly body: Uint8Array<ArrayBuffer>
}

/**
 * Keeps what passes to a supplier, up to a bound: pieces are held as they are and copied once, after the supplier's
 * last byte, so that nothing is done for a copy while somebody waits.
 */
export class Capture {
  readonly #mostBytes: number
  #head: AnswerHead | undefined
  #pieces: Buffer[] = []
  #bytes = 0

  constructor(mostBytes: number) {
    this.#mostBytes = mostBytes
  }

  /** An answer begins; one that began before was not the one that went on. */
  start(head: AnswerHead, first?: Buffer): void {
    this.#head = head
    this.#pieces = []
    this.#bytes = 0
    if (first !== undefined) this.write(first)
  }

  write(piece: Buffer): void {
    this.#bytes += piece.length
    if (this.isOverflown) this.#pieces = []
    else this.#pieces.push(piece)
  }

  whole(answer: Answer): void {
    this.start(answer, answer.body)
  }

  /** Whether more passed than is kept: then nothing is. */
  get isOverflown(): boolean {
    return this.#bytes > this.#mostBytes
  }

  /** Gives what was kept, copied; undefined where no answer began or it was too large. */
  take(): Captured | undefined {
    if (this.#head === undefined || this.isOverflown) return undefined
    const body = new Uint8Array(new ArrayBuffer(this.#bytes))
    let at = 0
    for (const piece of this.#pieces) {
      body.set(piece, at)
      at += piece.length
    }
    const { status, headers } = this.#head
    return { status, headers, body }
  }
}
