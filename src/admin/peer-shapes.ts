import type { ChangeView } from './api-shapes.ts'

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

/** What a halt or a resume is answered: as every change, and which of the other instances confirmed it. */
export type ToldChangeView = ChangeView & {
  /** Null where nobody was told: no key, no other instance, a dry run, or nothing that was done. */
  readonly peers: readonly PeerView[] | null
}
