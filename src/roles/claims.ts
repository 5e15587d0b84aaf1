import type { JWTPayload } from 'jose'
import { isActorName } from './read-tokens.ts'
import { type Role, ROLES } from './roles.ts'

/** Finds what a claim holds: of that whole name, as names with dots are addresses, else one level deeper by each dot. */
function claimAt(payload: JWTPayload, name: string): unknown {
  if (Object.hasOwn(payload, name)) return payload[name]
  return name.split('.').reduce<unknown>(ownIn, payload)
}

const ownIn = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null && Object.hasOwn(value, name)
    ? (value as Readonly<Record<string, unknown>>)[name] // just looked at
    : undefined

/** Gives what the audit calls somebody; undefined where the claim holds no name it could keep. */
export function nameIn(payload: JWTPayload, claim: string): string | undefined {
  const name = claimAt(payload, claim)
  return typeof name === 'string' && isActorName(name) ? name : undefined
}

/** Gives the roles of ours a claim holds, by name or behind `ficus-` or `ficus:`; what else stands there is another's. */
export function rolesIn(payload: JWTPayload, claim: string): readonly Role[] {
  const value = claimAt(payload, claim)
  const words: readonly unknown[] = typeof value === 'string' ? value.split(' ') : listOr(value)
  const named = words.map(word => (typeof word === 'string' ? word.replace(/^ficus[-:]/, '') : ''))
  return ROLES.filter(role => named.includes(role))
}

const listOr = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [])

/** What the header of a token that opens something may call it: RFC 9068 §2.1, RFC 7519 §5.1. */
const ACCESS = ['at+jwt', 'application/at+jwt', 'jwt', 'application/jwt']

/** Says that a token is for something else than to ask with, where it says what it is for; undefined else. */
export function wrongUseOf(typ: string | undefined, payload: JWTPayload): string | undefined {
  const { typ: kind, token_use: use } = payload
  const isAccess =
    (typ === undefined || ACCESS.includes(typ.toLowerCase())) &&
    // Keycloak and Cognito say it in a claim of theirs.
    (typeof kind !== 'string' || ['bearer', ...ACCESS].includes(kind.toLowerCase())) &&
    (use === undefined || use === 'access')
  return isAccess ? undefined : 'it is no access token'
}
