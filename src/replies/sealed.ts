import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'

/** The edition of what stands sealed; another is not opened. */
const EDITION = 1
const NONCE = 12
const TAG = 16
const HEAD = 1 + NONCE + TAG

const boundTo = (whom: string): Buffer => Buffer.from(`a reply of edition ${EDITION} to ${whom}`)

/**
 * Seals bytes with AES-256-GCM (NIST SP 800-38D): an edition, a nonce, a tag and the cipher text. Whom they are for is
 * not in it and yet bound to it: whoever opens it must know.
 */
export function seal(plain: Uint8Array, key: Uint8Array, whom: string): Uint8Array {
  const nonce = randomBytes(NONCE)
  const cipher = createCipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG })
  cipher.setAAD(boundTo(whom))
  const text = Buffer.concat([cipher.update(plain), cipher.final()])
  return Buffer.concat([Buffer.of(EDITION), nonce, cipher.getAuthTag(), text])
}

/** Opens what was sealed; undefined where it was not, with this key, for these eyes. */
export function open(sealed: Uint8Array, key: Uint8Array, whom: string): Buffer | undefined {
  if (sealed.byteLength < HEAD || sealed[0] !== EDITION) return undefined
  const nonce = sealed.subarray(1, 1 + NONCE)
  const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG })
  decipher.setAAD(boundTo(whom))
  decipher.setAuthTag(sealed.subarray(1 + NONCE, HEAD))
  try {
    return Buffer.concat([decipher.update(sealed.subarray(HEAD)), decipher.final()])
  } catch {
    // The one thing that can be wrong with bytes of any form is that they do not fit their tag.
    return undefined
  }
}
