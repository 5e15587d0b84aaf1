import { adopt } from './adopt.ts'
import { freeze, unfreeze } from './freezes.ts'
import { halt, resume } from './halts.ts'
import { override, pin } from './keys.ts'
import type { Plan, PlanVerb, Scene } from './plan.ts'
import type { Flip } from './request.ts'
import { promote, rollback } from './stages.ts'
import { undo } from './undo.ts'

const VERBS: { readonly [Verb in Flip['verb']]: PlanVerb<Verb> } = {
  promote,
  rollback,
  halt,
  resume,
  undo,
  override,
  pin,
  freeze,
  unfreeze,
  adopt,
}

/** Plans a change by its verb. Throws {@link Refusal}. */
export const planOf = (change: Flip, scene: Scene): Plan =>
  (VERBS[change.verb] as PlanVerb<Flip['verb']>)(change, scene) // its own row of the table
