import type {
  Assigned,
  InteractionClass,
  MirrorDecision,
  Route,
  Routed,
  Side,
  Upstream,
} from '../exchange/index.ts'
import { bucketOf } from './bucket.ts'
import { classOf } from './class-of.ts'
import { normaliseKey } from './key.ts'
import type { Question } from './question.ts'

type Refusal = Extract<MirrorDecision, { not: unknown }>['not']

/** What a class says of a copy to a system that serves. */
const COPIES = {
  read: 'may',
  'audited-read': 'with identity',
  'pushed-read': 'never',
  write: 'never',
  unknown: 'never',
} as const satisfies Record<InteractionClass, 'may' | 'with identity' | 'never'>

/**
 * Whether a copy has to be given an identity, lest it go out in its supplier's name. One that goes through a mapping
 * says nothing of who asks; one of the supplier's own bytes does, whoever gets it.
 */
const needsIdentity = ({ route }: Routed, to: Upstream, copies: string): boolean =>
  route.translate === undefined || to === route.legacy || copies === 'with identity'

const REFUSED = {
  halted: { not: 'halted' },
  stage: { not: 'stage' },
  class: { not: 'class' },
  'no-identity': { not: 'no-identity' },
  disagrees: { not: 'disagrees' },
  'not-sampled': { not: 'not-sampled' },
} as const satisfies Partial<Record<Refusal, MirrorDecision>>

/** Decides whether a copy is sent, and to whom, once the side is known. */
export function mirrorOf(
  question: Question,
  side: Side,
  because: Assigned['because'],
): MirrorDecision {
  const { at, plan, routed } = question
  if (at.halt !== 'none') return REFUSED.halted
  const to = otherThan(routed.route, side)
  // What is pinned is held by one side alone: the other would answer a copy with "not found".
  if (!plan.mirrors || because === 'pin' || to === undefined) return REFUSED.stage
  // A rehearsal tenancy never serves and nobody acts on what it holds, so it may have a copy of anything.
  const copies = to === routed.route.rehearsal ? 'may' : COPIES[classOf(routed)]
  if (copies === 'never') return REFUSED.class
  if (routed.route.shadowAs === undefined && needsIdentity(routed, to, copies)) {
    return REFUSED['no-identity']
  }
  // What legacy serves whatever it says is read by whoever makes the copy, which goes only where it is proven.
  if (routed.need !== 'kept' && routed.agrees !== true) return REFUSED.disagrees
  return isSampled(routed) ? { to } : REFUSED['not-sampled']
}

/** Gives the share of requests a route copies: what its file says, else one in a hundred. */
export const sampleOf = (route: Route): number => route.shadowSample ?? 0.01

// Drawn per message and not per patient, so that no patient's record is for ever outside what is compared. By its id,
// so that a message sent again is drawn as before; where nobody has read one, by its number.
function isSampled({ route, messageId, number }: Routed): boolean {
  const sample = sampleOf(route)
  if (sample >= 1) return true
  const id = messageId === undefined ? undefined : normaliseKey('messageId', messageId)
  return bucketOf('sample', route.name, id ?? String(number)) < sample * 100
}

const otherThan = (route: Route, side: Side): Upstream | undefined =>
  side === 'cloud' ? route.legacy : (route.rehearsal ?? route.cloud)
