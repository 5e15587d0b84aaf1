/**
 * Decides which side serves a request, and whether and to whom it is mirrored.
 *
 * In: a {@link Routed} request, the fleet's state of that moment and the time.
 * Out: an {@link Assigned} request that says what decided; on demand every step to it, without a patient's key.
 * Never: asks the store, keeps anything between requests, or sends a byte.
 *
 * @packageDocumentation
 */
export { assign } from './assign.ts'
export { bucketOf } from './bucket.ts'
export { classOf, isWrite } from './class-of.ts'
export { keysOf, normaliseKey } from './key.ts'
export type { CohortKeys } from './key.ts'
export { PLANS } from './plans.ts'
export type { BucketPurpose } from './bucket.ts'
export type { DecisionRule, DecisionStep } from './decision-step.ts'
export type { Plan } from './plans.ts'
