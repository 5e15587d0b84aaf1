import {
  type Assigned,
  copiedSpanOf,
  type InteractionClass,
  type MirrorDecision,
  type Route,
  type Side,
  type Upstream,
} from '../exchange/index.ts'
import { isWorkedOn } from '../windows/index.ts'
import { planOf, type Question, sampleOf } from './question.ts'

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
const needsIdentity = ({ route }: Question, to: Upstream, copies: string): boolean =>
  route.translate === undefined || to === route.legacy || copies === 'with identity'

const REFUSED = {
  halted: { not: 'halted' },
  stage: { not: 'stage' },
  class: { not: 'class' },
  'no-identity': { not: 'no-identity' },
  copied: { not: 'copied' },
  disagrees: { not: 'disagrees' },
  maintenance: { not: 'maintenance' },
  'not-sampled': { not: 'not-sampled' },
} as const satisfies Partial<Record<Refusal, MirrorDecision>>

/** Decides whether a copy is sent, and to whom, once the side is known. */
export function mirrorOf(
  question: Question,
  side: Side,
  because: Assigned['because'],
): MirrorDecision {
  const { at, route } = question
  if (at.halt !== 'none') return REFUSED.halted
  const to = otherThan(route, side)
  if (!planOf(question).mirrors || to === undefined) return REFUSED.stage
  // What is pinned is held by one side alone: the other would answer a copy with "not found", or as it was before.
  if (because === 'pin') {
    return copiedSpanOf(route) === undefined ? REFUSED.stage : REFUSED.copied
  }
  // A rehearsal tenancy never serves and nobody acts on what it holds, so it may have a copy of anything.
  const copies = to === route.rehearsal ? 'may' : COPIES[question.class]
  if (copies === 'never') return REFUSED.class
  if (route.shadowAs === undefined && needsIdentity(question, to, copies)) {
    return REFUSED['no-identity']
  }
  // What legacy serves whatever it says is read by whoever makes the copy, which goes only where it is proven.
  if (question.need !== 'kept' && question.agrees !== true) return REFUSED.disagrees
  // Held against an answer from the middle of somebody's work nothing is evidence, whichever side gave it.
  const from = side === 'cloud' ? route.cloud : route.legacy
  if (isTouched(question, to) || isTouched(question, from)) return REFUSED.maintenance
  return question.draw < sampleOf(route) * 100 ? { to } : REFUSED['not-sampled']
}

const isTouched = ({ at, now }: Question, upstream: Upstream | undefined): boolean =>
  upstream !== undefined && isWorkedOn(at, upstream.name, now)

const otherThan = (route: Route, side: Side): Upstream | undefined =>
  side === 'cloud' ? route.legacy : (route.rehearsal ?? route.cloud)
