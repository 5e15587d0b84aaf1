import { type OutcomeReading, wordOfStatus, wordUnread } from '../comparison/index.ts'
import {
  Capture,
  type Captured,
  type ExchangeRecord,
  type Route,
  type Routed,
  servedBy,
  type Side,
  type State,
} from '../exchange/index.ts'
import type { OutcomeMeter, OutcomeWord } from '../telemetry/index.ts'
import { createThreads, type JobEnd, type Threads } from '../workers/index.ts'
import type { OutcomeCame, OutcomeWork } from './outcome-work.ts'
import { createSample, type Sample } from './sample.ts'

/** An exchange whose answer is read, chosen before anybody knew what would become of it. */
export interface Chosen {
  readonly route: string
  /** Keeps its answer; absent where only its status says what became of it. */
  readonly capture: Capture | undefined
}

/** An exchange that was chosen and is over. */
export interface ChosenEnd {
  readonly chosen: Chosen
  readonly record: ExchangeRecord
  /** What kept the answer the supplier got: the one of `chosen`, or another that was there for somebody else. */
  readonly capture: Capture | undefined
}

/** What became of a copy; no word where none was sent, or its answer was not read. */
export interface CopiedOutcome {
  readonly route: string
  /** The side that served the supplier. */
  readonly control: Side
  /** The upstream that got the copy. */
  readonly candidate: string
  readonly outcome: OutcomeWord | undefined
}

type Reader = Pick<Threads, 'post' | 'use' | 'close'>

/** What the outcomes of one instance are read with. */
export interface OutcomesOptions {
  /** The module its thread runs. */
  readonly root: URL
  /** Where it is entered what became of requests. */
  readonly meter: OutcomeMeter
  /** Interactions whose answers hold what somebody else wrote: of them only the status counts. */
  readonly contents: ReadonlySet<string>
  /** How the thread reads. */
  readonly reading: OutcomeReading
  /** Exchanges chosen at most, a second on the average. Default 50. */
  readonly perSecond?: number
  /** What comes within so many milliseconds is handed to the thread at once. Default 1 000. */
  readonly gatherMs?: number
  /** A number from 0 to 1, 1 excluded. */
  readonly random?: () => number
  /** What reads beside the thread that serves. Default: one thread, started when there is something to read. */
  readonly threads?: Reader
}

/** Beside the path of every exchange: what became of requests, as far as answers say it. */
export interface Outcomes {
  /**
   * Says whether the answer to this request is to be read, by giving what keeps it; undefined where it is not, which
   * is counted. Costs a comparison of numbers where it is not.
   */
  choose(routed: Routed): Chosen | undefined
  /** Takes over an exchange that was chosen. Returns at once and throws nothing. */
  ended(end: ChosenEnd): void
  /** Enters what a copy's answer says, which whoever compares it has read. */
  copied(copy: CopiedOutcome): void
  /** Takes over where routes stand. */
  use(routes: readonly Route[], state: State): void
  /** Ends the thread; what was not read yet is counted as unread. */
  close(): Promise<void>
}

/** The largest answer that is read, in bytes, before and after content coding. */
export const MOST_BYTES = 1_048_576

/** Each takes a tenth of a millisecond beside the path; an hour of them tells a share to a thousandth. */
const PER_SECOND = 50
/** What waits to be read may come to so many answers and so many bytes. */
const MOST_JOBS = 1_024
const MOST_HELD = 32 * MOST_BYTES
/** Nobody waits for it: what comes within a second is handed over at once, and whoever ends sooner needs no thread. */
const GATHER_MS = 1_000
const MOST_MS = 5_000

/** Outcomes of nothing, for an instance that reads none. */
const NONE: Outcomes = Object.freeze({
  choose: () => undefined,
  ended: () => undefined,
  copied: () => undefined,
  use: () => undefined,
  close: () => Promise.resolve(),
})

/** Builds the outcomes of one instance; without options of one that reads none. */
export const createOutcomes = (options?: OutcomesOptions): Outcomes =>
  options === undefined ? NONE : new Reading(options)

