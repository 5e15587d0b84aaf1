import { createHash } from 'node:crypto'
import { isIP } from 'node:net'
import { type PeerAddress, readPeerAddresses } from './peer-addresses.ts'
import { invalid, type Read, textLike, whole, wordOf } from './reading.ts'

/** Whether an instance serves, ends what is in flight, or has ended it and is gone. */
export const LIVES = ['serves', 'drains', 'left'] as const

/** What an instance tells the others of itself, through the store. */
export interface Instance {
  /** A name it has to itself, another after every start. */
  readonly id: string
  /** Its admin port as others reach it: an IP address and a port. */
  readonly address: string
  /** The machine it runs on: an address of its own loopback means something there alone. */
  readonly machine: string
  readonly version: string
  /** The runtime's version. */
  readonly node: string
  /** Epoch milliseconds, by its own clock. */
  readonly startedAt: number
  /** The revision it acts on. */
  readonly revision: number
  /** What its routes file comes to, as {@link digestOf} gives it. */
  readonly digest: string
  readonly life: (typeof LIVES)[number]
}

/** An instance, and when it was last heard of, in epoch milliseconds of whoever says so. */
export interface SeenInstance extends Instance {
  readonly seenAt: number
}

/** A row as a store gives it: what was written, and how long ago by the store's own clock, milliseconds. */
export interface StoredInstance {
  readonly row: unknown
  readonly ageMs: number
}

/** So many instances a store keeps; of more, those heard of longest ago go. */
export const MOST_INSTANCES = 1_000

const address: Read<string> = (value, at) => {
  const [one, ...others] = typeof value === 'string' ? addressesIn(value) : []
  if (one === undefined || others.length > 0 || isIP(one.host) === 0) {
    throw invalid(at, 'an IP address and a port')
  }
  return String(value)
}

function addressesIn(text: string): readonly PeerAddress[] {
  try {
    return readPeerAddresses(text)
  } catch {
    return []
  }
}

const FIELDS: { readonly [Field in keyof Instance]-?: Read<Instance[Field]> } = {
  id: textLike(/^[0-9a-f-]{36}$/, 'the name of an instance'),
  address,
  machine: textLike(/^[\w.-]{1,253}$/, 'the name of a machine'),
  version: textLike(/^[\w.+-]{1,64}$/, 'a version'),
  node: textLike(/^[\w.+-]{1,64}$/, 'a version'),
  startedAt: whole,
  revision: whole,
  digest: textLike(/^[0-9a-f]{64}$/, 'a digest'),
  life: wordOf(LIVES),
}

/**
 * Reads what an instance told of itself. What it tells besides is passed over: a newer version may say more, and
 * is to be seen all the same. Throws {@link StoreError} `invalid`.
 */
export function readInstance(value: unknown): Instance {
  const given = (value ?? {}) as Readonly<Record<string, unknown>> // each field is read by its row
  const read = Object.entries(FIELDS).map(([field, each]) => [field, each(given[field], field)])
  return Object.freeze(Object.fromEntries(read)) as Instance // every field was read by its row
}

/** Reads one that was heard of. Throws {@link StoreError} `invalid`. */
export function readSeen(value: unknown): SeenInstance {
  const { seenAt } = (value ?? {}) as { readonly seenAt?: unknown } // read in this line
  return Object.freeze({ ...readInstance(value), seenAt: whole(seenAt, 'seenAt') })
}

/** Gives what two configurations are known to be the same by: SHA-256 over what each says, by place. */
export const digestOf = (facts: Iterable<readonly [place: string, says: string]>): string =>
  createHash('sha256')
    .update(JSON.stringify([...facts]))
    .digest('hex')
