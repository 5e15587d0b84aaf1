import type { LabelName } from './labels.ts'

/** Every name begins with it. */
export const PREFIX = 'ficus_'

/** What a family counts or measures, before there is any series of it. */
export interface Family<Type extends 'counter' | 'gauge' | 'histogram' = FamilyType> {
  readonly type: Type
  readonly name: string
  readonly help: string
  readonly labels: readonly LabelName[]
  /** Of a histogram: its upper bounds, at most ten. */
  readonly bounds: readonly number[]
  /** Whether a bucket names the trace of one exchange that fell into it, where it is asked for. */
  readonly hasExemplars: boolean
  /** Series at most, of a file of 60 routes; what is more is `other`. */
  readonly most: number
  /** Whether it gives way to the others: where little room is left in all, what is new in it is `other`. */
  readonly isDetail: boolean
}

export type FamilyType = 'counter' | 'gauge' | 'histogram'

/** Series of one family where nothing else is said: routes times what a label can say, with room. */
const MOST = 1_500

/** From the patience of a cache to that of a person; what a supplier is promised stands among them. */
export const SECONDS = [0.025, 0.1, 0.25, 0.5, 1, 2.5, 10] as const
/** Within a few milliseconds, for what must not be noticed. */
export const BRIEF_SECONDS = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.25] as const
/** One latency divided by another; 1 is as long. */
export const RATIOS = [0.5, 0.75, 1, 1.25, 1.5, 2, 4] as const

interface More {
  readonly bounds?: readonly number[]
  readonly hasExemplars?: boolean
  readonly most?: number
  readonly isDetail?: boolean
}

const family =
  <Type extends FamilyType>(type: Type, bounds: readonly number[]) =>
  (name: string, help: string, labels: readonly LabelName[] = [], more: More = {}): Family<Type> =>
    Object.freeze({
      type,
      name: PREFIX + name,
      help,
      labels,
      bounds,
      hasExemplars: false,
      most: MOST,
      isDetail: false,
      ...more,
    })

/** Declares what only grows; its name ends in `_total`. */
export const counter = family('counter', [])
/** Declares what goes up and down. */
export const gauge = family('gauge', [])
/** Declares what is spread over bounds, seconds where nothing else is said. */
export const histogram = family('histogram', SECONDS)
