import type { Assigned, Prepared } from '../exchange/index.ts'
import type { Mapping } from '../mapping/index.ts'

/** What translating takes besides the request. */
export interface TranslationOptions {
  readonly mappings: readonly Mapping[]
  /** Epoch milliseconds. */
  now(): number
  newId(): string
}

/** The step between rollout and upstream. */
export interface Translation {
  /** Gives the request as it is to be sent; the very same where its bytes pass untouched. Throws nothing. */
  prepare(assigned: Assigned): Prepared
}

/** Builds the step from the mappings there are. */
export function createTranslation(_options: TranslationOptions): Translation {
  return {
    prepare: assigned => assigned,
  }
}
