import { generateKeyPair, exportJWK, type JWK, SignJWT } from 'jose'
import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Test } from 'tap'

/** An issuer on a port of its own, whose tokens and mistakes are made by the test. */
export interface LocalIssuer {
  readonly issuer: string
  /** How often its keys were asked for. */
  readonly asked: () => number
  /** What it says instead of who it is and its keys. */
  readonly says: { metadata?: unknown; keys?: readonly JWK[] }
  /** Makes another key known, besides those it has or instead of them. */
  rotate(
    kid: string,
    options?: { readonly keepsOld?: boolean; readonly alg?: string },
  ): Promise<void>
  /** Signs with the key of this name, or of the newest. */
  sign(claims?: Readonly<Record<string, unknown>>, options?: SignOptions): Promise<string>
  /** The public half of the newest key. */
  readonly publicKey: () => JWK
  /** Answers nobody from here on; or takes every question and says nothing. */
  goAway(how: 'closed' | 'hangs'): Promise<void>
  comeBack(): void
}

export interface SignOptions {
  readonly kid?: string
  readonly header?: { readonly typ?: string }
}

export const AUDIENCE = 'ficus'
/** A moment every test goes by, seconds. */
export const NOW_SECONDS = 1_900_000_000

interface Key {
  readonly kid: string
  readonly alg: string
  readonly pair: Awaited<ReturnType<typeof generateKeyPair>>
}

export async function startIssuer(t: Test): Promise<LocalIssuer> {
  let keys: Key[] = []
  let isHanging = false
  let asked = 0
  const published: { keys: JWK[] } = { keys: [] }
  const says: LocalIssuer['says'] = {}
  const server: Server = createServer((request, response) => {
    if (isHanging) return
    const isKeys = request.url === '/keys'
    if (isKeys) asked += 1
    const metadata = says.metadata ?? { issuer, jwks_uri: `${issuer}/keys` }
    response.end(JSON.stringify(isKeys ? { keys: says.keys ?? published.keys } : metadata))
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.teardown(() => {
    server.close()
    server.closeAllConnections()
  })
  const { port } = server.address() as AddressInfo
  const issuer = `http://127.0.0.1:${port}`
  const local: LocalIssuer = {
    issuer,
    asked: () => asked,
    says,
    rotate: async (kid, { keepsOld = false, alg = 'ES256' } = {}) => {
      const key = { kid, alg, pair: await generateKeyPair(alg, { extractable: true }) }
      const jwk = { ...(await exportJWK(key.pair.publicKey)), kid, alg, use: 'sig' }
      keys = keepsOld ? [...keys, key] : [key]
      published.keys = keepsOld ? [...published.keys, jwk] : [jwk]
    },
    sign: async (claims = {}, { kid, header } = {}) => {
      const key = keys.find(each => each.kid === kid) ?? keys.at(-1)
      if (key === undefined) throw new Error('the issuer has no key')
      const payload = {
        ...{ iss: issuer, aud: AUDIENCE, sub: 'anna', roles: ['operator'] },
        ...{ exp: NOW_SECONDS + 300 },
        ...claims,
      }
      return new SignJWT(payload)
        .setProtectedHeader({ alg: key.alg, kid: kid ?? key.kid, ...header })
        .sign(key.pair.privateKey)
    },
    publicKey: () => published.keys.at(-1) as JWK,
    goAway: async how => {
      if (how === 'hangs') isHanging = true
      else {
        server.close()
        server.closeAllConnections()
        await once(server, 'close')
      }
    },
    comeBack: () => {
      isHanging = false
    },
  }
  await local.rotate('first')
  return local
}
