import { type Route, type RouteState, STAGES, type State } from '../exchange/index.ts'
import { type Fleet, heaviest, type Held, NOTHING_HELD, type Position } from './fleet.ts'

/**
 * Compiles where every route of a file is: where the fleet keeps it, under the heaviest halt that lies over it.
 *
 * A route the fleet has never seen starts where its file says while the fleet itself has never run. In one that
 * runs it starts at `shadow` at most, and where no store was ever read at `legacy`, unread.
 */
export function stateOf(fleet: Fleet, routes: readonly Route[], held: Held = NOTHING_HELD): State {
  const at = (route: Route): RouteState => {
    const { stage, percent, halt, turned } = fleet.routes.get(route.name) ?? unseen(fleet, route)
    const over = held.routes.get(route.name) ?? 'none'
    return Object.freeze({
      stage,
      percent,
      halt: heaviest(halt, over, fleet.halt, held.all),
      ...(turned !== undefined && { turned }),
      ...(fleet.epoch === undefined && { isUnread: true }),
    })
  }
  return Object.freeze({
    revision: fleet.revision,
    routes: new Map(routes.map(route => [route.name, at(route)])),
    overrides: fleet.overrides,
  })
}

/** Gives where the fleet keeps a route, or where one it has never seen would begin at `now`. */
export function positionOf(fleet: Fleet, route: Route, now: number): Position {
  const there = fleet.routes.get(route.name)
  if (there !== undefined) return there
  const { stage, percent, halt } = unseen(fleet, route)
  const home = stage === 'shadow' ? 'shadow' : 'legacy'
  return Object.freeze({ stage, percent, halt, since: now, home })
}

/** Says whether a stage may be begun at in a fleet that runs: later ones are reached by promotion alone. */
export const mayBegin = (stage: Route['startsAt']): boolean =>
  STAGES.indexOf(stage) <= STAGES.indexOf('shadow')

const AT_LEGACY: RouteState = Object.freeze({ stage: 'legacy', percent: 0, halt: 'none' })

function unseen(fleet: Fleet, route: Route): RouteState {
  if (fleet.epoch === undefined) return AT_LEGACY
  const hasRun = fleet.revision > 0
  return hasRun && !mayBegin(route.startsAt) ? AT_LEGACY : startOf(route)
}

const startOf = (route: Route): RouteState =>
  Object.freeze({ stage: route.startsAt, percent: 0, halt: 'none' })
