/** Says whether what comes at a moment of the monotonic clock, in milliseconds, is one of those that are chosen. */
export type Sample = (at: number) => boolean

/** So much of a second's budget may be left when it begins to matter how many come. */
const PLENTY = 0.5

/**
 * Builds what chooses of everything that comes at most so many a second on the average.
 *
 * While there is plenty left all are chosen. Beyond that each is by chance, the less is left the rarer, so that under
 * load as many are chosen as the budget gives back. Whoever chose every nth, or the first of each second, would find
 * what comes every nth time, or is at the head of every burst, always or never.
 *
 * @param random - a number from 0 to 1, 1 excluded
 */
export function createSample(perSecond: number, random: () => number): Sample {
  let left = perSecond
  let last = -Infinity
  return at => {
    // What came earlier may be asked about later: its message took longer to read.
    if (at > last) {
      left = Math.min(perSecond, left + ((at - last) / 1_000) * perSecond)
      last = at
    }
    if (left < 1 || random() >= left / (perSecond * PLENTY)) return false
    left -= 1
    return true
  }
}
