import { FLIP_VERBS, type FlipVerb } from './labels.ts'
import type { Metrics } from './metrics.ts'

/** What a change is counted under that moved no route. */
const NO_ROUTE = 'none'

/** These move routes; the others are about keys, and about files. */
const MOVING: readonly FlipVerb[] = ['promote', 'rollback', 'halt', 'resume', 'undo']

/** Counts changes that were carried out. */
export interface FlipMeter {
  /** Begins the counts of these routes at 0: whoever asks what was added needs to have seen where it began. */
  begin(routes: readonly string[]): void
  /** Counts one change: once for each route it moved, else once under none. */
  count(verb: FlipVerb, moved: readonly string[]): void
}

/** Builds what counts changes by verb. */
export function createFlipMeter({ flips }: Pick<Metrics, 'flips'>): FlipMeter {
  for (const verb of FLIP_VERBS) flips.cell(NO_ROUTE, verb)
  return {
    begin(routes) {
      for (const route of routes) for (const verb of MOVING) flips.cell(route, verb)
    },
    count(verb, moved) {
      for (const route of moved.length === 0 ? [NO_ROUTE] : moved) {
        flips.add(flips.cell(route, verb))
      }
    },
  }
}
