import type { Fleet, FleetContent, Held } from './fleet.ts'
import type { Bindings } from './bindings.ts'
import type { Cursors } from './cursors.ts'
import type { HaltSaid, HeldHalt } from './held-halts.ts'
import type { Instances } from './instances.ts'
import type { Peers } from './peers.ts'
import type { PinMove, Pins } from './pins.ts'
import type { StoredReplies } from './replies.ts'
import type { StoreError } from './store-error.ts'

/** One line of the audit. What it says is one JSON text, hashed as it stands. */
export interface AuditLine {
  /** The revision this change came to. */
  readonly revision: number
  /** The hash of the line before, 64 lower-case hexadecimal digits. */
  readonly previous: string
  readonly hash: string
  readonly body: string
}

/**
 * A change and its line in the audit; the store gives both the next revision. The line continues the audit: its
 * `previous` is the head of the fleet that is changed.
 */
export interface Change {
  readonly next: FleetContent
  readonly line: Omit<AuditLine, 'revision'>
  /** Pins that are moved with it, all or none; an entity moves under all the names it is pinned by. */
  readonly pins?: readonly PinMove[]
  /** Says that the store has all its pins again after it lost some: what is pinned nowhere is then nowhere. */
  readonly arePinsWhole?: true
}

/** So many more of one thing on one route in one epoch of its evidence. */
export interface CountRow {
  readonly route: string
  readonly epoch: string
  /** What was counted: lower-case words, a reason behind a dot, such as `not_compared.size`. */
  readonly name: string
  readonly count: number
}

/** Counts of one instance. One that was added already is not added again, so that it may be sent again. */
export interface CountBatch {
  /** The instance, by a name it has to itself. */
  readonly from: string
  /** Grows with every batch of that instance. */
  readonly number: number
  readonly rows: readonly CountRow[]
}

/** What was counted, by name. */
export type CountsByName = ReadonlyMap<string, number>

/**
 * Where all instances keep what they share. Every promise is kept within the store's deadline, and each may fail
 * with a {@link StoreError} `silent` or `unknown`.
 */
export interface Store extends Bindings, Pins, Cursors {
  /** The last fleet that was read, at once and never waiting; without an epoch where none ever was. */
  readonly known: Fleet
  /** What this instance holds back by itself. */
  readonly held: Held
  /** Every halt of those, oldest first. */
  readonly heldHalts: readonly HeldHalt[]
  /** How many times {@link Store.kept} had to say no. */
  readonly unkept: number
  /** How many halts were laid over this instance since it was opened: another is a halt that was not there before. */
  readonly laid: number
  /** Why the store does not answer now; undefined while it does. */
  readonly trouble: StoreError | undefined
  /** How many fleets of another line the store was seen to hold: two were changed at once, and one is not followed. */
  readonly forks: number
  /** Every instance of the fleet that is known; a store that is gone takes none of them off. */
  readonly instances: Instances
  /** The replies that wait to be fetched. */
  readonly replies: StoredReplies
  /** The other instances, who are told a halt without the store; undefined where there is no key to speak with. */
  readonly peers?: Peers | undefined
  /** Asks the store itself. */
  read(): Promise<Fleet>
  /**
   * Stores a change and its audit line, both or neither, if the revision still is the expected one; gives the
   * fleet of the next revision. Fails with `conflict`, naming the current one, where it is not.
   */
  change(expected: number, change: Change): Promise<Fleet>
  /** Adds counts: all rows or none, each batch once. */
  addCounts(batch: CountBatch): Promise<void>
  readCounts(route: string, epoch: string): Promise<CountsByName>
  /** Gives at most `most` audit lines from a revision on, oldest first. */
  readAudit(from: number, most: number): Promise<readonly AuditLine[]>
  /**
   * Lays a halt over this instance at once and without the store. With words it lies there until it is released:
   * whoever finds it in the audit does that. Without any it lies until it is released, or until a fleet of a later
   * revision than its own and than any that is known carries it. One that is held already is not laid twice.
   */
  hold(halt: HeldHalt['halt'], routes: HeldHalt['routes'], said?: HaltSaid): HeldHalt
  /** Takes such halts off again; of these ids alone, where they are given. */
  release(routes: readonly string[] | 'all', ids?: readonly string[]): void
  /** Says whether what is held now is on this machine's disk, where a restart finds it; within a moment. Never throws. */
  kept(): Promise<boolean>
  /** Calls back whenever `known` or `held` is another; gives how to stop it. */
  subscribe(listener: () => void): () => void
  /** Ends it; a promise under way may fail with `unknown`. */
  close(): Promise<void>
}
