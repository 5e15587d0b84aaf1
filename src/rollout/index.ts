/**
 * Decides which side serves a request, and whether and to whom it is mirrored.
 *
 * In: a {@link Routed} request, the fleet's state of that moment and the time.
 * Out: an {@link Assigned} request that says what decided; on demand every step to it, without a patient's key; the
 * question that was answered, which holds nothing of the message and can be asked again.
 * Never: asks the store, keeps anything between requests, or sends a byte.
 *
 * @packageDocumentation
 */
export { answer, assign, assignOn } from './assign.ts'
export type { Decision } from './assign.ts'
export { bucketOf } from './bucket.ts'
export { classOf, isWrite } from './class-of.ts'
export { keysOf, normaliseKey } from './key.ts'
export type { CohortKeys } from './key.ts'
export { withMates } from './mates.ts'
export { PLANS } from './plans.ts'
export { ask } from './question.ts'
export type { Question } from './question.ts'
export type { BucketPurpose } from './bucket.ts'
export type { DecisionRule, DecisionStep } from './decision-step.ts'
export type { Plan } from './plans.ts'
