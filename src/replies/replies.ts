import { STATUS_CODES } from 'node:http'
import {
  type Answer,
  FicusError,
  headersOf,
  type Identified,
  type Prepared,
  type RawHeaders,
  type Received,
  type Reply,
  REMEMBERED_MS,
} from '../exchange/index.ts'
import { isStoreError, type Naming, type Store, type StoreError } from '../fleet/index.ts'
import type { StoreMeter } from '../telemetry/index.ts'
import { KeptReply } from './kept-reply.ts'
import { type Pair, readPair, writePair } from './pair.ts'
import { locationOf, pollIdIn, pollIdOf } from './poll-id.ts'
import { open, seal } from './sealed.ts'

/**
 * So long an answer waits to be fetched, milliseconds: as long as it is remembered where its message went. Whoever
 * polls gives up after a minute (25 and 50 seconds in the clients NHS England published), and a message is sent again
 * for five; then nobody comes for it any more, and what no one needs is not kept.
 */
export const REPLY_KEPT_MS = REMEMBERED_MS

/** What came of a request for an answer: it was given, it is to be asked for again, or there is none for who asks. */
export type PollResult = 'given' | 'again' | 'unknown'

/** What the replies of one instance stand on. */
export interface RepliesOptions {
  readonly store: Pick<Store, 'replies'>
  readonly naming: Naming
  /** Called for each request for an answer with what came of it. */
  readonly polled: (result: PollResult) => void
  /** Called with how many answers ended that nobody had fetched. */
  readonly unfetched: (count: number) => void
  /** Counts how long the store was waited for. */
  readonly meter?: Pick<StoreMeter, 'waited'>
  /** Milliseconds on a clock that only goes forward; the process's where absent. */
  readonly clock?: () => number
}

/** The answers that wait to be fetched, as one instance keeps and gives them. */
export interface Replies {
  /**
   * Answers a request for one of them; undefined where it asks for nothing of ours. Asks the store and nobody else, and
   * never fails: where the store is silent it is to be asked for again.
   */
  fetch(received: Received): Promise<Answer> | undefined
  /**
   * Gives what the sender of this very message was told when it was sent before, while its answer waits. Where this
   * instance is bringing the answer now it waits for it. Fails with FicusError `not-sent` where the store does not say.
   */
  toldBefore(message: Identified): Promise<Answer | undefined>
  /**
   * Gives the way back for an answer that its sender fetches later: it is kept, and then its sender is told from where.
   * Throws FicusError `not-sent` where an answer was not kept a moment ago: a write whose answer cannot be brought is
   * better not sent at all, and its sender sends it again.
   */
  keeping(prepared: Prepared, reply: Reply): Reply
  /** Takes off what has ended, where it is time to: `now` is milliseconds of a clock that only goes forward. */
  sweep(now: number): void
}

/** How often what has ended is taken off, milliseconds: often beside how long an answer waits, seldom for a store. */
const SWEEP_EVERY_MS = 10_000

/** So long after an answer was not kept no message is sent whose answer would have to be, milliseconds. */
const HELD_BACK_MS = 5_000

/** Builds the replies of one instance. */
export const createReplies = (options: RepliesOptions): Replies => new StoredReplies(options)

class StoredReplies implements Replies {
  readonly #options: RepliesOptions
  readonly #clock: () => number
  /** By its id, what the sender of a message that is on its way will be told; nothing where it is told of no answer. */
  readonly #underway = new Map<string, Promise<Answer | undefined>>()
  #sweptAt = -Infinity
  /** When an answer was not kept, on the clock that only goes forward. */
  #failedAt = -Infinity

  constructor(options: RepliesOptions) {
    this.#options = options
    this.#clock = options.clock ?? (() => performance.now())
  }

  fetch({ method, target, headers }: Received): Promise<Answer> | undefined {
    const id = pollIdIn(target)
    if (id === undefined) return undefined
    if (method !== 'GET') return Promise.resolve(answerOf(405, ['Allow', 'GET']))
    const asids = headersOf(headers, 'nhsd-asid').map(asid => asid.trim())
    const [asid = '', another] = asids
    return this.#fetched(id, another === undefined ? asid : '')
  }

