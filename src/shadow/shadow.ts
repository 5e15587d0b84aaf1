import type { Capture, Prepared, Settled } from '../exchange/index.ts'

/** An exchange whose supplier has its answer, or went away without it. */
export interface Mirrored {
  readonly prepared: Prepared
  readonly capture: Capture
  readonly settled: Settled
  /** How long the side that served took. */
  readonly controlMs: number
}

/** Beside the path of every exchange. */
export interface Shadow {
  /**
   * Says whether a copy of this request is to be sent, by giving what keeps the supplier's answer for it; undefined
   * where none is, or where there is no room, which is counted. Costs nothing where nothing is copied.
   */
  begin(prepared: Prepared): Capture | undefined
  /** Takes over an exchange that is over for its supplier. Returns at once and throws nothing. */
  offer(mirrored: Mirrored): void
}

/** Builds the shadow of one instance. */
export function createShadow(): Shadow {
  return { begin: () => undefined, offer: () => undefined }
}
