import {
  type InteractionClass,
  isWholeCall,
  type Need,
  type Route,
  type Routed,
  type RouteState,
  type Side,
  type State,
} from '../exchange/index.ts'
import { bucketOf, shortHash, thousandthsOf } from './bucket.ts'
import { classOf, isWrite } from './class-of.ts'
import { keysOf, normaliseKey } from './key.ts'
import { overrideOf } from './override.ts'
import { PLANS, type Plan } from './plans.ts'

/** What is known of where an entity's data is. */
export type Pin = Routed['pin'] | 'unread'

/**
 * Everything the rules look at for one request, gathered once. Holds no key, no id and no byte of the message, so
 * that it may be kept and asked again; `route` and `at` are the very ones it was asked of.
 */
export interface Question {
  readonly route: Route
  readonly at: RouteState
  readonly class: InteractionClass
  readonly need: Need
  readonly agrees: boolean | undefined
  /** Whether an entity comes to be with it. */
  readonly creates: boolean
  /** Where this very message went before. */
  readonly bound: Side | undefined
  /**
   * Where the entity's data is, as the store says; `unread` where records live apart and no store was ever read: then
   * either side might say "not found" of what the other holds.
   */
  readonly pin: Pin
  /** The bucket of its key in whole thousandths of a per cent; undefined where it has none. */
  readonly bucket: number | undefined
  /** Whether it has a long id, which is enough for a pin or an override. */
  readonly hasSecond: boolean
  /** The side a person has sent its key to, and whether somebody has sent any key of its cohort anywhere. */
  readonly override: Side | undefined
  readonly overrides: number
  /** Four digits to tell its message id by; undefined where it has none. */
  readonly mark: string | undefined
  /** Whether it would not be known again if it were sent again, which matters of a write alone. */
  readonly isNameless: boolean
  /** What was drawn for its copy, from 0 up to 100; 0 where nothing had to be drawn. */
  readonly draw: number
  /** Epoch milliseconds. */
  readonly now: number
}

// A route the fleet has never heard of is as safe as a route can be.
const NEVER_SEEN: RouteState = Object.freeze({ stage: 'legacy', percent: 0, halt: 'none' })

/** Gathers what the rules look at. */
export function ask(routed: Routed, state: State, now: number): Question {
  const { route, agrees, need } = routed
  const { cohort } = route
  const at = state.routes.get(route.name) ?? NEVER_SEEN
  const { key, second } = keysOf(cohort, routed)
  const overrides = cohort && state.overrides.get(cohort.name)
  const id = idOf(routed.messageId)
  return {
    route,
    at,
    class: classOf(routed),
    need,
    agrees,
    creates: routed.creates !== undefined,
    bound: routed.bound,
    pin: routed.pin ?? (at.isUnread === true && cohort?.records === 'apart' ? 'unread' : undefined),
    bucket:
      cohort === undefined || key === undefined
        ? undefined
        : thousandthsOf(bucketOf('side', cohort.seed, key)),
    hasSecond: second !== undefined,
    override: cohort && overrideOf(overrides, cohort.key, { key, second }, now),
    overrides: overrides?.length ?? 0,
    mark: id === undefined ? undefined : shortHash(bucketOf('side', '', id)),
    isNameless: isNameless(routed, id) && isWrite(routed),
    draw: planOf({ route, at }).mirrors ? drawOf(routed, id) : 0,
    now,
  }
}

const isNameless = (routed: Routed, id: string | undefined): boolean =>
  id === undefined && idOf(routed.payloadId) === undefined && !isWholeCall(routed)

const idOf = (written: string | undefined): string | undefined =>
  written === undefined ? undefined : normaliseKey('messageId', written)

// Drawn per message and not per patient, so that no patient's record is for ever outside what is compared. By its id,
// so that a message sent again is drawn as before; where nobody has read one, by its number.
const drawOf = ({ route, number }: Routed, id: string | undefined): number =>
  sampleOf(route) >= 1 ? 0 : bucketOf('sample', route.name, id ?? String(number))

/** Gives the share of requests a route copies: what its file says, else one in a hundred. */
export const sampleOf = (route: Route): number => route.shadowSample ?? 0.01

/** Gives what the stage does with a request: nothing can be served by a cloud side that is not there. */
export const planOf = ({ route, at: { stage } }: Pick<Question, 'route' | 'at'>): Plan =>
  PLANS[route.cloud === undefined && stage !== 'legacy' ? 'shadow' : stage]

/**
 * Says whether a message has proven what it is, which is the price of leaving legacy: every place that names the
 * interaction agrees, and where it is to be translated all of it is here.
 */
export const isProven = ({ agrees, route, need }: Question): boolean =>
  agrees === true && (route.translate === undefined || need === 'whole')
