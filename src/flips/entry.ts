import type { HeldHalt, OpenRequest } from '../fleet/index.ts'
import type { AuditEntry, GlassWord } from './audit-entry.ts'
import type { Means } from './means.ts'
import type { Scene } from './plan.ts'
import type { Flip } from './request.ts'

/** What a line of the audit says besides what was changed. */
type Words = Omit<AuditEntry, 'before' | 'after'>

/** What is known of a change when it is written down. */
export interface Writing {
  readonly scene: Scene
  /** How many people it needs. */
  readonly needs: number
  /** What it is carried out for, with everybody who approved it. */
  readonly request: OpenRequest | undefined
}

/** Writes what a change that is made says of itself. */
export function entryOf(
  change: Flip,
  { context, gates, frozen }: Means,
  { scene: { fleet, now }, needs, request }: Writing,
): Words {
  const laid = laidIn(change)
  const glass = glassBroken(change, { gates, frozen, needs })
  const approver = 'breakGlass' in change ? change.breakGlass.approver : null
  return {
    revision: fleet.revision + 1,
    at: now,
    environment: context.environment.name,
    verb: change.verb,
    name: nameIn(change),
    actor: change.actor,
    approver: glass.length > 0 ? approver : null,
    reason: change.reason,
    gates,
    ...(laid?.by && { laid: { id: laid.id, at: laid.by.at } }),
    ...(saidIn(change).length > 0 && { differences: saidIn(change) }),
    ...(glass.length > 0 && { glass }),
    ...(needs > 1 && { needs }),
    ...(request && { request: request.id, approvals: request.approvals }),
    ...('id' in change && typeof change.id === 'number' && { request: change.id }),
  }
}

/** Writes what is said of a change that waits: that it was asked for, or that one more has approved it. */
export function waitingEntry(
  request: OpenRequest,
  { context, gates, approving }: Means,
  { fleet, now }: Scene,
): Words {
  const { actor, reason } = approving ?? request
  return {
    revision: fleet.revision + 1,
    at: now,
    environment: context.environment.name,
    verb: approving === undefined ? 'request' : 'approve',
    name: request.name,
    actor,
    approver: null,
    reason,
    gates,
    asked: request.verb,
    needs: request.needs,
    request: request.id,
  }
}

/** What glass is broken for, of what would have kept a change from being made; nothing where none is. */
export function glassBroken(
  change: Flip,
  { gates, frozen, needs }: Pick<Means, 'gates' | 'frozen'> & Pick<Writing, 'needs'>,
): readonly GlassWord[] {
  if (!('breakGlass' in change)) return []
  const shut = gates.some(gate => gate.verdict !== 'open')
  const words: readonly (false | GlassWord)[] = [
    shut && 'gate',
    needs > 1 && 'approval',
    frozen.length > 0 && 'freeze',
  ]
  return words.filter(word => word !== false)
}

const nameIn = (change: Flip): string =>
  ('cohort' in change ? change.cohort : 'name' in change ? change.name : undefined) ?? 'all'

/** The halt that is held already and is to be the fleet's. */
export const laidIn = (change: Flip): HeldHalt | undefined =>
  change.verb === 'halt' ? change.laid : undefined

/** What a file says otherwise is kept, also where the fleet keeps none of it. */
export const saidIn = (change: Flip): NonNullable<AuditEntry['differences']> =>
  (change.verb === 'adopt' ? change.differences : undefined) ?? []
