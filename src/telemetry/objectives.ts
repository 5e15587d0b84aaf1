import type { Objectives, Route } from '../exchange/index.ts'
import { dropGone, Gauges } from './gauges.ts'
import type { Metrics } from './metrics.ts'

/** What suppliers of a route are promised where its file says nothing else. */
export const DEFAULT_OBJECTIVES: Required<Objectives> = Object.freeze({
  answered: 0.999,
  inTime: 0.99,
  withinMs: 1_000,
})

/** Gives what suppliers of a route are promised: what its file says, else the defaults. */
export const objectivesOf = ({ slo }: Pick<Route, 'slo'>): Required<Objectives> => ({
  ...DEFAULT_OBJECTIVES,
  ...slo,
})

/** Builds what shows the promises of every route, and no more those of one that the file has no longer. */
export function createObjectives(
  metrics: Pick<Metrics, 'objective' | 'objectiveBound' | 'inTime'>,
): (routes: readonly Pick<Route, 'name' | 'slo'>[]) => void {
  const { objective, objectiveBound, inTime } = metrics
  const kept = new Map<string, { readonly gauges: Gauges }>()
  return routes => {
    dropGone(kept, new Set(routes.map(({ name }) => name)))
    for (const route of routes) {
      const { name } = route
      const { gauges } = kept.get(name) ?? { gauges: new Gauges() }
      kept.set(name, { gauges })
      const promised = objectivesOf(route)
      objective.set(gauges.cell(objective, name, 'answered'), promised.answered)
      objective.set(gauges.cell(objective, name, 'in_time'), promised.inTime)
      objectiveBound.set(gauges.cell(objectiveBound, name), promised.withinMs / 1_000)
      // There at 0 before it is counted.
      inTime.cell(name)
    }
  }
}
