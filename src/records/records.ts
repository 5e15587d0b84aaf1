import {
  type Answer,
  type Captured,
  type Cohort,
  copiedSpanOf,
  FicusError,
  type Identified,
  type Keys,
  type Prepared,
  type Reply,
  REMEMBERED_MS,
  mayBeAtEither,
  type Routed,
  type RouteState,
  type Side,
} from '../exchange/index.ts'
import {
  isStoreError,
  type Name,
  type Naming,
  type Store,
  type StoreError,
} from '../fleet/index.ts'
import type { RecordResult, StoreAsked, StoreMeter } from '../telemetry/index.ts'
import { isAcknowledgment } from './acknowledgment.ts'
import { callName } from './call-name.ts'
import { Copied } from './copied.ts'
import { LearningReply } from './learning-reply.ts'
import { readTold, writeTold } from './told.ts'

/** What the records of one instance stand on. */
export interface RecordsOptions {
  readonly store: Pick<Store, 'bind' | 'boundTo' | 'acknowledge' | 'pinOf' | 'pin'>
  readonly naming: Naming
  /** Finds what a message is known by in a cohort, in normal form. */
  readonly keysOf: (
    cohort: Cohort,
    message: Identified,
  ) => { readonly key: string | undefined; readonly second: string | undefined }
  /** Says whether a message may change something. */
  readonly isWrite: (routed: Pick<Routed, 'class' | 'route'>) => boolean
  /** Brings a message id to the form ids are compared in. */
  readonly normalId: (written: string) => string | undefined
  /** Finds what the sender of a message was told whose answer it fetches later. Fails with FicusError `not-sent`. */
  readonly toldBefore: (message: Identified) => Promise<Answer | undefined>
  /** Counts what came of asking the store, and how long that was waited for. */
  readonly meter?: StoreMeter
  /** By which keys entities are known that come to be with some message. */
  readonly created: ReadonlySet<keyof Keys>
  /** Epoch milliseconds. */
  readonly now: () => number
}

/** What is kept of a message that is sent on. */
export interface Kept {
  /** Where every message with one of its ids goes. */
  readonly side: Side
  /** What its sender was told when it was sent before. */
  readonly told: Answer | undefined
}

/** The two promises of a fleet about what it was given: that it is found again, and that it is carried out once. */
export interface Records {
  /**
   * Finds where the entity of a message is; undefined, and nobody is asked, where it has none that is pinned.
   * Fails with FicusError `not-sent` where the store does not say.
   */
  find(routed: Routed, at: RouteState | undefined): Promise<Routed['pin']> | undefined
  /**
   * Keeps where a message goes before its first byte leaves, and pins what comes to be with it; undefined, and
   * nobody is asked, where it could not have gone elsewhere. Fails with FicusError `not-sent` where the store does
   * not confirm it.
   */
  keep(prepared: Prepared, at: RouteState | undefined): Promise<Kept> | undefined
  /** Keeps what the sender of a kept message was told, if it is an acknowledgement. Returns at once. */
  tell(prepared: Prepared, answer: Captured): void
  /**
   * Gives the reply a write is to be answered on: where records are copied it is not answered before it is kept what
   * its entity is known by from now on, and which side has it.
   */
  learning(prepared: Prepared, reply: Reply): Reply
  /**
   * Tells whether what was served was written so late that the other side may not have its copy: at once, and nobody
   * is asked, where records are not copied; later else.
   */
  tellFresh(prepared: Prepared, told: (isFresh: boolean) => void): void
}

/** Builds the records of one instance. */
export const createRecords = (options: RecordsOptions): Records => new StoredRecords(options)

class StoredRecords implements Records {
  readonly #options: RecordsOptions
  readonly #copied: Copied

  constructor(options: RecordsOptions) {
    this.#options = options
    this.#copied = new Copied({ ...options, came: result => this.#came(result) })
  }

  find(routed: Routed, at: RouteState | undefined): Promise<Routed['pin']> | undefined {
    const { cohort } = routed.route
    if (cohort?.pin !== true) return this.#findCopied(routed, at)
    const names = this.#entity(cohort, routed)
    return names.length === 0 ? undefined : this.#waited('pin', this.#find(cohort, names, routed))
  }

