import type { Approval, Held, Store } from '../fleet/index.ts'
import type { AskedGate, FlipContext } from './request.ts'

/** What one change is made with, and what was found on the way to it. */
export interface Means {
  readonly store: Store
  readonly context: FlipContext
  /** Filled as gates are asked, so that a refusal has their numbers too. */
  readonly gates: AskedGate[]
  /** Filled with what a freeze says against the change. */
  readonly frozen: string[]
  /** What this instance held back before the change. */
  readonly before: Held
  /** The request it is carried out for, and who approves that now. */
  readonly approving?: Pick<Approval, 'actor' | 'reason'> & { readonly id: number }
}
