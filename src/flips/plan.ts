import type { Route } from '../exchange/index.ts'
import {
  type Fleet,
  type FleetContent,
  type Held,
  type PinMove,
  type Position,
  positionOf,
} from '../fleet/index.ts'
import type { Last } from './last-change.ts'
import type { PinCounts } from './orphans.ts'
import type { Flip, FlipContext } from './request.ts'

/** What a change would come to, before anybody has asked whether it may be. */
export interface Plan {
  readonly next: FleetContent
  /** The routes it is about, moved or not. */
  readonly about: readonly Route[]
  readonly notes: readonly string[]
  /** Pins that move with it. */
  readonly pins?: readonly PinMove[]
}

/** What a change is planned on: one moment of the fleet, and what this instance holds back. */
export interface Scene {
  readonly fleet: Fleet
  readonly held: Held
  readonly context: FlipContext
  readonly now: number
  /** The last change somebody made, where the verb needs it. */
  readonly last: Last | undefined
  /** What is pinned in the cohorts a file would lose something of, where the verb needs it. */
  readonly pinned?: PinCounts | undefined
}

/** Plans one verb. Throws {@link Refusal}. */
export type PlanVerb<Verb extends Flip['verb']> = (
  change: Extract<Flip, { readonly verb: Verb }>,
  scene: Scene,
) => Plan

/** Gives where a route stands in a scene. */
export const standing = (route: Route, { fleet, now }: Pick<Scene, 'fleet' | 'now'>): Position =>
  positionOf(fleet, route, now)

/** Puts positions over those a fleet has. */
export const withPositions = (
  content: FleetContent,
  positions: Iterable<readonly [name: string, Position]>,
): FleetContent => ({ ...content, routes: new Map([...content.routes, ...positions]) })
