import type { ConfigDifference } from '../config/index.ts'
import type { Override } from '../exchange/index.ts'
import type { KeptCohort, Position } from '../fleet/index.ts'
import type { PinCount } from '../flips/index.ts'

/** The body of `POST /api/reload`. */
export interface ReloadRequest {
  readonly reason: string
  /** Loads and checks the file and says what would be; changes nothing. */
  readonly isDryRun?: boolean
  readonly environment?: string
}

/** What an instance is asked to load its file with. */
export type ReloadAsked = Pick<ReloadRequest, 'reason' | 'isDryRun'> & { readonly actor: string }

/** A file that was loaded again and taken over, or in a dry run would be. */
export interface ReloadedView {
  readonly kind: 'reloaded'
  readonly file: string
  readonly isDryRun: boolean
  /** False where the file says what the one before said: then nothing was written. */
  readonly isChanged: boolean
  /** The fleet's revision after it. */
  readonly revision: number
  readonly differences: readonly ConfigDifference[]
}

/** A file that was not taken over: the one before stays. */
export interface UnreloadedView {
  readonly kind: 'refused'
  /** Present where the environment was not named, or another was. */
  readonly code?: 'environment'
  readonly exitCode: number
  readonly says: string
  readonly wayOut: string
}

/** What came of loading a file again: 200 where it was taken over, 400 where it was not. */
export type ReloadView = ReloadedView | UnreloadedView

/** `GET /api/config`: what an instance goes by, and what the fleet keeps of it. */
export interface ConfigView {
  readonly file: string
  readonly environment: string
  /** Every place of the file and what stands there; of certificates and keys a hash. */
  readonly facts: Readonly<Record<string, string>>
  /** As last known. */
  readonly fleet: {
    readonly revision: number
    readonly trouble: string | null
    readonly routes: Readonly<Record<string, Position>>
    /** By cohort. */
    readonly overrides: Readonly<Record<string, readonly Override[]>>
    /** As the file taken in last has them. */
    readonly cohorts: Readonly<Record<string, KeptCohort>>
    /** By cohort; null where the store does not say. */
    readonly pins: Readonly<Record<string, PinCount>> | null
  }
}