/**
 * Why the answer to an exchange that was chosen has no word. `size`, `unreadable`: a success whose body is larger than
 * is read, or in no language that is; `gone`: its supplier went away; `told`: it was told again, and nobody was asked;
 * `own-error`: it failed for no fault of an upstream's; `full`: no room; the others: what became of the thread.
 */
const UNREAD = [
  'size',
  'unreadable',
  'gone',
  'told',
  'own-error',
  'full',
  'late',
  'overtime',
  'thread-ended',
  'failed',
  'refused',
  'closed',
] as const
type Unread = (typeof UNREAD)[number]

const isUnread = (word: OutcomeWord | Unread): word is Unread =>
  (UNREAD as readonly string[]).includes(word)

const GONE = 499

class Reading implements Outcomes {
  readonly #meter: OutcomeMeter
  readonly #contents: ReadonlySet<string>
  readonly #threads: Reader
  readonly #sample: Sample
  #isClosed = false

  constructor({ root, meter, contents, ...options }: OutcomesOptions) {
    this.#meter = meter
    this.#contents = contents
    this.#sample = createSample(options.perSecond ?? PER_SECOND, options.random ?? Math.random)
    this.#threads =
      options.threads ??
      createThreads({
        root,
        jobs: MOST_JOBS,
        bytes: MOST_HELD,
        gatherMs: options.gatherMs ?? GATHER_MS,
      })
    this.#threads.use(options.reading)
  }

  choose({ route, at, interaction }: Routed): Chosen | undefined {
    if (!this.#sample(at)) {
      this.#meter.unread(route.name, 'budget')
      return undefined
    }
    const isContents = interaction !== undefined && this.#contents.has(interaction)
    return { route: route.name, capture: isContents ? undefined : new Capture(MOST_BYTES) }
  }

  ended(end: ChosenEnd): void {
    try {
      const word = this.#known(end)
      if (typeof word === 'string') this.#tell(end, word)
      else this.#read(end, word)
    } catch {
      // A mistake of ours beside the path costs a count and no supplier its answer.
      this.#meter.unread(end.chosen.route, 'failed')
    }
  }

  copied({ route, control, candidate: upstream, outcome: word }: CopiedOutcome): void {
    if (word === undefined) return
    const side = control === 'legacy' ? 'cloud' : 'legacy'
    this.#meter.count({ route, upstream, side, role: 'candidate', word })
  }

  use(routes: readonly Route[], state: State): void {
    this.#meter.use(routes, state)
  }

  async close(): Promise<void> {
    this.#isClosed = true
    await this.#threads.close()
  }

  /** What can be said of it without reading, or what is to be read. */
  #known({ chosen, record, capture }: ChosenEnd): OutcomeWord | Unread | Captured {
    const { error, status } = record.settled
    if (status === GONE) return 'gone'
    if (error !== undefined) return error.row.blame === 'upstream' ? 'transport' : 'own-error'
    if (record.attempts.length === 0) return 'told'
    if (chosen.capture === undefined) return wordOfStatus(status)
    const answered = capture?.take()
    if (answered === undefined) return wordUnread(status, 'size')
    return answered.body.length === 0 ? wordOfStatus(answered.status) : answered
  }

  #read(end: ChosenEnd, answered: Captured): void {
    const work: OutcomeWork = { answered }
    const isTaken = this.#threads.post({
      work,
      transfer: [answered.body.buffer],
      mostMs: MOST_MS,
      ended: came => this.#tell(end, wordOf(came)),
    })
    if (!isTaken) this.#tell(end, this.#isClosed ? 'closed' : 'full')
  }

  #tell({ chosen: { route }, record }: ChosenEnd, word: OutcomeWord | Unread): void {
    if (isUnread(word)) this.#meter.unread(route, word)
    else this.#meter.count({ route, ...servedBy(record), role: 'control', word })
  }
}

const wordOf = (end: JobEnd): OutcomeWord | Unread =>
  'ended' in end ? end.ended : (end.came as OutcomeCame).word // what a thread of this pool tells
