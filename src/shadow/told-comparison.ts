import type { Comparison, Difference } from '../comparison/index.ts'
import type { NotCompared } from './copy.ts'
import type { TwoVerdicts } from './two-verdicts.ts'

/** Of several differences of one place and sort the first. */
function oncePerPlace<Found extends Difference>(differences: readonly Found[]): readonly Found[] {
  const found = new Map<string, Found>()
  for (const difference of differences) {
    const { path, kind, editClass, severity, rule } = difference
    const where = 'in' in difference ? difference.in : ''
    const key = [where, path, kind, editClass, severity].join('\n')
    if (rule === undefined && !found.has(key)) found.set(key, difference)
  }
  return [...found.values()]
}

/**
 * Leaves of what came of a comparison what is counted and grouped: the thread that serves takes it over, and what a rule
 * explained, or what differs there a second time, changes nothing it does with it.
 */
export function toldOf<Came extends Comparison | TwoVerdicts | NotCompared>(came: Came): Came {
  if (!('differences' in came)) return came
  return { ...came, differences: oncePerPlace<Difference>(came.differences), hits: {} }
}
