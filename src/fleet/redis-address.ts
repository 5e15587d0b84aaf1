import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { StoreError } from './store-error.ts'

/** Who speaks to Redis; made by a function, so that whatever prints an address prints no secret. */
export interface RedisCredentials {
  readonly user: string | undefined
  readonly password: string | undefined
  readonly sentinelUser: string | undefined
  readonly sentinelPassword: string | undefined
}

/** What TLS to Redis is spoken with; PEM texts. The system's own roots where there is no `ca`. */
export interface RedisTls {
  readonly ca: string | undefined
  readonly cert: string | undefined
  readonly key: string | undefined
  /** The name the certificate is checked against, where it is not the host's. */
  readonly servername: string | undefined
}

/** Where a Redis is, the sentinels that know, or some nodes of the cluster it is one of. */
export interface RedisAddress {
  readonly kind: 'redis'
  readonly hosts: readonly { readonly host: string; readonly port: number }[]
  /** What the sentinels call the one that may be written; undefined where there is no sentinel. */
  readonly master: string | undefined
  /** Whether the hosts are nodes of a cluster, of which one has the fleet. */
  readonly isCluster: boolean
  readonly db: number
  readonly tls: RedisTls | undefined
  /** How many replicas must have what is to be relied on. */
  readonly replicas: number
  /** The address as it may be shown. */
  readonly says: string
  readonly credentials: () => RedisCredentials
}

/** Where the values an address only names are looked up. */
export interface AddressPlace {
  readonly cwd: string
  readonly env: Readonly<Record<string, string | undefined>>
}

