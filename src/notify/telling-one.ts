import type { Notifier } from '../config/index.ts'
import { type AuditLine, isStoreError, type Store } from '../fleet/index.ts'
import { type AuditEntry, readEntry } from '../flips/index.ts'
import type { NotifyMeter } from '../telemetry/index.ts'
import { isIn, type Message, messageOf } from './message.ts'
import { backoffMs, type NotifyPace } from './pace.ts'
import type { Send, Sent } from './send.ts'
import { createRest } from './rest.ts'

/** Why a change was never told. */
export type LostWhy = 'late' | 'behind' | 'unreadable'

/** What telling one receiver stands on. */
export interface TellingMeans {
  readonly store: Pick<Store, 'known' | 'claimCursor' | 'moveCursor' | 'readAudit' | 'subscribe'>
  /** Who tells, by a name it has to itself. */
  readonly instance: string
  readonly meter: NotifyMeter
  readonly pace: NotifyPace
  readonly send: Send
  /** Epoch milliseconds. */
  readonly now: () => number
  /** From 0 up to 1. */
  readonly random: () => number
  /** Said where telling begins to fail, or fails in another way than before. */
  readonly failed: (notifier: Notifier, revision: number, sent: Sent) => void
  /** Said where a change will never be told. */
  readonly lost: (notifier: Notifier, revision: number, why: LostWhy) => void
  /** Said where a receiver is told for the first time: what was before is not told. */
  readonly begun: (notifier: Notifier, after: number) => void
}

/** Lines of the audit that are read at once. */
const PAGE = 100

/**
 * Tells one receiver, in a loop of its own: claims where it was told to, reads on, sends, moves on. Whoever loses the
 * claim stops where they are, and who has it sends the same again under the same id: at least once.
 */
export class TellingOne {
  readonly #means: TellingMeans
  /** Until there is something to tell, and until it is tried again. */
  readonly #idle = createRest()
  readonly #backoff = createRest()
  readonly #gone = new AbortController()
  readonly #stop: () => void
  readonly #ended: Promise<void>
  #notifier: Notifier
  /** Undefined while somebody else tells it, or nobody. */
  #at: number | undefined
  /** Of the process's own clock. */
  #claimedAt = -Infinity
  /** Tries in a row that failed, and what came of the last; kept where the store is silent between two. */
  #failing: { readonly revision: number; readonly tries: number; readonly last: string } | undefined

