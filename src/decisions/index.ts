/**
 * What was decided of the last requests: kept without what they were about, and asked again.
 *
 * In: what an exchange came to, and the question and snapshot it was decided on.
 * Out: the decisions about one message, newest first, with every step to them; who would be served by another side
 * if a route stood elsewhere. Both are what the decision itself says when it is asked again.
 * Never: keeps a patient's key, a path, a header line or a byte of a body; grows without end; decides anything.
 *
 * @packageDocumentation
 */
export { createDecisions, withDecisions } from './decisions.ts'
export type { Decisions, DecisionsOptions, DecisionsParts, Tally } from './decisions.ts'
export { knownId } from './known-id.ts'
export type { Came, KeptDecision } from './kept-decision.ts'
export { askAgain } from './ask-again.ts'
export type { AskedAgain } from './ask-again.ts'
export { whatIf } from './what-if.ts'
export type { Moving, Place, Supposed, WhatIf } from './what-if.ts'
