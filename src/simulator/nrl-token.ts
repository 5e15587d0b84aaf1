import { textAt } from './fhir-json.ts'

/** What of a token's claims the locator looks at. */
export interface Claims {
  readonly scope: string
  readonly system: string
}

/** Reads the claims of a bearer token, signed or not; undefined where it is none. */
export function claimsOf(authorization: string | undefined): Claims | undefined {
  const [, payload] = /^Bearer [\w-]+\.([\w-]+)\.[\w-]*$/.exec(authorization ?? '') ?? []
  if (payload === undefined) return undefined
  try {
    const claims: unknown = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8'))
    const scope = textAt(claims, 'scope')
    const system = textAt(claims, 'requesting_system')
    return scope === undefined || system === undefined ? undefined : { scope, system }
  } catch {
    return undefined
  }
}
