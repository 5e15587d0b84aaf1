import { type Answer, type AnswerHead, AroundReply, type Reply } from '../exchange/index.ts'

/**
 * A reply that waits until what its answer says is kept. It says no less where that cannot be kept: the write was
 * carried out, and whoever is told otherwise would write it twice.
 */
export class LearningReply extends AroundReply {
  readonly #learn: (answer: Answer) => Promise<void> | undefined

  /** `learn` gives nothing where there is nothing to keep. */
  constructor(reply: Reply, learn: (answer: Answer) => Promise<void> | undefined) {
    super(reply)
    this.#learn = learn
  }

  override whole(answer: Answer): void {
    const learnt = this.#learn(answer)
    if (learnt === undefined) super.whole(answer)
    else {
      void learnt.finally(() => {
        if (!this.isGone) super.whole(answer)
      })
    }
  }

  /** An answer that streams is not held up: what it names is kept while its body is on the way. */
  override start(head: AnswerHead, first: Buffer | undefined): boolean {
    void this.#learn({ ...head, body: NOTHING })
    return super.start(head, first)
  }
}

const NOTHING = Buffer.alloc(0)
