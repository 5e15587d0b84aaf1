import { openEmbedded } from './embedded-store.ts'
import { openRedis } from './redis-store.ts'
import type { StoreAddress } from './store-address.ts'
import type { StoreOptions } from './store-options.ts'
import type { Store } from './store.ts'

/**
 * Opens a store: the one an address names, or the one in the file of a path. Always resolves, within `openMs`: where
 * the store cannot be had, `trouble` says why, and it is tried again until it can. It keeps the process alive until
 * it is closed. Throws {@link StoreError} `address` where a Redis is to be kept under no environment, and where a file
 * holds the fleet of another.
 */
export const openStore = (
  at: string | StoreAddress,
  options: StoreOptions = {},
): Promise<Store> => {
  if (typeof at === 'string') return openEmbedded(at, options)
  return at.kind === 'file' ? openEmbedded(at.path, options) : openRedis(at, options)
}
