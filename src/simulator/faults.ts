import type { PlantedPointerDifference } from './planted-pointers.ts'
import type { PlantedDifference } from './planted.ts'
import type { Random } from './random.ts'

/** What a simulator does wrong, and how slowly it does anything. */
export interface Faults {
  /** Milliseconds before the first byte of an answer, or a draw of them. Default 0. */
  readonly latencyMs: number | ((random: Random) => number)
  /** Nobody listens: connections are refused and open ones are closed. Default false. */
  readonly refuse: boolean
  /** No answer is ever given; the connection stays open. Default false. */
  readonly hang: boolean
  /** The connection is reset after this many bytes of the answer, its head included. Default: never. */
  readonly resetAfterBytes: number | undefined
  /** The head promises the whole body, this many bytes of it follow, the connection ends. Default: never. */
  readonly truncateAfterBytes: number | undefined
  /** The body is as many bytes of noise as it should have been, under the right headers. Default false. */
  readonly garbage: boolean
  /** Every answer has this status: 429, 500, 502, 503, 504. Default: none. */
  readonly status: number | undefined
  /** Seconds said in Retry-After beside `status` 429 or 503; without it no such header. Default: none. */
  readonly retryAfter: number | undefined
  /** The share of requests that hang, reset, truncate, garbage and status strike, 0 to 1. Default 1. */
  readonly rate: number
  /** Every n-th answer carries the id of another request. Default 0: none. */
  readonly crossEvery: number
  /** Every n-th answer is about another patient. Default 0: none. */
  readonly otherPatientEvery: number
  /**
   * What differs in the records, by kind, and for which share of the patients or of their pointers, 0 to 1. The same
   * ones are struck each time, and a larger share strikes them too. Default: nothing.
   */
  readonly planted: Readonly<Partial<Record<PlantedDifference | PlantedPointerDifference, number>>>
}

/** A simulator that does nothing wrong. */
export const NO_FAULTS: Faults = Object.freeze({
  latencyMs: 0,
  refuse: false,
  hang: false,
  resetAfterBytes: undefined,
  truncateAfterBytes: undefined,
  garbage: false,
  status: undefined,
  retryAfter: undefined,
  rate: 1,
  crossEvery: 0,
  otherPatientEvery: 0,
  planted: {},
})

/** What strikes one request: decided once, when its head has come. */
export interface Strike {
  readonly faults: Faults
  /** Whether hang, reset, truncate, garbage and status strike this one. */
  readonly struck: boolean
  readonly crossed: boolean
  readonly otherPatient: boolean
  readonly waitMs: number
}

/** Creates what decides, request after request, which faults strike. */
export function createStrikes(random: Random): (faults: Faults) => Strike {
  let count = 0
  const nth = (every: number): boolean => every > 0 && count % every === 0
  return faults => {
    count++
    return {
      faults,
      struck: faults.rate >= 1 || random() < faults.rate,
      crossed: nth(faults.crossEvery),
      otherPatient: nth(faults.otherPatientEvery),
      waitMs: typeof faults.latencyMs === 'number' ? faults.latencyMs : faults.latencyMs(random),
    }
  }
}
