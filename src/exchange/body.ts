import type { Readable } from 'node:stream'

/**
 * What is at hand of a body.
 *
 * `whole` holds every byte. `stream` holds the bytes already read (perhaps none) and the rest, which is to be
 * read once; `length` is the whole length where the sender declared it. Bytes are those of the wire after
 * transfer coding: content coding is left as it was.
 */
export type Body =
  | { readonly kind: 'none' }
  | { readonly kind: 'whole'; readonly bytes: Buffer }
  | {
      readonly kind: 'stream'
      readonly read: Buffer
      readonly rest: Readable
      readonly length: number | undefined
    }

/**
 * How much of a request a decision needs: nothing but its head, the message up to the last key named
 * (at most 256 KiB), or all of it.
 */
export type Need = 'headers' | 'scan' | 'whole'

/** The body of a message that has none. */
export const NO_BODY: Body = Object.freeze({ kind: 'none' })
