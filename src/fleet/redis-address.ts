import { type AddressPlace, type RedisCredentials, secretsOf } from './redis-secrets.ts'
import { StoreError } from './store-error.ts'

/** Where a Redis is, the sentinels that know, or some nodes of the cluster it is one of. */
export interface RedisAddress {
  readonly kind: 'redis'
  readonly hosts: readonly { readonly host: string; readonly port: number }[]
  /** What the sentinels call the one that may be written; undefined where there is no sentinel. */
  readonly master: string | undefined
  /** Whether the hosts are nodes of a cluster, of which one has the fleet. */
  readonly isCluster: boolean
  readonly db: number
  /** How many replicas must have what is to be relied on. */
  readonly replicas: number
  /** The address as it may be shown. */
  readonly says: string
  /** Who speaks and what TLS is spoken with, as it is at the moment it is called. */
  readonly credentials: () => RedisCredentials
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
 * `servername` a name. Files may be replaced at any time, as {@link secretsOf} says. `replicas` is how many must have what is relied on: 0 for a Redis alone, else 1.
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
  const shown = hosts.map(({ host, port }) => `${host}:${port}`).join()
  const number = wholeOf(db, 'the number of the database', 0)
  if (isCluster && number !== 0) throw refused('a cluster has the database 0 alone')
  return {
    kind: 'redis',
    hosts,
    master: isSentinel ? master : undefined,
    isCluster,
    db: number,
    replicas: wholeOf(given.get('replicas') ?? '', 'replicas', form === undefined ? 0 : 1),
    says: `${scheme}${form ?? ''}://${shown}/${isSentinel ? `${master}/` : ''}${number}`,
    credentials: secretsOf({ user, parameters: given, isTls: scheme === 'rediss' }, place),
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
