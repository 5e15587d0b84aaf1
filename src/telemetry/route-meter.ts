import { type Route, type RouteState, STAGES, type State } from '../exchange/index.ts'
import { dropGone, Gauges } from './gauges.ts'
import type { Metrics } from './metrics.ts'

type Shown = Pick<
  Metrics,
  'routeStage' | 'routePercent' | 'routeHalted' | 'routeChanged' | 'stateRevision'
>

const HALTS = ['halt', 'hard'] as const

/** What is shown of one route. */
class RouteGauges {
  readonly gauges = new Gauges()
  readonly #metrics: Shown
  readonly #stages: ReadonlyMap<string, number>
  readonly #halts: ReadonlyMap<string, number>
  readonly #percent: number
  readonly #changed: number
  #stood: string | undefined

  constructor(metrics: Shown, name: string) {
    const { gauges } = this
    this.#metrics = metrics
    this.#stages = new Map(
      STAGES.map(stage => [stage, gauges.cell(metrics.routeStage, name, stage)]),
    )
    this.#halts = new Map(HALTS.map(halt => [halt, gauges.cell(metrics.routeHalted, name, halt)]))
    this.#percent = gauges.cell(metrics.routePercent, name)
    this.#changed = gauges.cell(metrics.routeChanged, name)
  }

  show(at: RouteState | undefined, now: () => number): void {
    const { routeStage, routeHalted, routePercent, routeChanged } = this.#metrics
    for (const [stage, cell] of this.#stages) routeStage.set(cell, at?.stage === stage ? 1 : 0)
    for (const [halt, cell] of this.#halts) routeHalted.set(cell, at?.halt === halt ? 1 : 0)
    routePercent.set(this.#percent, percentOnCloud(at))
    const stands = `${at?.stage} ${at?.percent} ${at?.halt}`
    const hasChanged = this.#stood !== undefined && this.#stood !== stands
    if (hasChanged) routeChanged.set(this.#changed, now() / 1_000)
    this.#stood = stands
  }
}

/** Builds what shows where every route stands, and no more where one stood that the file has no longer. */
export function createRouteMeter(
  metrics: Shown,
  now: () => number,
): (routes: readonly Pick<Route, 'name'>[], state: State) => void {
  const kept = new Map<string, RouteGauges>()
  return (routes, state) => {
    metrics.stateRevision.set(metrics.stateRevision.cell(), state.revision)
    dropGone(kept, new Set(routes.map(({ name }) => name)))
    for (const { name } of routes) {
      const shown = kept.get(name) ?? new RouteGauges(metrics, name)
      kept.set(name, shown)
      shown.show(state.routes.get(name), now)
    }
  }
}

function percentOnCloud(at: RouteState | undefined): number {
  if (at === undefined || at.halt !== 'none') return 0
  if (at.stage === 'canary') return at.percent
  return at.stage === 'cloud' || at.stage === 'reverse-shadow' ? 100 : 0
}
