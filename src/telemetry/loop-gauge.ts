import { performance as clock } from 'node:perf_hooks'

type Reading = ReturnType<typeof clock.eventLoopUtilization>

/** The shortest time a share is said of, milliseconds. */
const SHORTEST_MS = 5_000

/**
 * Builds what says which share of the time since it was last asked this thread was at work. Whoever asks again within
 * five seconds, as a second scraper may, is told the share since the time before that, and the next is not told of a
 * moment alone: no share is said of less than five seconds, but the first. `now` and `read` are the process's own
 * where absent.
 */
export function createLoopGauge(
  now: () => number = () => clock.now(),
  read: () => Reading = () => clock.eventLoopUtilization(),
): () => number {
  let before = read()
  let last = before
  let lastAt = -Infinity
  return () => {
    const at = now()
    const reading = read()
    if (at - lastAt >= SHORTEST_MS) {
      before = last
      last = reading
      lastAt = at
    }
    return clock.eventLoopUtilization(reading, before).utilization
  }
}