const FORM =
  /^(rediss?)(\+sentinel|\+cluster)?:\/\/(?:([^@/?#]*)@)?([^@/?#]+)(?:\/([^?#]*))?(?:\?([^#]*))?$/
const HOST = /^(\[[0-9A-Fa-f:.]+\]|[\w.-]+)(?::(\d{1,5}))?$/
const MASTER = /^[\w.-]{1,128}$/

const TLS_PARAMETERS = ['ca', 'cert', 'key', 'servername'] as const
const PARAMETERS = [
  'user',
  'password',
  'sentinelUser',
  'sentinelPassword',
  'replicas',
  ...TLS_PARAMETERS,
]

const refused = (says: string): StoreError => new StoreError('address', says)

/** Says whether an address is of a Redis, whether or not it is a good one. */
export const isRedisAddress = (address: string): boolean => /^redis[\w+-]*:/.test(address)

/**
 * Reads `redis://host[:6379][/db]`, `rediss://…` for TLS, and `redis+sentinel://host[:26379],…/master[/db]` or
 * `rediss+sentinel://…`, the form the Python package redis-sentinel-url brought in. Alike for a cluster:
 * `redis+cluster://host[:6379],…` or `rediss+cluster://…`, some of its nodes, in whose only database 0 it is.
 *
 * Who speaks stands before an `@` as `user:password`, or in the parameters `user`, `password`, `sentinelUser` and
 * `sentinelPassword`; each may be `env:NAME` or `file:path`. With TLS `ca`, `cert` and `key` are files and
 * `servername` a name. `replicas` is how many must have what is relied on: 0 for a Redis alone, else 1.
 *
 * Throws {@link StoreError} `address`, which repeats nothing of a value.
 */
export function readRedisAddress(address: string, place: AddressPlace): RedisAddress {
  const [, scheme, form, user = '', authority = '', path = '', query = ''] =
    FORM.exec(address) ?? []
  if (scheme === undefined) throw refused('the address is not redis://host:port/db or alike')
  const [isSentinel, isCluster] = [form === '+sentinel', form === '+cluster']
  const given = parametersOf(query)
  const [master = '', db = ''] = isSentinel ? path.split('/', 2) : ['', path]
  if (isSentinel && !MASTER.test(master)) {
    throw refused('sentinels are asked for a master by name: redis+sentinel://host:port/name')
  }
  const hosts = authority.split(',').map(each => hostOf(each, isSentinel ? 26_379 : 6_379))
  if (form === undefined && hosts.length > 1) {
    throw refused('several hosts are those of sentinels or of a cluster')
  }
  const names = TLS_PARAMETERS.filter(name => given.has(name))
  if (scheme === 'redis' && names.length > 0) throw refused(`${names.join()}: TLS is rediss://`)
  const credentials = credentialsOf(user, given, place)
  const shown = hosts.map(({ host, port }) => `${host}:${port}`).join()
  const number = wholeOf(db, 'the number of the database', 0)
  if (isCluster && number !== 0) throw refused('a cluster has the database 0 alone')
  return {
    kind: 'redis',
    hosts,
    master: isSentinel ? master : undefined,
    isCluster,
    db: number,
    tls: scheme === 'rediss' ? tlsOf(given, place) : undefined,
    replicas: wholeOf(given.get('replicas') ?? '', 'replicas', form === undefined ? 0 : 1),
    says: `${scheme}${form ?? ''}://${shown}/${isSentinel ? `${master}/` : ''}${number}`,
    credentials: () => credentials,
  }
}

function parametersOf(query: string): ReadonlyMap<string, string> {
  const given = new Map(new URLSearchParams(query))
  const unknown = [...given.keys()].filter(name => !PARAMETERS.includes(name))
  // A parameter's name may be a misplaced secret too.
  if (unknown.length > 0) throw refused(`the parameters of a store are ${PARAMETERS.join(', ')}`)
  return given
}

function hostOf(written: string, standard: number): { host: string; port: number } {
  const [, host, port = String(standard)] = HOST.exec(written) ?? []
  if (host === undefined || Number(port) < 1 || Number(port) > 65_535) {
    throw refused('a host is a name or an address and a port')
  }
  return { host: host.replace(/^\[|\]$/g, ''), port: Number(port) }
}

function wholeOf(written: string, what: string, standard: number): number {
  if (written === '') return standard
  if (/^\d{1,4}$/.test(written)) return Number(written)
  throw refused(`${what} is not a whole number`)
}

function credentialsOf(
  written: string,
  given: ReadonlyMap<string, string>,
  place: AddressPlace,
): RedisCredentials {
  const at = written.indexOf(':')
  const before = [at < 0 ? written : written.slice(0, at), at < 0 ? '' : written.slice(at + 1)]
  const [user, password] = before.map(decoded)
  const secret = (name: string, own = ''): string | undefined => {
    const value = given.get(name) ?? own
    return value === '' ? undefined : secretOf(name, value, place)
  }
  return {
    user: secret('user', user),
    password: secret('password', password),
    sentinelUser: secret('sentinelUser'),
    sentinelPassword: secret('sentinelPassword'),
  }
}

function decoded(written: string): string {
  try {
    return decodeURIComponent(written)
  } catch {
    throw refused('what stands before the @ is not percent-encoded as a URL has it')
  }
}

function secretOf(name: string, value: string, { cwd, env }: AddressPlace): string {
  const variable = /^env:([A-Za-z_]\w*)$/.exec(value)?.[1]
  if (variable !== undefined) {
    const found = env[variable]
    if (found === undefined || found === '') throw refused(`${name}: ${variable} is not set`)
    return found
  }
  return value.startsWith('file:') ? fileAt(name, value, cwd).replace(/\r?\n$/, '') : value
}

function tlsOf(given: ReadonlyMap<string, string>, { cwd }: AddressPlace): RedisTls {
  const pem = (name: 'ca' | 'cert' | 'key'): string | undefined => {
    const path = given.get(name)
    return path === undefined ? undefined : fileAt(name, path, cwd)
  }
  return {
    ca: pem('ca'),
    cert: pem('cert'),
    key: pem('key'),
    servername: given.get('servername'),
  }
}

function fileAt(name: string, written: string, cwd: string): string {
  try {
    return readFileSync(resolve(cwd, written.replace(/^file:/, '')), 'utf8')
  } catch {
    throw refused(`${name}: its file cannot be read`)
  }
}
