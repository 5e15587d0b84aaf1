import {
  type ExchangeRecord,
  type Identified,
  isFicusError,
  type Prepared,
} from '../exchange/index.ts'
import type { Naming } from '../fleet/index.ts'
import type { DecidedOn, JourneyOptions, Snapshot } from '../journey.ts'
import { ask, type Question } from '../rollout/index.ts'
import { keptOf, type KeptDecision } from './kept-decision.ts'
import { knownId } from './known-id.ts'
import { Words } from './words.ts'

/** What decisions are kept with. */
export interface DecisionsParts {
  /** Names entities with the fleet's key. */
  readonly naming: Naming
  /** Epoch milliseconds. */
  now(): number
}

/** How much is kept of the decisions of one instance. */
export interface DecisionsOptions {
  /** How many are kept; the oldest are forgotten first. Default 10 000, some nine megabytes. */
  readonly most?: number
  /** Of the requests nobody has to read, one in so many is read once its supplier has its answer. Default 10 000. */
  readonly readEvery?: number
}

/** How much is kept, and how much is not. */
export interface Tally {
  readonly kept: number
  readonly most: number
  /** When the oldest that is kept was made, epoch milliseconds; undefined where there is none. */
  readonly since: number | undefined
  /** How many were kept once and are not any more. */
  readonly forgotten: number
  /** How many passed unread, by route: nobody knows their ids. */
  readonly unread: ReadonlyMap<string, number>
}

/** The last decisions of one instance. */
export interface Decisions {
  /** Keeps what was decided about an exchange that is over. Throws nothing. */
  keep(record: ExchangeRecord, on: DecidedOn): void
  /** Finds every decision about a message, newest first; its id is written in any of its forms. */
  find(id: string): readonly KeptDecision[]
  /** Every decision that is kept, newest first. */
  all(): readonly KeptDecision[]
  readonly tally: Tally
}

/** Creates the decisions of an instance, none yet. */
export const createDecisions = (parts: DecisionsParts, options: DecisionsOptions = {}): Decisions =>
  new LastDecisions(parts, options)

/** Has every decision kept besides what is done with the record of its exchange. */
export const withDecisions =
  (
    record: (record: ExchangeRecord) => void,
    decisions: Pick<Decisions, 'keep'>,
  ): JourneyOptions['record'] =>
  (exchange, on) => {
    record(exchange)
    decisions.keep(exchange, on)
  }

const MOST = 10_000
const READ_EVERY = 10_000

class LastDecisions implements Decisions {
  readonly #parts: DecisionsParts
  readonly #most: number
  readonly #readEvery: number
  readonly #words = new Words()
  /** A ring: the oldest stands at `#next` once it is full. */
  readonly #kept: KeptDecision[] = []
  #next = 0
  #forgotten = 0
  readonly #unread = new Map<string, number>()

  constructor(parts: DecisionsParts, options: DecisionsOptions) {
    this.#parts = parts
    this.#most = options.most ?? MOST
    this.#readEvery = options.readEvery ?? READ_EVERY
  }

  keep(record: ExchangeRecord, on: DecidedOn): void {
    const { identified } = record
    const isRead = identified?.need === 'scan' || identified?.need === 'whole'
    if (isRead || identified?.messageId !== undefined)
      this.#add(keptOf(record, on, this.#keeping()))
    else if (record.assigned !== undefined) this.#passed(record, record.assigned, on)
  }

  find(id: string): readonly KeptDecision[] {
    const known = knownId(id)
    return known === undefined ? [] : this.all().filter(({ ids }) => ids.includes(known))
  }

  all(): readonly KeptDecision[] {
    const [newer, older] = [this.#kept.slice(0, this.#next), this.#kept.slice(this.#next)]
    return [...older, ...newer].reverse()
  }

  get tally(): Tally {
    return {
      kept: this.#kept.length,
      most: this.#most,
      since: (this.#kept[this.#next] ?? this.#kept[0])?.at,
      forgotten: this.#forgotten,
      unread: this.#unread,
    }
  }

  #keeping(): { naming: Naming; words: Words; at: number } {
    return { naming: this.#parts.naming, words: this.#words, at: this.#parts.now() }
  }

  #add(kept: KeptDecision): void {
    if (this.#kept.length === this.#most) this.#forgotten += 1
    this.#kept[this.#next] = kept
    this.#next = (this.#next + 1) % this.#most
  }

  /** Counts one that passed unread, and reads one in so many of those that could move. */
  #passed(record: ExchangeRecord, assigned: Prepared, on: DecidedOn): void {
    const { name, cloud, cohort } = assigned.route
    const unread = (this.#unread.get(name) ?? 0) + 1
    this.#unread.set(name, unread)
    if (cloud === undefined || cohort === undefined || unread % this.#readEvery !== 0) return
    const reread = readNow(assigned, on.snapshot, on.question)
    if (reread !== undefined) this.#add(keptOf(record, on, this.#keeping(), reread))
  }
}

/** Reads a message nobody had to read, if all of it is at hand. */
function readNow(
  assigned: Prepared,
  { identifier, state }: Snapshot,
  question: Question | undefined,
): { message: Identified; question: Question } | undefined {
  if (assigned.body.kind !== 'whole' || question === undefined) return undefined
  try {
    const message = identifier.scan(assigned, assigned.body, 'scan')
    return { message, question: ask({ ...assigned, ...message }, state, question.now) }
  } catch (error) {
    if (isFicusError(error)) return undefined
    throw error
  }
}
