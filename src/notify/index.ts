/**
 * Tells receivers of changes, from the audit, signed.
 *
 * In: the receivers of the file, the store's audit and how far each of them was told.
 * Out: each change that is in a receiver's words, at least once and in order, by one instance at a time; what could
 * not be told, counted and logged.
 * Never: holds up a change, a halt or a request; shows an address or a secret; tells what a message held.
 *
 * @packageDocumentation
 */
export { createNotifying } from './notifying.ts'
export type { Notifying, NotifyingOptions } from './notifying.ts'
export type { NotifyPace } from './pace.ts'
export type { Tried } from './try-out.ts'
