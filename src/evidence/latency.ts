import { createByEpoch } from './by-epoch.ts'

/** How long the two answers to one request took, milliseconds. */
export interface PairMs {
  readonly controlMs: number
  /** Infinity where it gave none in its time: left out, it would make a slow side look fast. */
  readonly candidateMs: number
}

/**
 * Gathers how the candidate's latency stands to the control's. What it says is the median of the pairs' own
 * ratios, the slower of two: within a pair the request is one, so a record that is slow on either side weighs nothing, and a few that
 * hang move it as little as any others, where a mean would follow them and a ratio of two medians would follow
 * the mixture of requests. It says nothing of a tail.
 */
export interface Latency {
  add(route: string, epoch: string, pair: PairMs): void
  /** The candidate's divided by the control's, to one in a hundred; undefined where too few pairs were seen. */
  ratioOf(route: string, epoch: string): number | undefined
}

// Counts in steps of 2 % need no more room for more pairs, and those of two instances could be added up.
const STEP = Math.log(1.02)
/** Steps to either side of even; the last one is for all that is further away: four hundred times. */
const FURTHEST = 303
const MOST_TIMES = Math.exp(FURTHEST * STEP)
/** Below this it is the machine that is measured. */
const LEAST_MS = 1

interface Kept {
  pairs: number
  weight: number
  readonly steps: Float64Array
}

/**
 * Creates the latency evidence of one instance. Below `leastPairs` it says nothing; whenever `recentPairs` have
 * come, what was before counts half.
 */
export function createLatency({ leastPairs = 100, recentPairs = 1_000 } = {}): Latency {
  const kept = createByEpoch((): Kept => ({
    pairs: 0,
    weight: 0,
    steps: new Float64Array(2 * FURTHEST + 1),
  }))
  return {
    add(route, epoch, { controlMs, candidateMs }) {
      // A pair whose control has no time is no pair.
      if (!(controlMs >= 0 && controlMs < Infinity && candidateMs >= 0)) return
      const here = kept.use(route, epoch)
      if (here.weight >= recentPairs) halve(here)
      const step = FURTHEST + stepOf({ controlMs, candidateMs })
      here.steps[step] = (here.steps[step] ?? 0) + 1
      here.weight += 1
      here.pairs += 1
    },
    ratioOf(route, epoch) {
      const here = kept.of(route, epoch)
      return here === undefined || here.pairs < leastPairs ? undefined : medianOf(here)
    },
  }
}

/** Gives how the latencies of one pair stand to each other, as far as it is not the machine that is measured. */
export function ratioOf({ controlMs, candidateMs }: PairMs): number {
  const ratio = Math.max(candidateMs, LEAST_MS) / Math.max(controlMs, LEAST_MS)
  return Math.max(1 / MOST_TIMES, Math.min(MOST_TIMES, ratio))
}

function stepOf(pair: PairMs): number {
  return Math.max(-FURTHEST, Math.min(FURTHEST, Math.round(Math.log(ratioOf(pair)) / STEP)))
}

function halve(kept: Kept): void {
  for (const [step, weight] of kept.steps.entries()) kept.steps[step] = weight / 2
  kept.weight /= 2
}

function medianOf({ steps, weight }: Kept): number {
  let below = 0
  const median = steps.findIndex(own => (below += own) > weight / 2)
  return median === 2 * FURTHEST ? Infinity : Math.exp((median - FURTHEST) * STEP)
}
