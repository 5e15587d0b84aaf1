/**
 * Holds where every route is.
 *
 * In: the routes of the operator's file.
 * Out: a frozen {@link State} whose revision only grows, for one instance and as long as it runs.
 * Never: changes a state that somebody holds; nothing is stored yet, and instances share nothing yet.
 *
 * @packageDocumentation
 */
export { initialState, nextState } from './state.ts'
