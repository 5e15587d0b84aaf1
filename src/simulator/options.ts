import type { Faults } from './faults.ts'
import type { PointerFeed } from './nrl-feed.ts'
import type { Pointer } from './nrl-pointer.ts'
import type { Patient } from './patient.ts'
import type { Random } from './random.ts'
import type { SummaryRecords } from './scr-store.ts'

/** What a simulator is given from outside. */
export interface SimulatorOptions {
  /** Default 0: any free port of 127.0.0.1. */
  readonly port?: number
  /** Whom it knows; default the 200 of `createPatients()`. */
  readonly patients?: readonly Patient[]
  /** Epoch milliseconds; default the system's clock. */
  readonly now?: () => number
  /** Default: seeded, the same each time. */
  readonly random?: Random
  /** Gives fresh UUIDs; default random ones. */
  readonly newId?: () => string
  /** How many prescriptions, and how many answers to them, it keeps; default 10,000 and 5,000. */
  readonly keeps?: number
  /** The summary care records it answers from; default its own, so that the two sides are apart. */
  readonly summaries?: SummaryRecords
  /** The record pointers it begins with; default those of `inventPointers`. */
  readonly pointers?: readonly Pointer[]
  /** Its end of a feed to the other side's record locator; default none, so that the two sides are apart. */
  readonly feed?: PointerFeed
  /** What it does wrong from the start; default nothing. */
  readonly faults?: Partial<Faults>
}
