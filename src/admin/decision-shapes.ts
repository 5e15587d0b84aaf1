import type { Came, KeptDecision, Moving, Place } from '../decisions/index.ts'
import type { InteractionClass, Need, Party, RouteState } from '../exchange/index.ts'
import type { Name } from '../fleet/index.ts'
import type { Serving } from '../flips/index.ts'
import type { DecisionStep } from '../rollout/index.ts'
import type { KeptTrial } from '../routing/index.ts'
import type { GateView } from './api-shapes.ts'

/** How many decisions an instance keeps, and of what it keeps none. */
export interface KeptView {
  readonly decisions: number
  readonly most: number
  /** When the oldest that is kept was made, epoch milliseconds. */
  readonly since: number | null
  /** Kept once and not any more. */
  readonly forgotten: number
  /** Passed on without being read, by route: nobody knows their ids. */
  readonly unread: Readonly<Record<string, number>>
}

/** One decision with every step to it, made again from what was kept of it. Holds no key, no path and no header. */
export interface DecisionView extends Pick<
  KeptDecision,
  'at' | 'language' | 'method' | 'revision'
> {
  readonly ids: readonly string[]
  readonly interaction: string | null
  readonly product: string | null
  /** Null where it ended before its route was known. */
  readonly class: InteractionClass | null
  readonly need: Need | null
  /** Null where nobody read it. */
  readonly agrees: boolean | null
  readonly from: Party
  readonly to: Party
  /** What its entity is called, by the fleet's keyed hash; null where it has no key. */
  readonly keyName: Name | null
  readonly route: string | null
  /** Where the route stood when it was decided. */
  readonly stood: Pick<RouteState, 'stage' | 'percent' | 'halt'> | null
  /** The rules of the file up to the one that owns it. */
  readonly routes: readonly KeptTrial[]
  readonly steps: readonly DecisionStep[]
  /** What the rules came to; a mapping that does not take it, or an answer that is not used, comes after. */
  readonly decision: {
    readonly side: string
    readonly upstream: string
    readonly because: string
    readonly mirror: Came['mirror']
    readonly fallback: string | null
  } | null
  readonly refused: {
    readonly code: string
    readonly says: string
    readonly detail: string | null
  } | null
  readonly came: Came
}

/** `GET /api/decisions?id=ID`: what was decided about a message, newest first; without an id of all the last ones. */
export interface DecisionsView {
  readonly instance: string | null
  readonly kept: KeptView
  readonly decisions: readonly DecisionView[]
}

/** What would be on one route. */
export interface RouteWhatIf {
  readonly route: string
  readonly stands: Serving
  readonly gate: GateView | null
  /** How long until the comparisons its gate asks for are there; null where nobody can say. */
  readonly remainingMs: number | null
  /** Requests the decision was asked of again. */
  readonly asked: number
  /** When the oldest of them was served, epoch milliseconds. */
  readonly since: number | null
  /** Of which nobody can say: not read, or decided by another file. */
  readonly unread: number
  readonly otherFile: number
  readonly moves: readonly Moving[]
  /** By what decides it: `pin`, `bound`, `override`, `no-key`, `percentage` … */
  readonly stays: Readonly<Record<string, number>>
}

/** `GET /api/routes/{name}/whatif?percent=25`: who would be served by another side than now. */
export interface WhatIfView {
  readonly instance: string | null
  readonly name: string
  readonly place: Place
  readonly revision: number
  /** What `promote` would say to it now. */
  readonly promote: {
    readonly isDone: boolean
    readonly says: string
    readonly wayOut: string | null
  }
  readonly kept: KeptView
  readonly routes: readonly RouteWhatIf[]
  /** What those are called that would move, by the fleet's keyed hash, on whichever route. */
  readonly names: readonly Name[]
}
