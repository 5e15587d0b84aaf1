import {
  type Answer,
  type AnswerHead,
  FicusError,
  isFicusError,
  type RawHeaders,
  type Reply,
  type ReplyOwner,
} from '../exchange/index.ts'

/**
 * A reply whose answer is kept before anything is told: what became of its message is fetched later, so it is kept
 * also where the sender has gone meanwhile, and nobody is gone to whoever brings it.
 */
export class KeptReply implements Reply {
  readonly #reply: Reply
  readonly #keep: (answer: Answer) => Promise<Answer>
  readonly #ended: (accepted: Answer | undefined) => void

  /**
   * `keep` gives what is told instead, once the answer is kept. Fails with FicusError where it is not. `ended` is
   * called with it, or with nothing where there is no answer to be fetched.
   */
  constructor(
    reply: Reply,
    keep: (answer: Answer) => Promise<Answer>,
    ended: (accepted: Answer | undefined) => void,
  ) {
    this.#reply = reply
    this.#keep = keep
    this.#ended = ended
  }

  readonly isGone = false

  get hasStarted(): boolean {
    return this.#reply.hasStarted
  }

  whole(answer: Answer): void {
    void this.#keep(answer).then(
      accepted => {
        this.#ended(accepted)
        if (!this.#reply.isGone) this.#reply.whole(accepted)
      },
      (error: unknown) =>
        this.fail(
          isFicusError(error) ? error : new FicusError('internal', undefined, { cause: error }),
        ),
    )
  }

  fail(error: FicusError): void {
    this.#ended(undefined)
    if (this.#reply.isGone) this.#reply.destroy(error)
    else this.#reply.fail(error)
  }

  destroy(error: FicusError): void {
    this.#ended(undefined)
    this.#reply.destroy(error)
  }

  start(head: AnswerHead, first: Buffer | undefined): boolean {
    return this.#reply.start(head, first)
  }

  write(chunk: Buffer): boolean {
    return this.#reply.write(chunk)
  }

  end(trailers: RawHeaders): void {
    this.#reply.end(trailers)
  }

  get onDrain(): (() => void) | undefined {
    return this.#reply.onDrain
  }

  set onDrain(drained: (() => void) | undefined) {
    this.#reply.onDrain = drained
  }

  get onGone(): (() => void) | undefined {
    return this.#reply.onGone
  }

  set onGone(gone: (() => void) | undefined) {
    this.#reply.onGone = gone
  }

  get owner(): ReplyOwner | undefined {
    return this.#reply.owner
  }

  set owner(owner: ReplyOwner | undefined) {
    this.#reply.owner = owner
  }
}
