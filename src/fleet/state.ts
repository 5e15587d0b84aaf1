import type { Route, RouteState, State } from '../exchange/index.ts'

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

const startOf = (route: Route): RouteState =>
  Object.freeze({ stage: route.startsAt, percent: 0, halt: 'none' })
