/** A span of time, epoch milliseconds: `from` belongs to it, `to` does not. */
export interface Span {
  readonly from: number
  readonly to: number
}

/** A span in which nothing leads forward, and why. */
export interface Freeze extends Span {
  readonly why: string
  /** The routes it lies over; every route there is or will be where it names none. */
  readonly routes?: readonly string[] | undefined
}

/** A time of every week by the clock on the wall of a zone. */
export interface Weekly {
  /** From 0, Sunday, to 6. */
  readonly weekday: number
  /** Of that day, from 0 to 1 439. */
  readonly minute: number
  readonly lastsMs: number
  /** Such as `Europe/London`. */
  readonly zone: string
}

/** When an upstream is worked on, and why. */
export interface Maintenance {
  readonly when: Span | Weekly
  readonly why: string
}
