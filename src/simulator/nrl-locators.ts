import { createCloudLocator } from './nrl-cloud.ts'
import type { PointerFeed } from './nrl-feed.ts'
import { createLegacyLocator } from './nrl-legacy.ts'
import type { Locator } from './nrl-legacy.ts'
import type { Pointer } from './nrl-pointer.ts'
import { inventPointers } from './nrl-pointers.ts'
import { createPointers, deletesEnded, keepsEnded } from './nrl-store.ts'
import type { Ending } from './nrl-store.ts'
import type { Patient } from './patient.ts'

/** A simulator whose record pointers can be looked at. */
export interface PointingSimulator {
  /** Every record pointer it holds, oldest first, those that are shown to nobody too. */
  pointers(): readonly Pointer[]
}

interface LocatorOptions {
  readonly patients: readonly Patient[]
  readonly now: () => number
  /** What it begins with; default those of `inventPointers`. */
  readonly pointers?: readonly Pointer[]
  /** Its end of a feed to the other locator; default none. */
  readonly feed?: PointerFeed
  /** The bearer token every request to the cloud must carry; default: none is asked for, as in a sandbox. */
  readonly token?: string
}

const open = ({ pointers, patients, now, feed }: LocatorOptions, ending: Ending) =>
  createPointers({ first: pointers ?? inventPointers(patients), ending, now, feed })

/** Opens Spine's record locator with its pointers. */
export function openLegacyLocator(options: LocatorOptions): Locator & PointingSimulator {
  const store = open(options, keepsEnded)
  return { ...createLegacyLocator(store), pointers: () => store.all() }
}

/** Opens the cloud's record locator with its pointers. */
export function openCloudLocator(options: LocatorOptions): Locator & PointingSimulator {
  const store = open(options, deletesEnded)
  return {
    ...createCloudLocator({ store, token: options.token }),
    pointers: () => store.all(),
  }
}
