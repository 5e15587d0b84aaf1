import { type Route, type RouteState, STAGES, type State } from '../exchange/index.ts'
import { type Fleet, heaviest, type Held, NOTHING_HELD, type Position } from './fleet.ts'

/** Puts every route where its file says it starts: the state of a fleet that has never run. */
export function initialState(routes: readonly Route[]): State {
  return Object.freeze({
    revision: 1,
    routes: new Map(routes.map(route => [route.name, startOf(route)])),
    overrides: new Map(),
    pins: new Map(),
  })
}

/**
 * Carries a state over to a reloaded file. A route stays where it is unless its `startsAt` was edited between
 * `before` and `after`: then it goes there, keeping its halt, since a halt is lifted only by a person who means
 * to. A new route starts where it says; one that is gone is forgotten. Overrides and pins are kept.
 */
export function nextState(
  previous: State,
  before: readonly Route[],
  after: readonly Route[],
): State {
  const startedAt = new Map(before.map(route => [route.name, route.startsAt]))
  const carried = (route: Route): RouteState => {
    const at = previous.routes.get(route.name)
    if (at === undefined) return startOf(route)
    if (startedAt.get(route.name) === route.startsAt) return at
    return Object.freeze({ ...startOf(route), halt: at.halt })
  }
  return Object.freeze({
    ...previous,
    revision: previous.revision + 1,
    routes: new Map(after.map(route => [route.name, carried(route)])),
  })
}

/**
 * Compiles where every route of a file is: where the fleet keeps it, under the heaviest halt that lies over it.
 *
 * A route the fleet has never seen starts where its file says while the fleet itself has never run. In one that
 * runs it starts at `shadow` at most, and where no store was ever read at `legacy`.
 */
export function stateOf(fleet: Fleet, routes: readonly Route[], held: Held = NOTHING_HELD): State {
  const at = (route: Route): RouteState => {
    const { stage, percent, halt } = fleet.routes.get(route.name) ?? unseen(fleet, route)
    const over = held.routes.get(route.name) ?? 'none'
    return Object.freeze({ stage, percent, halt: heaviest(halt, over, fleet.halt, held.all) })
  }
  return Object.freeze({
    revision: fleet.revision,
    routes: new Map(routes.map(route => [route.name, at(route)])),
    overrides: fleet.overrides,
    pins: fleet.pins,
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
