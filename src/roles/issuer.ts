import type { JWTVerifyGetKey, JWTVerifyOptions } from 'jose'
import type { Admitted } from './admission.ts'
import { nameIn, rolesIn, wrongUseOf } from './claims.ts'
import { createIssuerKeys, IssuerSilent } from './issuer-keys.ts'
import { isLoopbackHost } from './loopback.ts'

/** Who may let people in by their tokens, and what of a token says who they are. */
export interface IssuerOptions {
  /** As its tokens name it, `https://…`; plain http on loopback only. */
  readonly issuer: string
  /** Whom its tokens are for: this fleet. */
  readonly audience: string
  /** The claim that holds roles; dots go deeper. */
  readonly rolesIn: string
  /** The claim the audit calls somebody by. */
  readonly nameIn: string
  /** Epoch milliseconds; the machine's where absent. */
  readonly now?: () => number
}

/** Somebody who signs tokens: OpenID Connect Discovery 1.0, JWTs of RFC 9068 and those before it. */
export interface Issuer {
  readonly name: string
  /** Says whose a token is, or why it proves nothing; within two seconds. Never throws. */
  verify(token: string): Promise<Admitted>
}

/** Thrown for an issuer that cannot be one, as it was set. */
export class IssuerRefused extends Error {
  constructor(says: string) {
    super(says)
    this.name = 'IssuerRefused'
  }
}

/** Only signatures anybody can check and nobody can make with what checks them. */
const ALGORITHMS = [
  ...['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512'],
  ...['ES256', 'ES384', 'ES512', 'EdDSA', 'Ed25519'],
]

/** Clocks of two machines may be so far apart. */
const SKEW_SECONDS = 30

/**
 * Builds the reader of an issuer's tokens; nothing is asked of it before somebody brings one. Throws
 * {@link IssuerRefused} for an address whose keys anybody on the way could swap.
 */
export async function createIssuer(options: IssuerOptions): Promise<Issuer> {
  const { issuer, audience, now = Date.now } = options
  if (!isSafe(issuer)) throw new IssuerRefused('an issuer is an https address, or http on loopback')
  // Only those who have an issuer pay for loading it.
  const jose = await import('jose')
  const keys = createIssuerKeys({ issuer, isSafe, now, keySetOf: jose.createLocalJWKSet })
  const keyOf: JWTVerifyGetKey = (header, token) => keys.keyFor(header, token)
  return {
    name: issuer,
    verify: async token => {
      const at = now()
      const asked: JWTVerifyOptions = {
        ...{ issuer, audience, algorithms: ALGORITHMS, requiredClaims: ['exp'] },
        ...{ clockTolerance: SKEW_SECONDS, currentDate: new Date(at) },
      }
      try {
        const { payload, protectedHeader } = await jose.jwtVerify(token, keyOf, asked)
        const use = wrongUseOf(protectedHeader.typ, payload)
        if (use !== undefined) return refused(use)
        if ((payload.iat ?? 0) > at / 1_000 + SKEW_SECONDS) return refused('it is not valid yet')
        const actor = nameIn(payload, options.nameIn)
        return actor === undefined
          ? refused('it names nobody the audit could name')
          : { actor, roles: rolesIn(payload, options.rolesIn) }
      } catch (error) {
        if (error instanceof IssuerSilent) return silent(error.afterSeconds)
        if (error instanceof jose.errors.JOSEError) return refused(whyOf(error))
        return refused('it cannot be read')
      }
    },
  }
}

const refused = (why: string): Admitted => ({
  not: 'token',
  says: `the token is not let in: ${why}`,
})

const silent = (afterSeconds: number): Admitted => ({
  not: 'issuer',
  says: 'whoever signs the tokens does not answer, so that none of theirs can be believed now',
  afterSeconds,
})

function isSafe(address: string): boolean {
  const url = URL.parse(address)
  if (url === null || url.username !== '' || url.password !== '') return false
  return url.protocol === 'https:' || (url.protocol === 'http:' && isLoopbackHost(url.hostname))
}

const WHY_BY_CLAIM: Readonly<Record<string, string>> = {
  aud: 'it is for somebody else',
  iss: 'somebody else has issued it',
  nbf: 'it is not valid yet',
  exp: 'it does not say until when it holds',
}

const WHY_BY_CODE: Readonly<Record<string, string>> = {
  ERR_JWT_EXPIRED: 'it has expired',
  ERR_JOSE_ALG_NOT_ALLOWED: 'it is not signed in a way that proves anything',
  ERR_JWS_SIGNATURE_VERIFICATION_FAILED: 'its signature is not its issuer’s',
  ERR_JWKS_NO_MATCHING_KEY: 'its issuer has no such key',
  ERR_JWKS_MULTIPLE_MATCHING_KEYS: 'it does not say which key it is signed with',
}

/** Says what is wrong with a token in words of ours: a library's may repeat some of it. */
const whyOf = (error: { readonly code: string; readonly claim?: string }): string =>
  WHY_BY_CODE[error.code] ?? WHY_BY_CLAIM[error.claim ?? ''] ?? 'it cannot be read'
