import type { Divergence } from '../evidence/index.ts'

/** Differences of one place and sort that no rule explains. Times are epoch milliseconds. */
export interface GroupView extends Omit<Divergence, 'expired' | 'suppliers'> {
  /** The rule that would explain it, had it not expired. */
  readonly rule?: { readonly id: string; readonly isExpired: true }
  /** With `?by=supplier`: in how many pairs of whom, in the order of the file, all others last under null. */
  readonly bySupplier?: readonly { readonly supplier: string | null; readonly count: number }[]
}

/** `GET /api/routes/{name}/divergences`, as this instance has seen it since it started. */
export interface DivergencesView {
  readonly route: string
  readonly epoch: string
  /** Pairs that came to a comparison. */
  readonly compared: number
  /** The weightiest first, then the most frequent. */
  readonly groups: readonly GroupView[]
  /** Sightings that are in no group, because there were more groups than are kept. */
  readonly overflown: number
}

/** `GET /api/divergences/{id}`. */
export interface DivergenceView extends GroupView {
  readonly route: string
  readonly epoch: string
  readonly compared: number
}
