/**
 * Knows who asks on the admin port, and what they may.
 *
 * In: what proves who somebody is.
 * Out: a name for the audit and the roles they have; whether a role allows an act.
 * Never: asks the store; lets anybody in on their word.
 *
 * @packageDocumentation
 */
export { MAY, mayDo, ROLES } from './roles.ts'
export type { Act, Asker, Role } from './roles.ts'