  constructor(notifier: Notifier, means: TellingMeans) {
    this.#notifier = notifier
    this.#means = means
    this.#stop = means.store.subscribe(() => {
      this.#showBehind()
      this.#idle.end()
    })
    this.#ended = this.#run()
  }

  /** Goes by what the file says now; what waits to be tried again is tried at once. */
  use(notifier: Notifier): void {
    this.#notifier = notifier
    this.#wake()
  }

  /** Ends it; a message under way may have been taken, and is then sent again by whoever goes on. */
  async close(): Promise<void> {
    this.#gone.abort()
    this.#stop()
    this.#wake()
    await this.#ended
    if (this.#at === undefined) return
    try {
      await this.#claim(1) // whoever goes on need not wait for it to end
    } catch {
      // It ends by itself.
    }
  }

  #wake(): void {
    this.#idle.end()
    this.#backoff.end()
  }

  async #run(): Promise<void> {
    const { lookMs, firstMs } = this.#means.pace
    for (;;) {
      const isDone = await this.#rounded()
      if (this.#isClosed) return
      await this.#idle.for(isDone ? lookMs : firstMs)
    }
  }

  async #rounded(): Promise<boolean> {
    try {
      return await this.#round()
    } catch (error) {
      // A store that is silent is asked again; that it is silent is shown elsewhere.
      if (!isStoreError(error)) {
        process.emitWarning('a receiver could not be told', { code: 'FICUS_NOTIFY' })
      }
      return true
    }
  }

  get #isClosed(): boolean {
    return this.#gone.signal.aborted
  }

  /** Tells everything that is to be told now. False where somebody else may have gone on in between. */
  async #round(): Promise<boolean> {
    const { store } = this.#means
    if (!(await this.#claim())) return true
    for (;;) {
      const at = this.#at ?? 0
      if (this.#isClosed || at >= store.known.revision) return true
      const lines = await store.readAudit(at + 1, PAGE)
      if (lines.length === 0) return true
      for (const line of lines) if (!(await this.#goPast(line))) return false
      if (!(await this.#move(lines.at(-1)?.revision ?? at))) return false
    }
  }

  async #claim(forMs = this.#means.pace.claimMs): Promise<boolean> {
    const { store, instance } = this.#means
    const place = await store.claimCursor(this.#notifier.name, { by: instance, forMs })
    if (place?.isNew === true) this.#means.begun(this.#notifier, place.at)
    this.#at = place?.at
    this.#claimedAt = performance.now()
    this.#showBehind()
    return place !== undefined
  }

  async #move(to: number): Promise<boolean> {
    const { store, instance } = this.#means
    const isMoved = await store.moveCursor(this.#notifier.name, instance, to)
    this.#at = isMoved ? to : undefined
    this.#showBehind()
    return isMoved
  }

  #showBehind(): void {
    const { store, meter } = this.#means
    const behind = this.#at === undefined ? 0 : Math.max(0, store.known.revision - this.#at)
    meter.behind(this.#notifier.name, behind)
  }

  /** Tells one change, or goes past it where it is not in the receiver's words or never can be told. */
  async #goPast(line: AuditLine): Promise<boolean> {
    const entry = entryOf(line)
    if (entry === undefined) return this.#lose(line, 'unreadable')
    if (!isIn(this.#notifier.on, entry)) return true
    const message = messageOf(entry, line)
    for (;;) {
      if (this.#isClosed) return false
      const why = this.#whyLost(line, entry)
      if (why !== undefined) return this.#lose(line, why)
      if (!(await this.#holds(line))) return false
      const sent = await this.#try(line, message)
      if (sent.isDelivered) return this.#move(line.revision)
      if (!(await this.#waitAfter(sent))) return false
      // A receiver that is taken off the file for this word is not told any more.
      if (!isIn(this.#notifier.on, entry)) return true
    }
  }

  /** Claims again in time: nobody else is to send what is being sent here. False where somebody went on already. */
  async #holds({ revision }: AuditLine): Promise<boolean> {
    const isFresh = performance.now() - this.#claimedAt < this.#means.pace.claimMs / 3
    if (!isFresh && !(await this.#claim())) return false
    return this.#at !== undefined && this.#at < revision
  }

  /** The first try is made however old a change is: a fleet that stood still for a day has told nobody yet. */
  #whyLost({ revision }: AuditLine, { at }: AuditEntry): LostWhy | undefined {
    const { store, pace, now } = this.#means
    if (store.known.revision - revision >= pace.mostBehind) return 'behind'
    const hasFailed = this.#failing?.revision === revision
    return hasFailed && now() - at > pace.giveUpMs ? 'late' : undefined
  }

  #lose({ revision }: AuditLine, why: LostWhy): Promise<boolean> {
    const { meter, lost } = this.#means
    this.#failing = undefined
    meter.came(this.#notifier.name, 'lost')
    lost(this.#notifier, revision, why)
    return this.#move(revision)
  }

  async #try({ revision }: AuditLine, message: Message): Promise<Sent> {
    const { send, pace, now, meter, failed } = this.#means
    const notifier = this.#notifier
    const { signal } = this.#gone
    const sent = await send(notifier, message, { timeoutMs: pace.timeoutMs, now: now(), signal })
    if (this.#isClosed && !sent.isDelivered) return sent
    meter.came(notifier.name, sent.isDelivered ? 'delivered' : 'failed')
    const last = String(sent.status ?? sent.why)
    const before = this.#failing?.revision === revision ? this.#failing : undefined
    if (!sent.isDelivered && before?.last !== last) failed(notifier, revision, sent)
    this.#failing = sent.isDelivered
      ? undefined
      : { revision, tries: (before?.tries ?? 0) + 1, last }
    return sent
  }

  /** Waits, and holds the claim meanwhile; false where it is lost or nobody is to be told any more. */
  async #waitAfter({ status }: Sent): Promise<boolean> {
    const { pace, random } = this.#means
    let left = backoffMs(this.#failing?.tries ?? 1, pace, { random, status })
    while (left > 0 && !this.#isClosed) {
      const part = Math.min(left, pace.claimMs / 3)
      const isWhole = await this.#backoff.for(part)
      if (!isWhole) break
      left -= part
      if (left > 0 && !(await this.#claim())) return false
    }
    return !this.#isClosed && (await this.#claim())
  }
}

function entryOf(line: AuditLine): AuditEntry | undefined {
  try {
    return readEntry(line)
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}
