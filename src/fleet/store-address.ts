import { resolve } from 'node:path'
import { isRedisAddress, readRedisAddress, type RedisAddress } from './redis-address.ts'
import type { AddressPlace } from './redis-secrets.ts'
import { StoreError } from './store-error.ts'

/** Where a store is. `says` is the address as it may be shown: it holds no secret. */
export type StoreAddress = FileAddress | RedisAddress

/** A store in one file of this machine. */
export interface FileAddress {
  readonly kind: 'file'
  readonly path: string
  readonly says: string
}

/**
 * Reads the address of a store: `file:.ficus/state.db`, counted from `cwd`, or what {@link readRedisAddress} reads.
 * Throws {@link StoreError} `address`.
 */
export function readStoreAddress(address: string, place: AddressPlace): StoreAddress {
  if (isRedisAddress(address)) return readRedisAddress(address, place)
  const path = parseStoreAddress(address, place.cwd)
  return { kind: 'file', path, says: path }
}

/**
 * Reads the address of a store in a file, such as `file:.ficus/state.db`, and gives its path, counted from `cwd`.
 * Throws {@link StoreError} `address` for any other kind.
 */
export function parseStoreAddress(address: string, cwd: string): string {
  const path = /^file:(?:\/\/(?=\/))?(.+)$/.exec(address)?.[1]
  if (path !== undefined) return resolve(cwd, path)
  const kind = /^([a-z]+):/.exec(address)?.[1] ?? 'no kind'
  throw new StoreError(
    'address',
    `a store is a file, such as file:.ficus/state.db, and this address is of ${kind}`,
  )
}
