/** One other instance that was told of a halt or of its end. */
export interface PeerView {
  readonly address: string
  readonly isConfirmed: boolean
  /** Whether what it confirmed lies on its disk: else a restart forgets it. */
  readonly isKept: boolean
  /** Until it confirmed, or until it was given up; milliseconds. */
  readonly ms: number
  /** Why it did not confirm; null where it did. */
  readonly why: string | null
}

/** The body of `POST /api/peer`: what one instance says to another, signed with the fleet's key. */
export interface PeerRequest {
  /** The instance that says it. */
  readonly from: string
  /** By its `says` a halt, a look or a resume; instances alone write it. */
  readonly message: Readonly<Record<string, unknown>>
}

/** What it is answered. */
export interface PeerAnswerView {
  /** One JSON text. */
  readonly told: string
  /** That an instance of this fleet told it, of this message. */
  readonly proof: string
}
