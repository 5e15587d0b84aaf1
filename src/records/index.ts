/**
 * Remembers where the data of an entity is and where a write went, so that both are found again.
 *
 * In: a {@link Routed} message on its way, the store, names made with the fleet's key.
 * Out: the side that holds its entity, the side it went to before, what its sender was told then; or an error that
 * lets it be sent again.
 * Never: guesses a side where the store is silent, keeps a key or a word of a message, or asks the store about a
 * message that no side but legacy could have had.
 *
 * @packageDocumentation
 */
export { createRecords } from './records.ts'
export type { Kept, Records, RecordsOptions } from './records.ts'
export { isAcknowledgment } from './acknowledgment.ts'
