import type { Side, Stage } from '../exchange/index.ts'

/** What a stage does with a request: who serves it, and whether the side that does not gets a copy. */
export interface Plan {
  readonly serves: Side | 'by cohort'
  readonly mirrors: boolean
}

/** What each stage of a route's migration does; a class of interaction may forbid the copy. */
export const PLANS = {
  legacy: { serves: 'legacy', mirrors: false },
  shadow: { serves: 'legacy', mirrors: true },
  canary: { serves: 'by cohort', mirrors: true },
  'reverse-shadow': { serves: 'cloud', mirrors: true },
  cloud: { serves: 'cloud', mirrors: false },
} as const satisfies Record<Stage, Plan>
