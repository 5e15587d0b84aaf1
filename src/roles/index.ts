/**
 * Knows who asks on the admin port, and what they may.
 *
 * In: what proves who somebody is: a token a file has the hash of, or one an issuer has signed.
 * Out: a name for the audit and the roles they have, or why not; whether a role allows an act, and how often.
 * Never: asks the store; lets anybody in on their word; repeats a token.
 *
 * @packageDocumentation
 */
export { MAY, mayDo, ROLES } from './roles.ts'
export type { Act, Asker, Role } from './roles.ts'
export { createAdmission } from './admission.ts'
export type { Admission, Admitted, Proofs } from './admission.ts'
export { openTokenFile } from './token-file.ts'
export type { TokenFile, TokenFileOptions } from './token-file.ts'
export { TokenFileError } from './read-tokens.ts'
export { createIssuer, IssuerRefused } from './issuer.ts'
export type { Issuer, IssuerOptions } from './issuer.ts'
export { createRates } from './rates.ts'
export type { Asking, Rates } from './rates.ts'
