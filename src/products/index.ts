/**
 * What differs per Spine product, as plain data in the languages of the floors below.
 *
 * In: nothing.
 * Out: every interaction we know, by product; the mappings of some, and how their
 * answers are compared.
 * Never: holds a function that acts on a message; one product never imports another.
 *
 * @packageDocumentation
 */
export { INTERACTIONS, PRODUCTS } from './interactions.ts'
export { MAPPINGS } from './mappings.ts'
export { POLICIES, policyFor, policyNamed } from './policies.ts'
