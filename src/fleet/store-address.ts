import { resolve } from 'node:path'
import { StoreError } from './store-error.ts'

/**
 * Reads the address of a store, such as `file:.ficus/state.db`, and gives its path, counted from `cwd`.
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
