/**
 * The one function that every change of stage, percentage, halt, override or pin passes, with its line in the audit.
 *
 * In: who asks for what and why, the store, the operator's file, what each route's gate asks.
 * Out: what was changed and who serves what before and after, or why it was not and the way out.
 * Never: lets a change pass without a reason and a line; asks anybody before a halt; touches a request.
 *
 * @packageDocumentation
 */
export { flip } from './flip.ts'
export { freezeOver, freezesIn, isOn } from './freezes.ts'
export type { AnyFreeze, FreezeScene } from './freezes.ts'
export { routesMeant } from './halts.ts'
export { createSettling } from './settling.ts'
export { createExpiring } from './expiring.ts'
export type {
  AskedGate,
  Flip,
  FlipContext,
  Flipped,
  MadeFlip,
  Moved,
  Refused,
  Requested,
  Serving,
} from './request.ts'
export type { RefusalCode } from './refusal.ts'
export { refusalOfFile } from './fit-file.ts'
export { countPins } from './orphans.ts'
export type { PinCount, PinCounts } from './orphans.ts'
export { askGate } from './gates.ts'
export { haltsOver, servingAt } from './serving.ts'
export { readEntry } from './audit-entry.ts'
export { movedSince } from './grounds.ts'
export { GLASS_WORDS } from './audit-entry.ts'
export type { AuditEntry, AuditPart, GlassWord } from './audit-entry.ts'
export { peopleOf } from './people.ts'
export { isOver, missingOf } from './requests.ts'
export { refusalOfName } from './words.ts'
export { verifyAudit } from './verify-audit.ts'
export type { AuditEnds, VerifiedAudit } from './verify-audit.ts'
