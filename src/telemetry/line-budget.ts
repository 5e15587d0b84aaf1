/** What becomes of one line: it is written for itself, for itself and the nine before it, or not, and why. */
export type Fate = 1 | typeof ONE_IN | 'sampled' | 'limit'

/** Beyond the budget one line in so many is written. */
export const ONE_IN = 10

/**
 * Builds what says of each line of an exchange that went well whether it is written: all within `perSecond`, beyond that
 * one in ten, as many again a second at most, and then none. 0 writes all. `now` is milliseconds of a clock that only
 * goes forward.
 */
export function createLineBudget(perSecond: number, now: () => number): () => Fate {
  if (perSecond === 0) return () => 1
  const all = createBucket(perSecond, now)
  const sampled = createBucket(perSecond, now)
  let beyond = 0
  return () => {
    if (all()) return 1
    beyond = (beyond + 1) % ONE_IN
    if (beyond !== 0) return 'sampled'
    return sampled() ? ONE_IN : 'limit'
  }
}

/** A bucket that holds what may be taken in one second, fills evenly and begins full. */
function createBucket(perSecond: number, now: () => number): () => boolean {
  let held = perSecond
  let at = now()
  return () => {
    const then = at
    at = now()
    held = Math.min(perSecond, held + ((at - then) / 1_000) * perSecond)
    if (held < 1) return false
    held -= 1
    return true
  }
}
