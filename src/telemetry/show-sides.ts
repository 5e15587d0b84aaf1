import type { Route } from '../exchange/index.ts'
import type { Metrics } from './metrics.ts'

/**
 * Builds what shows which upstream plays which side on each route: what is counted by upstream alone is told apart by
 * side with it, as Prometheus joins info metrics. What a file no longer says is taken off.
 */
export function createSides({
  routeUpstream,
}: Pick<Metrics, 'routeUpstream'>): (routes: readonly Route[]) => void {
  let shown: ReadonlySet<number> = new Set()
  return routes => {
    const playing = new Set(
      routes.flatMap(route =>
        playedIn(route).map(([side, upstream]) => routeUpstream.cell(route.name, side, upstream)),
      ),
    )
    for (const cell of shown) if (!playing.has(cell)) routeUpstream.drop(cell)
    for (const cell of playing) routeUpstream.set(cell, 1)
    shown = playing
  }
}

function playedIn({ legacy, cloud, rehearsal }: Route): readonly (readonly [string, string])[] {
  // It gets copies in the cloud's place.
  const clouds = [cloud, rehearsal].filter(upstream => upstream !== undefined)
  return [['legacy', legacy.name], ...clouds.map(({ name }) => ['cloud', name] as const)]
}
