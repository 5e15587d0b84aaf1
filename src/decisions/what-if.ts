import {
  type InteractionClass,
  isFicusError,
  type Party,
  type Route,
  type RouteState,
  servesCloud,
  type Side,
  type Stage,
} from '../exchange/index.ts'
import type { Name } from '../fleet/index.ts'
import { answer, type Question } from '../rollout/index.ts'
import type { KeptDecision } from './kept-decision.ts'

/** A place a route might stand at. */
export interface Place {
  readonly stage: Stage
  /** 0 but at `canary`. */
  readonly percent: number
}

/** What is supposed of a route, and where it stands now. */
export interface Supposed {
  readonly route: Route
  /** The routes of the file that is in force: what was decided by another one says nothing of this one. */
  readonly routes: readonly Route[]
  readonly at: RouteState
  readonly place: Place
  /** Whom a person has sent to a side, by what they are called. */
  readonly overrides: ReadonlyMap<Name, Side>
  /** Epoch milliseconds. */
  readonly now: number
}

/** Requests of one kind that another side would serve than now. */
export interface Moving {
  readonly from: Side | 'neither'
  readonly to: Side | 'neither'
  /** Who sent them. */
  readonly supplier: Party
  readonly interaction: string | undefined
  readonly class: InteractionClass
  readonly requests: number
  /** How many of them only once nothing from before the change is sent again. */
  readonly later: number
}

/** What would be, of the requests whose decisions are kept. */
export interface WhatIf {
  /** Requests it was asked of. */
  readonly asked: number
  /** When the oldest of them was served, epoch milliseconds; undefined where there is none. */
  readonly since: number | undefined
  /** Kept, but read no further than a decision of then needed, or decided by another file: nobody can say. */
  readonly unread: number
  readonly otherFile: number
  readonly moves: readonly Moving[]
  /** What those are called that would move; a request without its cohort's key is about nobody known. */
  readonly names: ReadonlySet<Name>
  /** Those that would not, by what would decide it: `pin`, `override`, `percentage` … or `refused`. */
  readonly stays: ReadonlyMap<string, number>
}

/**
 * Asks every kept decision about a route again as if it stood elsewhere, and counts whom another side would serve
 * than serves them now. What was pinned and what had gone somewhere before is taken as it was then. A growing
 * percentage only ever adds.
 */
export function whatIf(decisions: readonly KeptDecision[], supposed: Supposed): WhatIf {
  const count = new Count()
  for (const kept of decisions) {
    const question = kept.read ?? kept.question
    if (question?.route.name !== supposed.route.name) continue
    if (kept.routes !== supposed.routes) count.otherFile += 1
    else if (question.need === 'headers' || question.need === 'kept') count.unread += 1
    else count.add(kept, askedOf(question, kept, supposed))
  }
  return count
}

/** What a request is answered now, at once after the change, and once nothing from before is sent again. */
interface Answers {
  readonly now: Said
  readonly atOnce: Said
  readonly later: Said
}

interface Said {
  readonly side: Side | 'neither'
  readonly because: string
}

function askedOf(question: Question, kept: KeptDecision, supposed: Supposed): Answers {
  const { at, place, now } = supposed
  const turns = servesCloud(at.stage) !== servesCloud(place.stage)
  // Wherever it may leave legacy all of it is read that has to be.
  const today: Question = { ...question, at, need: 'whole', now, ...overridden(kept, supposed) }
  const there: RouteState = { ...at, ...place, ...(turns && { turned: now }) }
  return {
    now: said(today),
    atOnce: said({ ...today, at: there }),
    later: said({ ...today, at: { ...there, turned: 0 } }),
  }
}

function overridden(
  { keyName, secondName }: KeptDecision,
  { overrides }: Supposed,
): Pick<Question, 'override' | 'overrides'> {
  const [own, second] = [keyName, secondName].map(name => name && overrides.get(name))
  return { override: own ?? second, overrides: overrides.size }
}

function said(question: Question): Said {
  try {
    return answer(question)
  } catch (error) {
    if (isFicusError(error)) return { side: 'neither', because: 'refused' }
    throw error
  }
}

class Count implements WhatIf {
  asked = 0
  since: number | undefined
  unread = 0
  otherFile = 0
  readonly names = new Set<Name>()
  readonly stays = new Map<string, number>()
  readonly #moves = new Map<string, Moving>()

  get moves(): readonly Moving[] {
    return [...this.#moves.values()].sort((a, b) => b.requests - a.requests)
  }

  add(kept: KeptDecision, { now, atOnce, later }: Answers): void {
    this.asked += 1
    this.since = Math.min(this.since ?? kept.at, kept.at)
    const to = atOnce.side === now.side ? later : atOnce
    if (to.side === now.side) {
      this.stays.set(to.because, (this.stays.get(to.because) ?? 0) + 1)
      return
    }
    const name = kept.keyName ?? kept.secondName
    if (name !== undefined) this.names.add(name)
    this.#move(kept, { from: now.side, to: to.side }, to === later && atOnce.side === now.side)
  }

  #move(
    { from: supplier, interaction, question, read }: KeptDecision,
    { from, to }: Pick<Moving, 'from' | 'to'>,
    isLater: boolean,
  ): void {
    const klass = (read ?? question)?.class ?? 'unknown'
    const kind = JSON.stringify([from, to, supplier, interaction, klass])
    const { requests = 0, later = 0 } = this.#moves.get(kind) ?? {}
    this.#moves.set(kind, {
      ...{ from, to, supplier, interaction, class: klass },
      requests: requests + 1,
      later: later + Number(isLater),
    })
  }
}
