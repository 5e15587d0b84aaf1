import type { Maintenance, Route, RouteState, Span, State } from '../exchange/index.ts'
import { type MaintenanceOf, nextSpans } from './maintenance.ts'

/** Says whether an upstream is worked on now, as the state of a route has it: two numbers are compared. */
export function isWorkedOn({ maintenance }: RouteState, upstream: string, now: number): boolean {
  const span = maintenance?.[upstream]
  return span !== undefined && span.from <= now && now < span.to
}

/** Compiles into a state, for each route, when the upstreams on its sides are worked on next or are by now. */
export function withMaintenance(
  state: State,
  routes: readonly Route[],
  all: MaintenanceOf,
  now: number,
): State {
  const spans = nextSpans(all, now)
  if (spans.size === 0) return state
  const over = (route: Route): RouteState['maintenance'] => {
    const found = namesOf(route).flatMap((name): [string, Span][] => {
      const span = spans.get(name)
      return span === undefined ? [] : [[name, span]]
    })
    return found.length === 0 ? undefined : Object.freeze(Object.fromEntries(found))
  }
  const withOwn = routes.flatMap((route): [string, RouteState][] => {
    const at = state.routes.get(route.name)
    const maintenance = over(route)
    return at === undefined || maintenance === undefined
      ? []
      : [[route.name, Object.freeze({ ...at, maintenance })]]
  })
  return Object.freeze({ ...state, routes: new Map([...state.routes, ...withOwn]) })
}

/** Says whether a span that was compiled into a state is over, so that the one after it must be. */
export const isOutrun = ({ routes }: Pick<State, 'routes'>, now: number): boolean =>
  [...routes.values()].some(({ maintenance = {} }) =>
    Object.values(maintenance).some(({ to }) => to <= now),
  )

/** Gives every time in which any upstream on a side of a route is worked on. */
export const windowsOver = (route: Route, all: MaintenanceOf): readonly Maintenance[] =>
  namesOf(route).flatMap(name => all.get(name) ?? [])

const namesOf = ({ legacy, cloud, rehearsal }: Route): readonly string[] => [
  ...new Set([legacy, cloud, rehearsal].flatMap(upstream => upstream?.name ?? [])),
]
