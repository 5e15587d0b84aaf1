import type { Cohort, Freeze, Override, RouteState, Stage } from '../exchange/index.ts'
import type { OpenRequest } from './requests.ts'

/** How heavy a halt is, lightest first. */
export const HALTS = ['none', 'halt', 'hard'] as const
/** Whether a route is halted, and whether what is pinned to the cloud is refused besides. */
export type Halt = RouteState['halt']

/** Gives the heaviest of several halts: one that somebody laid is never made lighter by another. */
export const heaviest = (...halts: readonly Halt[]): Halt =>
  HALTS.findLast(halt => halts.includes(halt)) ?? 'none'

/** Where the fleet keeps a route. */
export interface Position {
  readonly stage: Stage
  /** Percentage served by the cloud at `canary`, 0 to 100; 0 at every other stage. */
  readonly percent: number
  /** The halt laid over this route alone; a halt of all lies over it besides. */
  readonly halt: Halt
  /** When it came to stand so, epoch milliseconds: what a soak counts from. */
  readonly since: number
  /** The last stage it stood at where legacy served everyone: where a rollback goes. */
  readonly home: 'legacy' | 'shadow'
  /** When it last went from such a stage to one where the cloud may serve, or back; absent where it never did. */
  readonly turned?: number | undefined
}

/** What the fleet keeps of a cohort: what its shares, its overrides and its pins stand on. */
export interface KeptCohort {
  readonly key: Cohort['key']
  /** A hash of its seed: a seed is any text, and not every text may be stored. */
  readonly seed: string
  readonly records: 'shared' | 'apart' | 'copied'
  readonly pin: boolean
  /** The routes that are in it. */
  readonly routes: readonly string[]
  /** Every interaction those routes may come to own. */
  readonly owns: readonly string[]
}

/** A freeze that was laid at run time, and by whom. */
export interface KeptFreeze extends Freeze {
  readonly by: string
}

/** What a change changes. */
export interface FleetContent {
  /** The halt laid over every route there is or will be. */
  readonly halt: Halt
  readonly routes: ReadonlyMap<string, Position>
  /** By cohort name. */
  readonly overrides: ReadonlyMap<string, readonly Override[]>
  /** By name, as the file taken in last has them; absent where none was. */
  readonly cohorts?: ReadonlyMap<string, KeptCohort> | undefined
  /** By id, those that are over too; absent where there is none. */
  readonly freezes?: ReadonlyMap<string, KeptFreeze> | undefined
  /** By id, those that are over too until somebody has written so; absent where there is none. */
  readonly requests?: ReadonlyMap<string, OpenRequest> | undefined
  /**
   * By route, how many people a change needs that leads it forward, where that is more than one: the most that any
   * file taken in has said since somebody let it be less. Absent where there is none.
   */
  readonly people?: ReadonlyMap<string, number> | undefined
}

/** Everything all instances share, as one frozen value of one revision. */
export interface Fleet extends FleetContent {
  /** Only grows; 0 where nothing was ever changed. */
  readonly revision: number
  /**
   * Names this store from its making on. Undefined where no store has been read: what it does not say is then
   * not known, which is other than not being there.
   */
  readonly epoch: string | undefined
  /** The hash of the last line of the audit. */
  readonly head: string
}

/** What the first line of an audit has before it. */
export const NO_HEAD = '0'.repeat(64)

const NOTHING: FleetContent = Object.freeze({
  halt: 'none',
  routes: new Map(),
  overrides: new Map(),
})

/** Makes the fleet of a store in which nothing was ever changed, or, without an epoch, of one never read. */
export const emptyFleet = (epoch?: string): Fleet =>
  Object.freeze({ ...NOTHING, revision: 0, epoch, head: NO_HEAD })

/** Halts one instance has laid over itself, because the store could not be asked or before it was. */
export interface Held {
  readonly all: Halt
  readonly routes: ReadonlyMap<string, Halt>
}

/** What an instance holds back that holds back nothing. */
export const NOTHING_HELD: Held = Object.freeze({ all: 'none', routes: new Map() })
