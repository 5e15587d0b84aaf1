import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { StoreError } from './store-error.ts'

/** What is signed of one message between instances. */
export interface Signable {
  readonly method: string
  readonly path: string
  readonly body: string
}

/** Why a message is not believed. */
export type Disbelief = 'unsigned' | 'forged' | 'late' | 'repeated'

/** Signs what one instance says to another, and says of what came whether another instance said it. */
export interface PeerKey {
  /** Gives the value of the header; `nonce` is what the answer is known by. */
  sign(message: Signable): { readonly header: string; readonly nonce: string }
  /** Gives the nonce of a message to be believed, else why it is not. Remembers it: the same again is `repeated`. */
  verify(
    header: string | undefined,
    message: Signable,
  ): { readonly nonce: string } | { readonly not: Disbelief }
  /** Gives the proof that an answer is one to the message of this nonce, from an instance that has the key. */
  prove(nonce: string, answer: string): string
  isProven(nonce: string, answer: string, proof: string): boolean
}

/** A message is believed for so long before and after its own time, milliseconds. */
const BELIEVED_MS = 60_000

const HEADER = /^(\d{13}) ([0-9a-f]{32}) ([0-9a-f]{64})$/

/** Fewer bytes can be guessed. */
const LEAST_BYTES = 32

/**
 * Reads the key all instances share, `file:<path>` out of a file. Throws {@link StoreError} `address`, which never
 * holds a byte of it.
 */
export function readFleetKey(written: string, cwd: string): Uint8Array {
  const key = Buffer.from(written.startsWith('file:') ? fromFile(written, cwd) : written)
  if (key.length >= LEAST_BYTES) return key
  throw new StoreError('address', `the fleet key is ${LEAST_BYTES} bytes or more`)
}

function fromFile(written: string, cwd: string): string {
  try {
    return readFileSync(resolve(cwd, written.slice('file:'.length)), 'utf8').trim()
  } catch {
    throw new StoreError('address', 'the file of the fleet key cannot be read')
  }
}

/**
 * Makes the key of a fleet: HMAC with SHA-256 (RFC 2104) over method, path, time, nonce and body. `now` is epoch
 * milliseconds.
 */
export function createPeerKey(key: Uint8Array, now: () => number): PeerKey {
  const seen = new Map<string, number>()
  const mac = (...parts: readonly string[]): Buffer =>
    createHmac('sha256', key).update(parts.join('\n')).digest()
  const isMac = (written: string, meant: Buffer): boolean => {
    const given = Buffer.from(written, 'hex')
    return given.length === meant.length && timingSafeEqual(given, meant)
  }
  const signature = (time: string, nonce: string, { method, path, body }: Signable): Buffer =>
    mac('ask', time, nonce, method, path, body)
  return {
    sign: message => {
      const [time, nonce] = [String(now()), randomBytes(16).toString('hex')]
      return {
        header: `${time} ${nonce} ${signature(time, nonce, message).toString('hex')}`,
        nonce,
      }
    },
    verify: (header, message) => {
      const [, time = '', nonce = '', written = ''] = HEADER.exec(header ?? '') ?? []
      if (nonce === '') return { not: 'unsigned' }
      // Before the clock and the nonces are asked: only who has the key may fill the memory of them.
      if (!isMac(written, signature(time, nonce, message))) return { not: 'forged' }
      const at = now()
      if (Math.abs(at - Number(time)) > BELIEVED_MS) return { not: 'late' }
      for (const [old, until] of seen) if (until < at) seen.delete(old)
      if (seen.has(nonce)) return { not: 'repeated' }
      // One signed by a clock that is ahead is believed for as much longer.
      seen.set(nonce, Math.max(at, Number(time)) + BELIEVED_MS)
      return { nonce }
    },
    prove: (nonce, answer) => mac('answer', nonce, answer).toString('hex'),
    isProven: (nonce, answer, proof) => isMac(proof, mac('answer', nonce, answer)),
  }
}
