import { headersOf, isFicusError } from '../exchange/index.ts'
import { plainJson, readJsonText } from '../json/index.ts'
import type { Call } from './call.ts'
import type { CallOperation, CallsSpec } from './call-spec.ts'
import { type Accepted, accepted, type Declined, declined } from './decline.ts'
import { readValue } from './values.ts'

type Claims = Readonly<Record<string, unknown>>

const BEARER = /^Bearer +[\w-]*\.([\w-]+)\.[\w-]*$/i

/** The claims of a token as they stand there; undefined where there is none, or several. */
function claimsIn({ headers }: Pick<Call, 'headers'>): Claims | undefined {
  const [line = '', another] = headersOf(headers, 'authorization')
  const [, payload] = BEARER.exec(line.trim()) ?? []
  if (payload === undefined || another !== undefined) return undefined
  try {
    const read = readJsonText(Buffer.from(payload, 'base64url').toString('utf8'))
    // An object, so each of its properties has a name.
    return read.is === 'object' ? (plainJson(read) as Claims) : undefined
  } catch (error) {
    if (isFicusError(error)) return undefined
    throw error
  }
}

/** What stands behind its beginning in the one value that all of these claims have. */
function behind(claims: Claims, names: readonly string[], after: string): string | undefined {
  const [own, ...others] = names.flatMap(name => claims[name] ?? [])
  if (typeof own !== 'string' || others.some(each => each !== own)) return undefined
  return own.startsWith(after) ? own.slice(after.length) : undefined
}

/**
 * Says which organisation asks. Spine's tokens are not signed (Spine Core, JSON Web Token): they say for the audit who
 * asks, and the connection proves it. So one is believed only where it says what the call says too, and for the
 * purpose the call has; legacy answers all others.
 */
export function organisationOf(
  { token }: Pick<CallsSpec, 'token'>,
  { scope }: CallOperation,
  call: Pick<Call, 'headers'>,
): Accepted<string> | Declined {
  const claims = claimsIn(call)
  if (claims === undefined) return declined({ code: 'missing', at: 'token' })
  const [from = '', another] = headersOf(call.headers, 'fromasid')
  const system = behind(claims, ['requesting_system'], token.system)
  if (from === '' || another !== undefined || system !== from) {
    return declined({ code: 'disagrees', at: 'requesting_system' })
  }
  if (headersOf(call.headers, 'toasid').length !== 1)
    return declined({ code: 'missing', at: 'toASID' })
  const own = claims['scope']
  if (typeof own !== 'string' || own.toLowerCase() !== scope.toLowerCase()) {
    return declined({ code: 'disagrees', at: 'scope' })
  }
  const organisation = readValue(
    'id',
    'fhir',
    behind(claims, token.organisation, token.after) ?? '',
  )
  return organisation === undefined
    ? declined({ code: 'missing', at: 'organisation' })
    : accepted(organisation)
}
