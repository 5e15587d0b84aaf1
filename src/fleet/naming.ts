import { createHmac, hkdfSync } from 'node:crypto'
import { StoreError } from './store-error.ts'

/**
 * What an entity or a message is called in the store: a mark of the key it was made with, a dot, and 128 bits of a
 * keyed hash. Says nothing to whoever has not the key.
 */
export type Name = string & { readonly madeBy: 'naming' }

/** Makes names under one key. */
export interface Naming {
  /** Says which key this is, and nothing else of it. */
  readonly mark: string
  /** Names one thing of a kind, such as `messageId`; the same id of another kind has another name. */
  nameOf(kind: string, id: string): Name
  /** Derives a secret of 32 bytes for one thing of a kind; from no name and no other secret does anything of it follow. */
  secretOf(kind: string, id: string): Uint8Array
}

/** At least so many bytes a fleet's key has. */
export const LEAST_KEY = 32

/**
 * Makes names with HMAC-SHA-256 (RFC 2104) under the fleet's key, which the store never sees: NHS numbers are so few
 * that a hash without a key is undone by trying them all. Throws {@link StoreError} `invalid` for a short key.
 */
export function createNaming(key: Uint8Array): Naming {
  if (key.byteLength < LEAST_KEY) {
    throw new StoreError('invalid', `the fleet's key has fewer than ${LEAST_KEY} bytes`)
  }
  const own = Uint8Array.from(key)
  const hashed = (kind: string, id: string, bytes: number): string =>
    createHmac('sha256', own)
      .update(`${kind.length}:${kind}${id}`)
      .digest()
      .subarray(0, bytes)
      .toString('base64url')
  const mark = hashed('the mark of this key', '', 6)
  return Object.freeze({
    mark,
    // HKDF, RFC 5869: its first step makes a key of its own, so that no secret begins as a name does.
    secretOf: (kind: string, id: string) =>
      new Uint8Array(hkdfSync('sha256', own, '', `${kind.length}:${kind}${id}`, 32)),
    nameOf: (kind: string, id: string) => `${mark}.${hashed(kind, id, 16)}` as Name, // as NAME has it
  })
}

const NAME = /^[\w-]{8}\.[\w-]{22}$/

/** Says whether a text is a name of some key. */
export const isName = (text: unknown): text is Name => typeof text === 'string' && NAME.test(text)

/** Gives the mark of the key a name was made with. */
export const markOf = (name: Name): string => name.slice(0, name.indexOf('.'))
