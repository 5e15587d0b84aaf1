import type { Route, State } from '../exchange/index.ts'

/**
 * Tells each route of a cohort whose records are copied where the cohort's other routes stand: what one of them writes
 * another reads, and either may have turned before.
 */
export function withMates(state: State, routes: readonly Route[]): State {
  const cohorts = Map.groupBy(routes, ({ cohort }) =>
    typeof cohort?.records === 'object' ? cohort.name : undefined,
  )
  cohorts.delete(undefined)
  if (cohorts.size === 0) return state
  const standing = new Map(state.routes)
  for (const together of cohorts.values()) {
    for (const { name } of together) {
      const own = state.routes.get(name)
      if (own === undefined) continue
      const mates = together.flatMap(mate =>
        mate.name === name ? [] : (state.routes.get(mate.name) ?? []),
      )
      standing.set(name, Object.freeze({ ...own, mates: Object.freeze(mates) }))
    }
  }
  return Object.freeze({ ...state, routes: standing })
}
