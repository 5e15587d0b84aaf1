import type { Side, Stage } from '../exchange/index.ts'
import type { Halt } from './fleet.ts'

/** What may wait for a second person. */
export const REQUESTED_VERBS = ['promote', 'undo', 'override', 'pin', 'relax'] as const
export type RequestedVerb = (typeof REQUESTED_VERBS)[number]

/** So many requests may wait at once. */
export const MOST_REQUESTS = 100

/** Somebody's word for a change that another asked for. */
export interface Approval {
  readonly actor: string
  /** Epoch milliseconds. */
  readonly at: number
  readonly reason: string
}

/** Where a route stood when something was asked of it: an approval counts only while it stands so. */
export interface Ground {
  readonly route: string
  readonly stage: Stage
  readonly percent: number
  /** The heaviest halt that lay over it. */
  readonly halt: Halt
  /** When it came to stand so, epoch milliseconds. */
  readonly since: number
  /** The epoch of its evidence. */
  readonly epoch: string
  /** A hash of what its cohort's overrides said. */
  readonly overrides: string
  /** Where it is to stand. */
  readonly to: { readonly stage: Stage; readonly percent: number }
}

/** A change that somebody asked for and that waits for others to approve it. */
export interface OpenRequest {
  /** The revision at which it was entered in the audit: its name. */
  readonly id: number
  readonly verb: RequestedVerb
  /** A route's or a cohort's; `all` for an undo. */
  readonly name: string
  /** Of a promotion: what was named. */
  readonly to?: Stage
  readonly percent?: number
  /** Of an override: the key; of a pin: the name it is kept under, which says nothing of whom it is. */
  readonly key?: string
  readonly side?: Side
  readonly owner?: string
  /** Of an override: its end, epoch milliseconds. */
  readonly expires?: number
  /** Of an undo: the revision of the change it takes back. */
  readonly undoes?: number
  readonly actor: string
  readonly reason: string
  /** When it was asked, and until when it may be approved: epoch milliseconds. */
  readonly at: number
  readonly until: number
  /** How many people it needs, whoever asked included. */
  readonly needs: number
  /** Those who have approved it, in their order. */
  readonly approvals: readonly Approval[]
  /** The routes it is about, as they stood. */
  readonly on: readonly Ground[]
}
