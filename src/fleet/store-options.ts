import type { Thread, ThreadSettings } from './asks.ts'
import type { Peers } from './peers.ts'

/** How patient a store is, and what it stands on. Milliseconds throughout. */
export interface StoreOptions {
  /** How long an answer is waited for. Default 900, so that a halt is told within a second. */
  readonly answerMs?: number
  /** How long an answer is waited for while a supplier waits: pins and bindings. Default 50. */
  readonly requestMs?: number
  /** How long the first answer is waited for, the start of the thread included. Default 10 000. */
  readonly openMs?: number
  /** How long whoever confirms a halt waits until it is on this machine's disk. Default 250. */
  readonly heldMs?: number | undefined
  /** A file: how long a lock of somebody else is waited for; less than `answerMs`. Default 500. */
  readonly busyMs?: number
  /** How often it looks whether another process changed something. Default 250. */
  readonly pollMs?: number
  /** A file: starts the thread. Default: a worker thread. */
  readonly start?: (settings: ThreadSettings) => Thread
  /** A file: epoch milliseconds, by which bindings end. Default the clock; a Redis goes by its own. */
  readonly now?: () => number
  /**
   * The environment whose fleet it is. All keys of a Redis carry it; a file is held to the first it was opened for,
   * unless nobody says which.
   */
  readonly environment?: string
  /**
   * A Redis: the beginning of the paths where what was last known and what is held back lie on this machine, such as
   * `.ficus/redis`. A Redis that is older or empty after all instances were started again is noticed by it. Default
   * nowhere.
   */
  readonly beside?: string
  /** How long an instance that is silent is known. Default an hour. */
  readonly keptMs?: number
  /** The other instances; closed with the store. Default none. */
  readonly peers?: Peers | undefined
}
