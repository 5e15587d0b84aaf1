import type { FicusError } from './errors.ts'
import type { Answer, AnswerHead, Reply, ReplyOwner } from './exchange.ts'
import type { RawHeaders } from './headers.ts'

/** A reply around another, which it hands everything on to: for whoever does one thing of it in another way. */
export class AroundReply implements Reply {
  protected readonly reply: Reply

  constructor(reply: Reply) {
    this.reply = reply
  }

  get isGone(): boolean {
    return this.reply.isGone
  }

  get hasStarted(): boolean {
    return this.reply.hasStarted
  }

  whole(answer: Answer): void {
    this.reply.whole(answer)
  }

  fail(error: FicusError): void {
    this.reply.fail(error)
  }

  destroy(error: FicusError): void {
    this.reply.destroy(error)
  }

  start(head: AnswerHead, first: Buffer | undefined): boolean {
    return this.reply.start(head, first)
  }

  write(chunk: Buffer): boolean {
    return this.reply.write(chunk)
  }

  end(trailers: RawHeaders): void {
    this.reply.end(trailers)
  }

  get onDrain(): (() => void) | undefined {
    return this.reply.onDrain
  }

  set onDrain(drained: (() => void) | undefined) {
    this.reply.onDrain = drained
  }

  get onGone(): (() => void) | undefined {
    return this.reply.onGone
  }

  set onGone(gone: (() => void) | undefined) {
    this.reply.onGone = gone
  }

  get owner(): ReplyOwner | undefined {
    return this.reply.owner
  }

  set owner(owner: ReplyOwner | undefined) {
    this.reply.owner = owner
  }
}
