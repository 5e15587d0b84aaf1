import type { ChangeRequest } from './change-shapes.ts'

type AskedOfFreeze = Pick<ChangeRequest, 'reason' | 'isDryRun' | 'environment' | 'revision'>

/** Lets nothing lead forward for a time: no promotion, and nobody is sent to the cloud. */
export interface FreezeRequest extends AskedOfFreeze {
  readonly verb: 'freeze'
  /** Epoch milliseconds. */
  readonly from: number
  /** Epoch milliseconds, which do not belong to it. */
  readonly to: number
  /** Names of routes and cohorts. Default: every route there is or will be. */
  readonly routes?: readonly string[]
}

/** Takes a freeze off that was laid at run time. */
export interface UnfreezeRequest extends AskedOfFreeze {
  readonly verb: 'unfreeze'
  /** As it is listed: `f12`. */
  readonly id: string
  /** Takes off one that is on, on the word of a second person. */
  readonly breakGlass?: { readonly approver: string }
}

/** One freeze, wherever it was said. */
export interface FreezeView {
  /** By which it is removed; null where the file says it. */
  readonly id: string | null
  /** Epoch milliseconds. */
  readonly from: number
  /** Epoch milliseconds, which do not belong to it. */
  readonly to: number
  readonly why: string
  /** Who laid it; null where the file says it. */
  readonly by: string | null
  /** The routes it lies over; null where that is every route. */
  readonly routes: readonly string[] | null
  /** One that is over says nothing any more, and lies there until it is removed. */
  readonly state: 'coming' | 'on' | 'over'
}

/** `GET /api/freezes`: the times in which nothing leads forward. */
export interface FreezesView {
  readonly environment: string
  readonly revision: number
  /** Why the store does not answer now: what is shown is then what was last known. */
  readonly trouble: string | null
  /** Those of the file first, then by their beginning. */
  readonly freezes: readonly FreezeView[]
}

/** When somebody works on an upstream, as its file says it. */
export interface MaintenanceView {
  readonly upstream: string
  /** Of the window that is on or comes next, epoch milliseconds. */
  readonly from: number
  /** Of that window, epoch milliseconds, which do not belong to it. */
  readonly to: number
  readonly isOn: boolean
}
