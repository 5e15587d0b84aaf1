import type { DivergencesView, EvidenceView, GateView, RouteView } from '../admin/index.ts'
import type { Asking } from './demo-asking.ts'
import type { DemoFolder } from './demo-folder.ts'
import type { Sides } from './demo-sides.ts'
import type { Step } from './demo-steps.ts'
import type { Tally } from './demo-tally.ts'
import type { Traffic } from './demo-traffic.ts'
import type { Typed, TypeCommand } from './demo-typing.ts'
import type { Witness } from './demo-witness.ts'

/** Everything the story is told with. */
export interface Cast {
  readonly sides: Sides
  readonly folder: DemoFolder
  readonly asking: Asking
  readonly type: TypeCommand
  readonly tally: Tally
  readonly witness: Witness
  readonly traffic: Pick<Traffic, 'pace'>
  /** How often suppliers ask, where comparing keeps up. */
  readonly perSecond: number
  readonly audience: Audience
  /** How long suppliers ask at each step, at least. */
  readonly dwellMs: number
  /** Ends the story early; its reason is thrown. */
  readonly signal: AbortSignal
}

/** Is told what happens while it happens. */
export interface Audience {
  begins(step: Step): void
  typed(typed: Typed): void
  stands(route: RouteView): void
  found(divergences: DivergencesView): void
}

/** A step as it went. */
export interface StepTold {
  readonly step: Step
  /** From when on requests are served as it says, and until when; epoch milliseconds. */
  from: number
  to: number
  /** Where the route stood at its end. */
  place?: RouteView
  readonly typed: Typed[]
  /** What the gate said when a promotion was let pass. */
  gate?: GateView
}

/** The evidence of one epoch, with when it began and when nothing more was to be added. */
export interface EpochTold {
  readonly from: number
  readonly to: number
  readonly evidence: EvidenceView
}

/** The story as it went. */
export interface Told {
  readonly steps: readonly StepTold[]
  readonly epochs: readonly EpochTold[]
  readonly found: DivergencesView | undefined
  /** Why it did not come to its end. */
  readonly broken: string | undefined
}
