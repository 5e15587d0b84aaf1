import type { Cohort, InteractionClass, Need, Route, State } from '../exchange/index.ts'

/**
 * Says how much of a message one route needs where it stands now: to send anything to the cloud, or a copy
 * anywhere, the message must have proven what it is, and a cohort must have its key.
 *
 * `klass` is undefined while nobody knows it. Errs towards reading.
 */
export function needOf(route: Route, state: State, klass: InteractionClass | undefined): Need {
  const mayLeaveLegacy = hasPins(route.cohort, state) || stageNeeds(route, state, klass)
  if (!mayLeaveLegacy) return 'headers'
  return route.translate === undefined ? 'scan' : 'whole'
}

function stageNeeds(route: Route, state: State, klass: InteractionClass | undefined): boolean {
  const at = state.routes.get(route.name)
  if (at === undefined || at.halt !== 'none' || at.stage === 'legacy') return false
  // Without a cloud side nothing above shadow can be served.
  if (at.stage !== 'shadow' && route.cloud !== undefined) return true
  return route.translate !== undefined || isCopied(route, klass)
}

function isCopied(route: Route, klass: InteractionClass | undefined): boolean {
  if (route.rehearsal !== undefined) return true
  if (route.cloud === undefined) return false
  switch (klass) {
    case undefined:
    case 'read':
      return true
    case 'audited-read':
      return route.shadowAs !== undefined
    case 'unknown':
      return route.class === 'read'
    case 'pushed-read':
    case 'write':
      return false
  }
}

// What the cloud alone holds goes there whatever the stage, so whoever has pins must know the key.
const hasPins = (cohort: Cohort | undefined, state: State): boolean =>
  cohort !== undefined && (state.pins.get(cohort.name)?.size ?? 0) > 0

const ORDER = { headers: 0, scan: 1, whole: 2 } as const satisfies Record<Need, number>

/** Gives the larger of two needs. */
export const larger = (a: Need, b: Need): Need => (ORDER[a] >= ORDER[b] ? a : b)
