import type { Override, State } from '../exchange/index.ts'
import { dropGone, Gauges } from './gauges.ts'
import type { Metrics } from './metrics.ts'

const SIDES = ['legacy', 'cloud'] as const

/**
 * Builds what shows how many overrides of each cohort stand at a moment, epoch milliseconds: one that has expired
 * stands no more, though it is still on the list. Cohorts are those of the file, and those that have overrides besides.
 */
export function createOverrideMeter({
  overrides,
}: Pick<Metrics, 'overrides'>): (
  cohorts: readonly string[],
  state: Pick<State, 'overrides'>,
  now: number,
) => void {
  const kept = new Map<string, { readonly gauges: Gauges }>()
  return (cohorts, state, now) => {
    const names = new Set([...cohorts, ...state.overrides.keys()])
    dropGone(kept, names)
    for (const name of names) {
      const { gauges } = kept.get(name) ?? { gauges: new Gauges() }
      const counts = standing(state.overrides.get(name) ?? [], now)
      for (const side of SIDES) overrides.set(gauges.cell(overrides, name, side), counts[side])
      kept.set(name, { gauges })
    }
  }
}

function standing(list: readonly Override[], now: number): Record<Override['side'], number> {
  const counts = { legacy: 0, cloud: 0 }
  for (const { side, expires } of list) if (expires > now) counts[side] += 1
  return counts
}
