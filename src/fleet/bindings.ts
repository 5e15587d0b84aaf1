import type { Side } from '../exchange/index.ts'
import type { Name } from './naming.ts'

/** What came of binding a message. */
export interface Bound {
  /** The side every one of its names is bound to now, whoever bound the first of them. */
  readonly side: Side
  /** Whether none of its names was bound before: only then is it the first of its kind. */
  readonly isNew: boolean
  /** What was told to the sender of this very message before; never to the sender of another. */
  readonly acknowledgement: Uint8Array | undefined
}

/** At most so much an acknowledgement may hold, bytes. */
export const MOST_ACKNOWLEDGED = 16_384

/** At most so many names one message or one entity has. */
export const MOST_NAMES = 4

/**
 * Keeps which side a write went to, so that it goes there again however often it is sent. Both promises are kept
 * within the store's request deadline, default 50 ms.
 */
export interface Bindings {
  /**
   * Binds a message to a side, all of its names or none, and gives the side that holds. Where one of them is bound
   * already the others are bound to that same side, whatever side was asked for: a message sent again under another
   * message id goes where the first went. Each name is kept for `keepMs` from when it was last asked for.
   *
   * `names` are of {@link Naming}: first the one a copy of this very message would have too, then what else it is
   * known by. Must be resolved before the first byte of the message leaves.
   *
   * Fails with {@link StoreError} `silent` where nothing was stored, also where the store has lost what it was told
   * within the last `keepMs` and cannot say that the message is new; with `unknown` where it may have been stored,
   * or was and too few replicas have it; with `invalid` where its names are bound to two sides. Whichever it is,
   * nothing may be sent.
   */
  bind(names: readonly Name[], side: Side, keepMs: number): Promise<Bound>
  /**
   * Gives the side a message or an entity is bound to by any of its names, and binds nothing. Undefined says that it
   * is bound to none, which only a store says that lost nothing within the last `keepMs`. Fails with
   * {@link StoreError} `silent` where it does not say, with `invalid` where its names are bound to two sides.
   */
  boundTo(names: readonly Name[], keepMs: number): Promise<Side | undefined>
  /**
   * Keeps what the sender of a bound message was told, at most {@link MOST_ACKNOWLEDGED} bytes, for as long as the
   * message is bound: whoever binds the same names in the same order is given it. The first to be kept stays; where
   * the message is bound no longer, nothing is kept. A store that fails over may lose it, and the message then goes
   * where it went before.
   */
  acknowledge(names: readonly Name[], acknowledgement: Uint8Array): Promise<void>
}
