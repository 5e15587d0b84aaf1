import { adopt } from './adopt.ts'
import { freeze, unfreeze } from './freezes.ts'
import { halt, resume } from './halts.ts'
import { override, pin } from './keys.ts'
import type { Plan, PlanVerb, Scene } from './plan.ts'
import { relax } from './relax.ts'
import type { MadeFlip } from './request.ts'
import { expire, reject } from './requests.ts'
import { promote, rollback } from './stages.ts'
import { undo } from './undo.ts'

const VERBS: { readonly [Verb in MadeFlip['verb']]: PlanVerb<Verb> } = {
  promote,
  rollback,
  halt,
  resume,
  undo,
  override,
  pin,
  freeze,
  unfreeze,
  reject,
  expire,
  relax,
  adopt,
}

/** Plans a change by its verb. Throws {@link Refusal}. */
export const planOf = (change: MadeFlip, scene: Scene): Plan =>
  (VERBS[change.verb] as PlanVerb<MadeFlip['verb']>)(change, scene) // its own row of the table
