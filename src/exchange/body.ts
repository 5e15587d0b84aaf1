import type { Readable } from 'node:stream'

/**
 * What is at hand of a body.
 *
 * `whole` holds every byte. `stream` holds a view of the bytes already read (perhaps none) and opens the whole
 * body from its first byte, once; `length` is what the sender declared. Bytes are those of the wire after
 * transfer coding: content coding is left as it was.
 */
export type Body =
  | { readonly kind: 'none' }
  | { readonly kind: 'whole'; readonly bytes: Buffer }
  | {
      readonly kind: 'stream'
      readonly read: Buffer
      readonly length: number | undefined
      open(): Readable
    }

/**
 * How much of a request a decision needs: nothing but its head; that and its bytes at hand, unopened, for a copy
 * that is read where it is made (at most 256 KiB); the message up to the last key named (as many); or all of it.
 */
export type Need = 'headers' | 'kept' | 'scan' | 'whole'

/** The body of a message that has none. */
export const NO_BODY: Body = Object.freeze({ kind: 'none' })

/** Gives the bytes at hand: all of a whole body, what was read of a stream, nothing of none. */
export const bytesAtHand = (body: Body): Buffer =>
  body.kind === 'whole' ? body.bytes : body.kind === 'stream' ? body.read : EMPTY

const EMPTY = Buffer.alloc(0)
