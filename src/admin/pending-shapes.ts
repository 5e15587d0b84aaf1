import type { OpenRequest } from '../fleet/index.ts'

/** One change that waits for a second person. */
export interface PendingRequest extends OpenRequest {
  /** So many more people must approve it. */
  readonly missing: number
  /** Nobody may approve it any more: it is there until that is written. */
  readonly isExpired: boolean
  /** What has moved since it was asked, for which an approval is refused; empty where nothing has. */
  readonly moved: readonly string[]
}

/** `GET /api/pending`: what waits for a second person, in the order it was asked. */
export interface PendingView {
  readonly environment: string
  readonly revision: number
  /** Why the store does not answer now: what is shown is then what was last known. */
  readonly trouble: string | null
  readonly requests: readonly PendingRequest[]
}

/** The body of `POST /api/pending/{id}/approve` and `…/reject`. */
export interface ApprovalRequest {
  /** Why, in one line of at most 500 characters; kept for ever, so never with what a patient is known by. */
  readonly reason: string
  /** Says what would happen and changes nothing. Default false. */
  readonly isDryRun?: boolean
  /** The environment's name, where that confirms changes; never asked for to reject. */
  readonly environment?: string
  /** Refuses where the fleet has moved on from this revision. */
  readonly revision?: number
}
