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
