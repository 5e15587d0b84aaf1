import type { Test } from 'tap'
import {
  openStore,
  readStoreAddress,
  type Store,
  type StoreOptions,
} from '../../src/fleet/index.ts'
import { PATIENT } from './given.ts'

/** Opens a store in a Redis, closed when the test ends. */
export async function openedAt(
  t: Test,
  address: string | number,
  options: StoreOptions = {},
): Promise<Store> {
  const written = typeof address === 'number' ? `redis://127.0.0.1:${address}` : address
  const at = readStoreAddress(written, { cwd: t.testdirName, env: {} })
  const store = await openStore(at, {
    ...PATIENT,
    requestMs: 20_000,
    environment: 'test',
    ...options,
  })
  t.teardown(() => store.close())
  return store
}
