/**
 * What differs per Spine product, as plain data in the languages of the floors below.
 *
 * In: nothing.
 * Out: every interaction we know, by product; how the answers of some are compared.
 * Never: holds a function that acts on a message; one product never imports another.
 *
 * @packageDocumentation
 */
export { INTERACTIONS, PRODUCTS } from './interactions.ts'
export { POLICIES } from './policies.ts'
