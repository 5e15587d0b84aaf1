import type { Side } from '../exchange/index.ts'
import type { Name } from './naming.ts'

/** Where the data of one entity is, under all the names it is pinned by. */
export interface Pin {
  readonly names: readonly Name[]
  readonly side: Side
}

/** One pin to be set, or with no side to be taken off, as part of a change. */
export interface PinMove {
  readonly cohort: string
  readonly names: readonly Name[]
  readonly side: Side | undefined
}

/** Some pins of a cohort, and from where to go on; the last page has no next. */
export interface PinPage {
  readonly pins: readonly Pin[]
  readonly next: string | undefined
}

/**
 * Keeps where the data of each entity is. `pinOf` and `pin` are kept within the store's request deadline, default
 * 50 ms; moving a pin is a change with its line in the audit, see {@link Change}.
 */
export interface Pins {
  /**
   * Gives the side an entity is pinned to by any of its names. Undefined says that it is pinned nowhere, and is only
   * said by a store that knows all its pins: one that lost some, or is older than what is known of it, fails with
   * {@link StoreError} `silent`, as one does that cannot be asked. Fails with `invalid` where its names are pinned
   * to two sides.
   */
  pinOf(cohort: string, names: readonly Name[]): Promise<Side | undefined>
  /**
   * Pins an entity that comes to be, under all its names or none, and gives the side that holds: the one it is
   * pinned to already, if it is. Names that are not pinned yet join those that are. Fails as
   * {@link Bindings.bind} does, and then nothing may be sent.
   */
  pin(cohort: string, names: readonly Name[], side: Side): Promise<Side>
  /**
   * Lists the pins of a cohort, about `most` at a time. A pin that is there from the first page to the last stands
   * in at least one of them.
   */
  listPins(cohort: string, most: number, from?: string): Promise<PinPage>
}
