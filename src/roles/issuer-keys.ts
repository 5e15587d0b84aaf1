import type {
  createLocalJWKSet,
  CryptoKey,
  FlattenedJWSInput,
  JWK,
  JWSHeaderParameters,
} from 'jose'

/** Thrown where keys cannot be had now, and none that are known will do. */
export class IssuerSilent extends Error {
  readonly afterSeconds: number

  constructor(afterSeconds: number) {
    super('the issuer does not answer')
    this.afterSeconds = afterSeconds
  }
}

/** The keys an issuer signs with. */
export interface IssuerKeys {
  /** Gives the key a token says it is signed with. Throws {@link IssuerSilent}, or as jose does where there is none. */
  keyFor(header: JWSHeaderParameters, token: FlattenedJWSInput): Promise<CryptoKey>
}

interface IssuerKeysOptions {
  readonly issuer: string
  /** Whether what comes from an address comes from there. */
  readonly isSafe: (address: string) => boolean
  /** Epoch milliseconds. */
  readonly now: () => number
  readonly keySetOf: typeof createLocalJWKSet
}

type KeySet = ReturnType<typeof createLocalJWKSet>

const PATIENCE_MS = 2_000
/** Keys are asked for so often at most, whatever tokens name. */
const COOLDOWN_MS = 10_000
/** Older ones are asked for again, beside the path of whoever brings a token. */
const FRESH_MS = 600_000
/** An issuer that is away takes no key back: so long what it said last is believed. */
const KEPT_MS = 3_600_000
const MOST_BYTES = 262_144
const MOST_KEYS = 100

/**
 * Keeps an issuer's keys. They are asked for when the first token comes, when a token names one that is not known, and
 * when they are old; never more often than every ten seconds, and never waited for longer than two.
 */
export function createIssuerKeys(options: IssuerKeysOptions): IssuerKeys {
  const { now } = options
  let known: { readonly keys: KeySet; readonly at: number } | undefined
  let last: { readonly at: number; readonly isDone: boolean } | undefined
  let asking: Promise<void> | undefined

  const ask = (): Promise<void> =>
    (asking ??= keysOf(options)
      .then(
        keys => {
          known = { keys, at: now() }
          last = { at: now(), isDone: true }
        },
        () => {
          last = { at: now(), isDone: false }
        },
      )
      .finally(() => (asking = undefined)))
  const mayAsk = (): boolean => last === undefined || now() - last.at >= COOLDOWN_MS
  const believed = (): KeySet | undefined =>
    known !== undefined && now() - known.at < KEPT_MS ? known.keys : undefined
  const silent = (): IssuerSilent => {
    const leftMs = last === undefined ? 0 : last.at + COOLDOWN_MS - now()
    return new IssuerSilent(Math.max(1, Math.ceil(leftMs / 1_000)))
  }
  return {
    keyFor: async (header, token) => {
      if (believed() === undefined && (asking !== undefined || mayAsk())) await ask()
      else if (known !== undefined && now() - known.at >= FRESH_MS && mayAsk()) void ask()
      const keys = believed()
      if (keys === undefined) throw silent()
      try {
        return await keys(header, token)
      } catch (error) {
        if (!isUnknownKey(error)) throw error
        if (asking === undefined && !mayAsk()) throw last?.isDone === false ? silent() : error
        await ask()
        if (last?.isDone === false) throw silent()
        return (believed() ?? keys)(header, token)
      }
    },
  }
}

const isUnknownKey = (error: unknown): boolean =>
  (error as { readonly code?: unknown } | null)?.code === 'ERR_JWKS_NO_MATCHING_KEY' // jose's own word

/** Asks an issuer who it is and for its keys, both within two seconds: OpenID Connect Discovery 1.0 §4. */
async function keysOf({ issuer, isSafe, keySetOf }: IssuerKeysOptions): Promise<KeySet> {
  const gone = new AbortController()
  const late = setTimeout(() => gone.abort(), PATIENCE_MS)
  try {
    const metadata = await jsonAt(
      `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`,
      gone,
    )
    // Another's keys would let another's people in.
    if (metadata['issuer'] !== issuer) throw new Error('another issuer answers')
    const address = metadata['jwks_uri']
    if (typeof address !== 'string' || !isSafe(address))
      throw new Error('its keys are nowhere safe')
    const { keys } = await jsonAt(address, gone)
    if (!Array.isArray(keys) || keys.length > MOST_KEYS) throw new Error('it has no keys')
    return keySetOf({ keys: keys as JWK[] }) // looked at by whoever reads them
  } finally {
    clearTimeout(late)
  }
}

async function jsonAt(address: string, gone: AbortController): Promise<Record<string, unknown>> {
  const { signal } = gone
  const headers = { Accept: 'application/json' }
  const response = await fetch(address, { signal, headers, redirect: 'error' })
  if (response.status !== 200 || response.body === null) throw new Error('it does not say')
  const pieces: Uint8Array[] = []
  let bytes = 0
  for await (const piece of response.body as AsyncIterable<Uint8Array>) {
    // fetch's own bytes
    bytes += piece.length
    if (bytes > MOST_BYTES) throw new Error('it says too much')
    pieces.push(piece)
  }
  const said: unknown = JSON.parse(Buffer.concat(pieces).toString('utf8'))
  if (typeof said === 'object' && said !== null) return said as Record<string, unknown> // read field by field
  throw new Error('it is no object')
}
