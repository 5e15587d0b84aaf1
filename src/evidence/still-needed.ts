import type { Totals } from './counts.ts'
import { evidenceAsked, mixtureEvidence } from './e-process.ts'

/** What a number of comparisons must reach. */
interface Asking {
  readonly divergenceBelow: number
  readonly confidence: number
  readonly uncomparedBelow: number
}

// More than any route will ever compare; beyond it a gate is as good as never open.
const NEVER = 2 ** 52

/**
 * Finds the fewest further comparisons after which the evidence is there and enough of all pairs came to one, if
 * none of them differs; Infinity where none would do.
 */
export function stillNeeded({ compared, bad, uncompared }: Totals, gate: Asking): number {
  const isEnough = (more: number): boolean => {
    const all = compared + more
    const isShown =
      mixtureEvidence(all, bad, gate.divergenceBelow) >= evidenceAsked(gate.confidence)
    const isSeen = uncompared === 0 || uncompared < gate.uncomparedBelow * (all + uncompared)
    return all > 0 && isShown && isSeen
  }
  if (isEnough(0)) return 0
  // Both only grow with every clean comparison, so a number that is enough is found by doubling, then by halving.
  let [low, high] = [0, 1]
  while (!isEnough(high)) {
    if (high >= NEVER) return Infinity
    ;[low, high] = [high, high * 2]
  }
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2)
    if (isEnough(middle)) high = middle
    else low = middle
  }
  return high
}

/**
 * Says how long a gate stays undecided at a rate of comparisons per second, if nothing more differs. Milliseconds;
 * undefined where nobody can say: nothing is being compared, or no number of comparisons would do.
 */
export function howMuchLonger(needed: number, perSecond: number): number | undefined {
  if (needed === 0) return 0
  if (!Number.isFinite(needed) || !(perSecond > 0)) return undefined
  return Math.ceil((needed / perSecond) * 1_000)
}
