/**
 * What differs per Spine product, as plain data in the languages of the floors below.
 *
 * In: nothing.
 * Out: every interaction we know, by product; the mappings of some, how their
 * answers are compared, and in which codes these say what became of a request;
 * what Spine asks of a request before it acts on one.
 * Never: holds a function that acts on a message; one product never imports another.
 *
 * @packageDocumentation
 */
export { ACCEPTANCE } from './acceptance.ts'
export { INTERACTIONS, PRODUCTS } from './interactions.ts'
export { MAPPINGS } from './mappings.ts'
export { CONTENTS, outcomeReading } from './outcome-words.ts'
export { POLICIES, policyFor, policyNamed } from './policies.ts'
