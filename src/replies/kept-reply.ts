import {
  type Answer,
  AroundReply,
  FicusError,
  isFicusError,
  type Reply,
} from '../exchange/index.ts'

/**
 * A reply whose answer is kept before anything is told: what became of its message is fetched later, so it is kept
 * also where the sender has gone meanwhile, and nobody is gone to whoever brings it.
 */
export class KeptReply extends AroundReply {
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
    super(reply)
    this.#keep = keep
    this.#ended = ended
  }

  override get isGone(): boolean {
    return false
  }

  override whole(answer: Answer): void {
    void this.#keep(answer).then(
      accepted => {
        this.#ended(accepted)
        if (!this.reply.isGone) this.reply.whole(accepted)
      },
      (error: unknown) =>
        this.fail(
          isFicusError(error) ? error : new FicusError('internal', undefined, { cause: error }),
        ),
    )
  }

  override fail(error: FicusError): void {
    this.#ended(undefined)
    if (this.reply.isGone) this.reply.destroy(error)
    else this.reply.fail(error)
  }

  override destroy(error: FicusError): void {
    this.#ended(undefined)
    this.reply.destroy(error)
  }
}
