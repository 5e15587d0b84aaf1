import type { Route } from './route.ts'

/**
 * For so long, milliseconds, the side that took a write of a route alone has what it came to: until its deadline it
 * may still be carried out, and from then on its copy is on the way. Undefined where records are not copied.
 */
export function copiedSpanOf({ cohort, legacy, cloud }: Route): number | undefined {
  if (typeof cohort?.records !== 'object') return undefined
  return cohort.records.copiedWithinMs + Math.max(legacy.timeoutMs, cloud?.timeoutMs ?? 0)
}
