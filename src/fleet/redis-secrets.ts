import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { StoreError } from './store-error.ts'

/** Who speaks to Redis; made by a function, so that whatever prints an address prints no secret. */
export interface RedisCredentials {
  readonly user: string | undefined
  readonly password: string | undefined
  readonly sentinelUser: string | undefined
  readonly sentinelPassword: string | undefined
  /** What TLS is spoken with; undefined where it is not spoken. */
  readonly tls: RedisTls | undefined
}

/** What TLS to Redis is spoken with; PEM texts. The system's own roots where there is no `ca`. */
export interface RedisTls {
  readonly ca: string | undefined
  readonly cert: string | undefined
  readonly key: string | undefined
  /** The name the certificate is checked against, where it is not the host's. */
  readonly servername: string | undefined
}

/** Where the values an address only names are looked up. */
export interface AddressPlace {
  readonly cwd: string
  readonly env: Readonly<Record<string, string | undefined>>
}

/** Gives a value as it is now; undefined where none was given. */
type Value = () => string | undefined

/** What an address says of secrets. */
export interface SecretsGiven {
  /** What stands before the `@`. */
  readonly user: string
  readonly parameters: ReadonlyMap<string, string>
  readonly isTls: boolean
}

/**
 * Reads what an address says of secrets, and gives how they are had as they are now. A file is read anew at each call,
 * and where it cannot be read or is empty, as it may be while it is replaced, what was read before stands: whoever
 * calls before each connection signs in by the new one as soon as it is asked for.
 *
 * Throws {@link StoreError} `address`, which repeats nothing of a value.
 */
export function secretsOf(given: SecretsGiven, place: AddressPlace): () => RedisCredentials {
  const at = given.user.indexOf(':')
  const [own, ownPassword] =
    at < 0 ? [given.user, ''] : [given.user.slice(0, at), given.user.slice(at + 1)]
  const secret = (name: string, before = ''): Value => {
    const written = given.parameters.get(name) ?? decoded(before)
    return written === '' ? () => undefined : secretAt(name, written, place)
  }
  const pem = (name: string): Value => {
    const path = given.parameters.get(name)
    return path === undefined ? () => undefined : fileAt(name, path, place)
  }
  const [user, password] = [secret('user', own), secret('password', ownPassword)]
  const [sentinelUser, sentinelPassword] = [secret('sentinelUser'), secret('sentinelPassword')]
  const [ca, cert, key] = [pem('ca'), pem('cert'), pem('key')]
  const servername = given.parameters.get('servername')
  const tls = given.isTls
    ? () => ({ ca: ca(), cert: cert(), key: key(), servername })
    : () => undefined
  return () => ({
    user: user(),
    password: password(),
    sentinelUser: sentinelUser(),
    sentinelPassword: sentinelPassword(),
    tls: tls(),
  })
}

const refused = (says: string): StoreError => new StoreError('address', says)

function decoded(written: string): string {
  try {
    return decodeURIComponent(written)
  } catch {
    throw refused('what stands before the @ is not percent-encoded as a URL has it')
  }
}

function secretAt(name: string, written: string, place: AddressPlace): Value {
  const variable = /^env:([A-Za-z_]\w*)$/.exec(written)?.[1]
  if (variable !== undefined) {
    const found = place.env[variable]
    if (found === undefined || found === '') throw refused(`${name}: ${variable} is not set`)
    return () => found
  }
  if (!written.startsWith('file:')) return () => written
  const text = fileAt(name, written, place)
  return () => text().replace(/\r?\n$/, '')
}

function fileAt(name: string, written: string, { cwd }: AddressPlace): () => string {
  const path = resolve(cwd, written.replace(/^file:/, ''))
  const first = textAt(path)
  if (first === undefined) throw refused(`${name}: its file cannot be read, or is empty`)
  let text = first
  return () => (text = textAt(path) ?? text)
}

// On the loop that serves: it is a small file of this machine, and it is asked for before a connection alone.
function textAt(path: string): string | undefined {
  try {
    const text = readFileSync(path, 'utf8')
    return text.trim() === '' ? undefined : text
  } catch {
    return undefined
  }
}