  keep(prepared: Prepared, at: RouteState | undefined): Promise<Kept> | undefined {
    if (!this.#mayGoElsewhere(prepared, at)) {
      if (this.#options.isWrite(prepared)) this.#copied.note(prepared, at)
      return undefined
    }
    const names = this.#message(prepared)
    // Nothing tells it from another, so it went to legacy, and does so however often it is sent.
    return names.length === 0 ? undefined : this.#waited('binding', this.#keep(prepared, names))
  }

  tell(prepared: Prepared, answer: Captured): void {
    if (prepared.language !== 'ebxml' || !isAcknowledgment(answer)) return
    const told = writeTold(answer)
    // Where this is lost the message goes where it went, and is told there that it came twice.
    void this.#options.store.acknowledge(this.#message(prepared), told).catch(ownMistakes)
  }

  learning(prepared: Prepared, reply: Reply): Reply {
    const isKept = copiedSpanOf(prepared.route) !== undefined && this.#options.isWrite(prepared)
    return isKept ? new LearningReply(reply, answer => this.#copied.learn(prepared, answer)) : reply
  }

  tellFresh(prepared: Prepared, told: (isFresh: boolean) => void): void {
    const fresh = this.#copied.isFresh(prepared)
    if (fresh === undefined) told(false)
    else void fresh.then(told)
  }

  #findCopied(routed: Routed, at: RouteState | undefined): Promise<Routed['pin']> | undefined {
    const found = this.#copied.find(routed, at)
    if (found === undefined) return undefined
    const said = found.catch((error: unknown) => {
      throw this.#notSent(error, 'which side took a write of late')
    })
    return this.#waited('pin', said)
  }

  async #find(cohort: Cohort, names: readonly Name[], { creates }: Routed): Promise<Routed['pin']> {
    try {
      const side = await this.#options.store.pinOf(cohort.name, names)
      this.#came(side === undefined ? 'none' : 'found')
      return side ?? (creates === undefined ? this.#unpinned(cohort) : undefined)
    } catch (error) {
      if (isStoreError(error) && error.code === 'invalid') {
        this.#came('contradicting')
        return 'both'
      }
      throw this.#notSent(error, 'where its data is')
    }
  }

  /**
   * What comes to be is pinned as it does. So what is pinned nowhere came to be before anybody pinned, when there
   * was nothing but legacy, and where records live apart only legacy has it.
   */
  #unpinned({ records, key }: Cohort): Side | undefined {
    const isMade = [...this.#options.created].some(kind => kind === key)
    return records === 'apart' && isMade ? 'legacy' : undefined
  }

  async #keep(prepared: Prepared, names: readonly Name[]): Promise<Kept> {
    const { store } = this.#options
    try {
      const { side, isNew, acknowledgement } = await store.bind(names, prepared.side, REMEMBERED_MS)
      const kept = acknowledgement && readTold(acknowledgement)
      const told = kept ?? (isNew ? undefined : await this.#toldBefore(prepared))
      this.#came(told !== undefined ? 'told' : isNew ? 'kept' : 'again')
      if (told !== undefined) return { side, told }
      await this.#pin(prepared, side)
      // What is sent again too: the first time it may have been bound, and gone nowhere because this was not kept.
      await this.#copied.keep(prepared, side)
      return { side, told }
    } catch (error) {
      throw this.#notSent(error, 'where it went before')
    }
  }

  /** An answer that waits shows that its message was carried out, also where nothing else was kept of it. */
  async #toldBefore(prepared: Prepared): Promise<Answer | undefined> {
    const { interaction = '', route, language } = prepared
    const isLater = route.answeredLater?.interactions.includes(interaction) === true
    if (!isLater || language !== 'ebxml') return undefined
    try {
      return await this.#options.toldBefore(prepared)
    } catch (error) {
      this.#came('silent')
      throw error
    }
  }

  /** Pins what comes to be to the side that takes it. What is pinned already was there before, and stays. */
  async #pin(prepared: Prepared, side: Side): Promise<void> {
    const { route, creates, pin } = prepared
    const { cohort } = route
    if (cohort?.pin !== true || cohort.key !== creates || pin !== undefined) return
    const names = this.#entity(cohort, prepared)
    if (names.length === 0) return
    const holds = await this.#options.store.pin(cohort.name, names, side)
    this.#came(holds === side ? 'pinned' : 'overtaken')
    if (holds === side) return
    throw new FicusError('not-sent', `route ${route.name}: the other side took it at this moment`)
  }

  /**
   * Says whether a write may have gone to another side than the one it would go to now, or may later.
   *
   * Not where the cloud serves nobody and served nobody of late: nobody is asked there, so that a store that is gone
   * stops nothing that was never promoted. What is sent then and again after a promotion still goes to legacy, by
   * the rule that a route which turned a moment ago goes on as before.
   */
  #mayGoElsewhere(prepared: Prepared, at: RouteState | undefined): boolean {
    const { isWrite, now } = this.#options
    if (!isWrite(prepared)) return false
    if (prepared.route.cohort?.pin === true) return true
    return mayBeAtEither(at, now())
  }

  /** The names of a message: first its own, then that of the HL7 message it carries; of a call without either, all it says. */
  #message(message: Identified): readonly Name[] {
    const { messageId, payloadId } = message
    const { naming, normalId } = this.#options
    const named = (kind: string, written: string | undefined): Name[] => {
      const id = written === undefined ? undefined : normalId(written)
      return id === undefined ? [] : [naming.nameOf(kind, id)]
    }
    const ids = [...named('message', messageId), ...named('hl7', payloadId)]
    const call = ids.length === 0 ? callName(message) : undefined
    return call === undefined ? ids : [naming.nameOf('call', call)]
  }

  #entity(cohort: Cohort, message: Identified): readonly Name[] {
    const { naming, keysOf } = this.#options
    const { key, second } = keysOf(cohort, message)
    const ids = [key, second].filter(id => id !== undefined)
    return [...new Set(ids)].map(id => naming.nameOf(cohort.key, id))
  }

  #came(result: RecordResult): void {
    this.#options.meter?.came(result)
  }

  async #waited<Value>(asked: StoreAsked, answer: Promise<Value>): Promise<Value> {
    const at = performance.now()
    try {
      return await answer
    } finally {
      this.#options.meter?.waited(asked, performance.now() - at)
    }
  }

  #notSent(error: unknown, what: string): FicusError {
    if (error instanceof FicusError) return error
    if (!isStoreError(error)) throw error
    this.#came('silent')
    return new FicusError('not-sent', `the store does not say ${what}: ${error.code}`, {
      cause: error,
    })
  }
}

function ownMistakes(error: StoreError | Error): void {
  if (!isStoreError(error)) throw error
}
