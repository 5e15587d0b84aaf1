import { createHmac, randomBytes } from 'node:crypto'
import { linkSync, mkdirSync, readFileSync, unlinkSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { createNaming, LEAST_KEY, type Naming } from './naming.ts'
import type { StoreAddress } from './store-address.ts'
import { StoreError } from './store-error.ts'

/**
 * Opens the naming of a fleet: under the fleet's key where one is given, else under one that is made once and kept
 * beside the file of a store, for its owner alone to read, as `….key`.
 *
 * Throws {@link StoreError} `address` for a key that is too short, for a Redis without one (every instance must name
 * alike), and where the file of the key cannot be had. Whoever loses that file has a store that believes no name.
 */
export function openNaming(store: StoreAddress, key?: Uint8Array): Naming {
  if (key !== undefined) {
    if (key.byteLength >= LEAST_KEY) return createNaming(namingKey(key))
    throw new StoreError('address', `the fleet key is ${LEAST_KEY} bytes or more`)
  }
  if (store.kind === 'file') return createNaming(namingKey(keyBeside(store.path)))
  throw new StoreError('address', 'a fleet that shares a Redis needs a fleet key, the same on all')
}

// The fleet's key signs what instances say to one another too: what is one thing there means nothing here.
const namingKey = (key: Uint8Array): Uint8Array =>
  createHmac('sha256', key).update('the names of a store').digest()

function keyBeside(path: string): Uint8Array {
  const at = `${path}.key`
  try {
    return readKey(at) ?? makeKey(at)
  } catch (error) {
    if (error instanceof StoreError) throw error
    throw new StoreError('address', `the key of the names cannot be kept at ${at}`)
  }
}

function readKey(at: string): Uint8Array | undefined {
  try {
    const key = Buffer.from(readFileSync(at, 'latin1').trim(), 'base64')
    if (key.byteLength >= LEAST_KEY) return key
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined // Node's own carry a code
    throw error
  }
  throw new StoreError('address', `the key at ${at} is none`)
}

/** Makes a key whole or not at all, and takes the other's where two make one at once. */
function makeKey(at: string): Uint8Array {
  mkdirSync(dirname(at), { recursive: true })
  const own = `${at}.${process.pid}.${randomBytes(4).toString('hex')}`
  writeFileSync(own, `${randomBytes(LEAST_KEY).toString('base64')}\n`, { mode: 0o600, flag: 'wx' })
  try {
    linkSync(own, at)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error // Node's own carry a code
  } finally {
    unlinkSync(own)
  }
  const key = readKey(at)
  if (key !== undefined) return key
  throw new StoreError('address', `the key at ${at} is none`)
}
