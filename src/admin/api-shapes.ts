import type { FoundIn } from '../evidence/index.ts'
import type { Cohort, Side, Stage } from '../exchange/index.ts'
import type { Pin } from '../fleet/index.ts'
import type { FreezeView } from './freeze-shapes.ts'

/** A number that may be without end; JSON has no word for that but null. */
type Endless = number | null

/** What a route's gate says, with the numbers it says it on. */
export interface GateView {
  readonly epoch: string
  readonly verdict: 'open' | 'closed' | 'undecided'
  /** The evidence there is. */
  readonly e: number
  /** Comparisons still needed if nothing more differs; null where none would do. */
  readonly needed: Endless
  readonly why: readonly string[]
  readonly compared: number
  /** Compared and not equal: different, critical and truncated. */
  readonly bad: number
  readonly critical: number
  readonly uncompared: number
}

/** Where one route stands. */
export interface RouteView {
  readonly name: string
  /** The upstreams' names. */
  readonly legacy: string
  readonly cloud: string | null
  readonly cohort: string | null
  readonly stage: Stage
  readonly percent: number
  /** The heaviest halt that lies over it. */
  readonly halt: 'none' | 'halt' | 'hard'
  /** Percentages of what nobody has overridden or pinned. */
  readonly serves: { readonly legacy: number; readonly cloud: number }
  /** When it came to stand so, epoch milliseconds; null for a route the fleet has not taken in yet. */
  readonly since: number | null
  /** Null where there is no cloud side, or the store cannot be asked for its counts. */
  readonly gate: GateView | null
}

/** `GET /api/routes`. */
export interface RoutesView {
  readonly environment: string
  readonly confirm: boolean
  readonly revision: number
  /** Why the store does not answer now: what is shown is then what was last known. */
  readonly trouble: string | null
  /** Freezes that are on or to come. */
  readonly freezes: readonly FreezeView[]
  /** In the order of the file. */
  readonly routes: readonly RouteView[]
}

/** What came of the messages of one supplier: each a number of comparisons. */
export interface SupplierCountsView {
  /** As the file calls it; null for all others. */
  readonly supplier: string | null
  readonly identical: number
  readonly equivalent: number
  readonly different: number
  readonly critical: number
  readonly truncated: number
  readonly notComparable: number
  readonly notCompared: number
}

/** `GET /api/routes/{name}/evidence`. */
export interface EvidenceView {
  readonly route: string
  readonly gate: GateView
  readonly asks: {
    readonly divergenceBelow: number
    readonly confidence: number
    readonly uncomparedBelow: number
    readonly latencyRatioBelow: number | null
    readonly soakMs: number
  }
  readonly counts: {
    readonly identical: number
    readonly equivalent: number
    readonly different: number
    readonly critical: number
    readonly truncated: Readonly<Record<string, number>>
    readonly notComparable: Readonly<Record<string, number>>
    readonly notCompared: Readonly<Record<string, number>>
    /**
     * Of those that differ on a translated route: `seen` only in what the supplier would see, which points to the
     * mapping; `meant` only in what both sides mean; `both`, which points to the cloud.
     */
    readonly differsIn: Readonly<Record<FoundIn, number>>
  }
  /**
   * With `?by=supplier`: the same among the suppliers of the file, in its order, and last, under null, all others and
   * what was counted before they were told apart. Their sum is what was counted.
   */
  readonly bySupplier?: readonly SupplierCountsView[]
  /** Comparisons a second, as this instance sees them; null where it does not know. */
  readonly perSecond: number | null
  /** How long until the comparisons are there at that rate, milliseconds; null where nobody can say. */
  readonly remainingMs: number | null
}

/** `GET /api/overrides`: every person's word that a key belongs on a side. */
export interface OverridesView {
  readonly revision: number
  /** Why the store does not answer now: what is shown is then what was last known. */
  readonly trouble: string | null
  readonly overrides: readonly {
    readonly cohort: string
    /** What the cohort knows its entities by; null where no route is in it any more. */
    readonly keyedBy: Cohort['key'] | null
    readonly key: string
    readonly side: Side
    readonly owner: string
    /** Epoch milliseconds. */
    readonly expires: number
    /** Says nothing any more, and lies there until it is removed. */
    readonly isExpired: boolean
  }[]
}

/** `GET /api/audit?from=1&most=100`. */
export interface AuditView {
  /** Each as it was stored: hash, the hash before, and what was hashed. */
  readonly lines: readonly {
    readonly revision: number
    readonly previous: string
    readonly hash: string
    readonly body: string
  }[]
  /** What came of verifying them, up to the head the fleet names where they reach it. */
  readonly verified: { readonly isWhole: boolean; readonly says: string | null }
}

/** `GET /api/cohorts/{name}/pins?most=100&from=NEXT`: where entities are, by names that say nothing of them. */
export interface PinsView {
  readonly cohort: string
  readonly keyedBy: Cohort['key']
  readonly pins: readonly Pin[]
  /** From where to go on; null on the last page. */
  readonly next: string | null
}

/** What every other refusal is answered. */
export interface ProblemView {
  readonly error: string
}