  async toldBefore(message: Identified): Promise<Answer | undefined> {
    const id = pollIdOf(message, this.#options.naming)
    if (id === undefined) return undefined
    const told = await this.#underway.get(id)
    if (told !== undefined) return told
    try {
      return (await this.#find(id, message.from.asid ?? ''))?.accepted
    } catch (error) {
      if (!isStoreError(error)) throw error
      throw new FicusError('not-sent', `the store does not say what was told: ${error.code}`, {
        cause: error,
      })
    }
  }

  keeping(prepared: Prepared, reply: Reply): Reply {
    if (this.#clock() - this.#failedAt < HELD_BACK_MS) {
      throw new FicusError('not-sent', 'the store did not keep an answer a moment ago')
    }
    return new KeptReply(
      reply,
      answer => this.#keep(prepared, answer),
      this.#begun(pollIdOf(prepared, this.#options.naming) ?? '', prepared.deadline),
    )
  }

  sweep(now: number): void {
    if (now - this.#sweptAt < SWEEP_EVERY_MS) return
    this.#sweptAt = now
    const { store, unfetched } = this.#options
    // Where the store is silent it is swept when it is there again.
    void store.replies.sweep().then(unfetched, ownMistakes)
  }

  /** Notes that an answer is on its way; gives how its end is told, which after its deadline nobody waits for. */
  #begun(id: string, deadline: number): (accepted: Answer | undefined) => void {
    const { promise, resolve } = Promise.withResolvers<Answer | undefined>()
    // Nothing is told of one whose sender went away before it was sent, and a timer keeps no process alive.
    const late = setTimeout(() => resolve(undefined), deadline - this.#clock()).unref()
    this.#underway.set(id, promise)
    void promise.then(() => {
      clearTimeout(late)
      if (this.#underway.get(id) === promise) this.#underway.delete(id)
    })
    return resolve
  }

  async #fetched(id: string, asid: string): Promise<Answer> {
    const { polled, store, naming } = this.#options
    try {
      const isAsked = asid !== '' && id !== 'none'
      const found = isAsked ? await this.#waited(this.#find(id, asid)) : undefined
      polled(found === undefined ? 'unknown' : 'given')
      if (found === undefined) return answerOf(404)
      // Where this is lost it is counted as one that nobody fetched.
      void store.replies.fetched(naming.nameOf('reply', id)).catch(ownMistakes)
      return { ...found.reply, headers: [...found.reply.headers, ...NOT_STORED] }
    } catch (error) {
      if (!isStoreError(error)) throw error
      polled('again')
      return answerOf(202, ['Content-Location', locationOf(id)])
    }
  }

  async #waited<Value>(answer: Promise<Value>): Promise<Value> {
    const at = performance.now()
    try {
      return await answer
    } finally {
      this.#options.meter?.waited('reply', performance.now() - at)
    }
  }

  async #find(id: string, asid: string): Promise<Pair | undefined> {
    const { store, naming } = this.#options
    const sealed = await store.replies.find(naming.nameOf('reply', id), REPLY_KEPT_MS)
    const plain = sealed && open(sealed, naming.secretOf('reply', id), asid)
    return plain && readPair(plain)
  }

  async #keep(prepared: Prepared, reply: Answer): Promise<Answer> {
    const { store, naming } = this.#options
    const id = pollIdOf(prepared, naming)
    const accepted = id === undefined ? undefined : prepared.translated?.accepted?.(locationOf(id))
    const { asid } = prepared.from
    if (id === undefined || accepted === undefined || asid === undefined) {
      throw new FicusError('internal', 'an answer nobody could fetch')
    }
    try {
      const sealed = seal(writePair({ accepted, reply }), naming.secretOf('reply', id), asid)
      await this.#waited(store.replies.keep(naming.nameOf('reply', id), sealed, REPLY_KEPT_MS))
      return accepted
    } catch (error) {
      // One that is too large says nothing of the next.
      const isStore = isStoreError(error) && error.code !== 'invalid'
      if (isStore) this.#failedAt = this.#clock()
      throw unkept(error, prepared)
    }
  }
}

/**
 * The cloud has acted and its answer cannot be brought: a read may be asked again, and a write must not be, however
 * often its sender would try (the codes it tries again after are for what was not sent).
 */
function unkept(error: unknown, { class: klass }: Prepared): FicusError {
  if (!isStoreError(error)) return new FicusError('internal', undefined, { cause: error })
  const isRead = klass === 'read' || klass === 'audited-read'
  const detail = `the store did not keep its answer: ${error.code}`
  return new FicusError(isRead ? 'no-answer' : 'sent-unknown', detail, { cause: error })
}

/** It is about a patient, and whoever stands between has nothing to keep of it (RFC 9111 §5.2.2.5). */
const NOT_STORED: RawHeaders = ['Cache-Control', 'no-store']

const answerOf = (status: number, headers: RawHeaders = []): Answer => ({
  status,
  reason: STATUS_CODES[status] ?? '',
  headers: [...headers, ...NOT_STORED, 'Content-Length', '0'],
  body: Buffer.alloc(0),
})

function ownMistakes(error: StoreError | Error): void {
  if (!isStoreError(error)) throw error
}
