import type { AuditEntry } from '../flips/index.ts'

/** Says who made a change, who approved it, and what glass was broken for it on whose word. */
export function spokenWho({
  actor,
  approver,
  approvals = [],
  glass = [],
}: Pick<AuditEntry, 'actor' | 'approver' | 'approvals' | 'glass'>): string {
  const others = approvals.map(each => each.actor)
  const approved = others.length === 0 ? '' : `, approved by ${others.join(' and ')}`
  if (approver === null) return `${actor}${approved}`
  // What was written before glass was told apart was a gate, and says no more than who.
  if (glass.length === 0) return `${actor}, approved by ${approver}`
  return `${actor}, glass broken for ${glass.join(', ')} on the word of ${approver}`
}
