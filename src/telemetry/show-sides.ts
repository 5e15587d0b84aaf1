import type { Route } from '../exchange/index.ts'
import type { Metrics } from './metrics.ts'

/**
 * Builds what shows which upstream plays which side on each route: what is counted by upstream alone is told apart by
 * side with it, as Prometheus joins info metrics. What a file no longer says is 0.
 */
export function createSides({ routeUpstream }: Metrics): (routes: readonly Route[]) => void {
  const shown = new Set<number>()
  return routes => {
    for (const cell of shown) routeUpstream.set(cell, 0)
    for (const { name, legacy, cloud, rehearsal } of routes) {
      for (const [side, upstream] of [
        ['legacy', legacy],
        ['cloud', cloud],
        // It gets copies in the cloud's place.
        ['cloud', rehearsal],
      ] as const) {
        if (upstream === undefined) continue
        const cell = routeUpstream.cell(name, side, upstream.name)
        routeUpstream.set(cell, 1)
        shown.add(cell)
      }
    }
  }
}
