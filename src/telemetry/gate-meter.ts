import { dropGone, Gauges } from './gauges.ts'
import type { Metrics } from './metrics.ts'

const STATES = ['open', 'closed', 'undecided'] as const

type Shown = Pick<
  Metrics,
  'gateState' | 'evidenceCompared' | 'evidenceDiffering' | 'evidenceNeeded' | 'evidenceRatio'
>

/** What the gate of a route says, and the numbers it says it on. */
export interface ShownGate {
  readonly verdict: (typeof STATES)[number]
  readonly compared: number
  /** Compared and not found equal. */
  readonly bad: number
  /** Infinity where no number of comparisons would do. */
  readonly needed: number
  /** The evidence there is, divided by what is asked. */
  readonly ratio: number
}

/** Shows what gates say. */
export interface GateMeter {
  show(route: string, gate: ShownGate): void
  /** Takes off what is shown of every other route. */
  keep(routes: readonly string[]): void
}

/** Builds what shows gates: of a route nothing until its gate was asked, and then what it said last. */
export function createGateMeter(metrics: Shown): GateMeter {
  const kept = new Map<string, { readonly gauges: Gauges }>()
  return {
    show(route, { verdict, ...numbers }) {
      const { gauges } = kept.get(route) ?? { gauges: new Gauges() }
      kept.set(route, { gauges })
      const show = (series: Shown[keyof Shown], value: number, ...labels: string[]): void =>
        series.set(gauges.cell(series, route, ...labels), value)
      for (const state of STATES) show(metrics.gateState, state === verdict ? 1 : 0, state)
      show(metrics.evidenceCompared, numbers.compared)
      show(metrics.evidenceDiffering, numbers.bad)
      show(metrics.evidenceNeeded, numbers.needed)
      show(metrics.evidenceRatio, numbers.ratio)
    },
    keep: routes => dropGone(kept, new Set(routes)),
  }
}
