/**
 * Reads JSON strictly: what two readers could read otherwise is refused.
 *
 * In: bytes or a text.
 * Out: every value as it was written, or plain ones.
 * Never: repeats what was written in an error.
 *
 * @packageDocumentation
 */
export { readJson, readJsonText } from './read-json.ts'
export type { JsonValue } from './read-json.ts'
export { plainJson } from './plain-json.ts'
