import type { Override, Routed, RouteState, State } from '../exchange/index.ts'
import { isWrite } from './class-of.ts'
import { type CohortKeys, keysOf } from './key.ts'
import { PLANS, type Plan } from './plans.ts'

/** What is known of where an entity's data is. */
export type Pin = Routed['pin'] | 'unread'

/** Everything the rules look at for one request, gathered once. */
export interface Question {
  readonly routed: Routed
  readonly at: RouteState
  readonly plan: Plan
  readonly keys: CohortKeys
  /**
   * Where the entity's data is, as the store says; `unread` where records live apart and no store was ever read: then
   * either side might say "not found" of what the other holds.
   */
  readonly pin: Pin
  readonly overrides: readonly Override[] | undefined
  /** Epoch milliseconds. */
  readonly now: number
}

// A route the fleet has never heard of is as safe as a route can be.
const NEVER_SEEN: RouteState = Object.freeze({ stage: 'legacy', percent: 0, halt: 'none' })

/** Gathers what the rules look at. */
export function ask(routed: Routed, state: State, now: number): Question {
  const { route } = routed
  const { cohort } = route
  const at = state.routes.get(route.name) ?? NEVER_SEEN
  const keys = keysOf(cohort, routed)
  // Nothing can be served by a cloud side that is not there.
  const stage = route.cloud === undefined && at.stage !== 'legacy' ? 'shadow' : at.stage
  return {
    routed,
    at,
    plan: PLANS[stage],
    keys,
    pin: routed.pin ?? (at.isUnread === true && cohort?.records === 'apart' ? 'unread' : undefined),
    overrides: cohort === undefined ? undefined : state.overrides.get(cohort.name),
    now,
  }
}

/**
 * Says whether a message has proven what it is, which is the price of leaving legacy: every place that names the
 * interaction agrees, and where it is to be translated all of it is here.
 */
export const isProven = ({ agrees, route, need }: Routed): boolean =>
  agrees === true && (route.translate === undefined || need === 'whole')

/** Says whether a message would not be known again if it were sent again, which matters of a write alone. */
export const isNameless = (routed: Routed): boolean =>
  routed.messageId === undefined && routed.payloadId === undefined && isWrite(routed)
