import { STAGES, type InteractionClass, type Stage } from '../exchange/index.ts'

/** What a class and a stage are weighed with. */
export interface Standing {
  readonly class: InteractionClass
  readonly stage: Stage
  /** The cloud side; undefined where the route has none. */
  readonly cloud: { readonly name: string; readonly simulated: boolean } | undefined
  /** The marked identity copies of audited reads go under. */
  readonly shadowAs: string | undefined
  /** Whether copies go to a rehearsal tenancy instead of to the cloud side. */
  readonly rehearses: boolean
  /** Whether the environment asks for confirmation: no simulator may serve there. */
  readonly confirm: boolean
}

/** Why not, and what to do. */
export interface Refusal {
  /** The field of the route that is at fault. */
  readonly field: 'cloud' | 'startsAt' | 'shadow'
  readonly says: string
  readonly wayOut: string
}

const UNCOPIED = STAGES.filter(stage => stage !== 'reverse-shadow')

/** Which stages a class may have: what is never copied to a system that serves cannot be reverse-shadowed. */
export const STAGES_OF = {
  read: STAGES,
  'audited-read': STAGES,
  'pushed-read': UNCOPIED,
  write: UNCOPIED,
  unknown: UNCOPIED,
} as const satisfies Record<InteractionClass, readonly Stage[]>

/** What each class is called. */
export const CLASS_NAMES = {
  read: 'read',
  'audited-read': 'audited read',
  'pushed-read': 'pushed read',
  write: 'write',
  unknown: 'unknown, so a write',
} as const satisfies Record<InteractionClass, string>

/** Says why an interaction of a class may not stand so; undefined where it may. */
export const stageRefusal = (standing: Standing): Refusal | undefined =>
  noCloud(standing) ?? writeToCloud(standing) ?? forbidden(standing) ?? unmarked(standing)

function noCloud({ stage, cloud }: Standing): Refusal | undefined {
  if (stage === 'legacy' || cloud !== undefined) return undefined
  return {
    field: 'startsAt',
    says: `stage ${stage} needs a cloud side and the route has none`,
    wayOut: 'name its `cloud`, or let it start at legacy',
  }
}

// The file says what may happen, so it is the side that is refused, at whatever stage the route begins.
function writeToCloud({ class: klass, cloud, confirm }: Standing): Refusal | undefined {
  if (klass !== 'write' && klass !== 'unknown') return undefined
  if (cloud === undefined || (cloud.simulated && !confirm)) return undefined
  return {
    field: 'cloud',
    says:
      `a write may not be served by \`${cloud.name}\`: who a supplier is (edge identity) and which reply ` +
      'belongs to which request (conversation binding) are not proven yet',
    wayOut: confirm
      ? 'leave `cloud` out of this route'
      : 'leave `cloud` out of this route, or mark the upstream `simulated: true` if it is a simulator',
  }
}

function forbidden({ class: klass, stage }: Standing): Refusal | undefined {
  const allowed: readonly Stage[] = STAGES_OF[klass]
  if (allowed.includes(stage)) return undefined
  return {
    field: 'startsAt',
    says: `stage ${stage} would send a copy to legacy, and this is never copied to a system that serves`,
    wayOut: `it may stand at ${allowed.join(', ')}`,
  }
}

function unmarked({ class: klass, stage, shadowAs, rehearses }: Standing): Refusal | undefined {
  const isCopied =
    stage === 'shadow' ? !rehearses : stage === 'canary' || stage === 'reverse-shadow'
  if (klass !== 'audited-read' || !isCopied || shadowAs !== undefined) return undefined
  return {
    field: 'shadow',
    says: `stage ${stage} copies it, and each copy leaves an audit entry in the supplier's name`,
    wayOut: 'name the marked system identity that copies go under: `shadow: { as: "…" }`',
  }
}
