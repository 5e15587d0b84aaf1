import { meant } from '../config/index.ts'
import type { Route } from '../exchange/index.ts'
import { Refusal } from './refusal.ts'

/** Finds the routes a name means: one route, or all of a cohort. Throws {@link Refusal}. */
export function routesNamed(name: string, routes: readonly Route[]): readonly Route[] {
  const [, kind, bare = ''] = /^(?:(route|cohort):)?(.*)$/s.exec(name) ?? []
  const one = kind === 'cohort' ? [] : routes.filter(route => route.name === bare)
  const all = kind === 'route' ? [] : routes.filter(route => route.cohort?.name === bare)
  if (one.length > 0 && all.length > 0) {
    const says = 'both a route and a cohort have this name'
    throw new Refusal('usage', says, 'put `route:` or `cohort:` before it')
  }
  const found = one.length > 0 ? one : all
  if (found.length > 0) return found
  const cohorts = routes.flatMap(({ cohort }) => cohort?.name ?? [])
  const names = [...new Set([...routes.map(route => route.name), ...cohorts])]
  throw new Refusal('no-such-name', 'no route and no cohort has this name', meant(bare, names))
}
