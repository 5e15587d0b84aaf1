/** Says how fast comparisons come on a route. */
export interface Pace {
  /** Counts one that came `at`, epoch milliseconds. */
  add(route: string, at: number): void
  /** Comparisons a second over the last ten minutes; undefined where there were fewer than two. */
  perSecond(route: string, now: number): number | undefined
}

const WIDTH_MS = 10_000
const WINDOW_MS = 600_000

interface Kept {
  /** When this run of comparisons began: a route that has just begun is not slow. */
  since: number
  /** How many came in each ten seconds. */
  readonly counts: Map<number, number>
}

/** Creates the pace of one instance. */
export function createPace(): Pace {
  const routes = new Map<string, Kept>()
  return {
    add(route, at) {
      const kept = routes.get(route) ?? { since: at, counts: new Map<number, number>() }
      routes.set(route, kept)
      const slot = Math.floor(at / WIDTH_MS)
      for (const other of kept.counts.keys()) {
        if (Math.abs(other - slot) * WIDTH_MS >= WINDOW_MS) kept.counts.delete(other)
      }
      if (kept.counts.size === 0) kept.since = at
      kept.counts.set(slot, (kept.counts.get(slot) ?? 0) + 1)
    },
    perSecond(route, now) {
      const kept = routes.get(route)
      if (kept === undefined) return undefined
      const count = countIn(kept, now)
      const lastedMs = Math.min(WINDOW_MS, Math.max(WIDTH_MS, now - kept.since))
      return count < 2 ? undefined : (count / lastedMs) * 1_000
    },
  }
}

function countIn({ counts }: Kept, now: number): number {
  let count = 0
  for (const [slot, own] of counts) {
    const isRecent = slot * WIDTH_MS > now - WINDOW_MS && slot * WIDTH_MS <= now
    if (isRecent) count += own
  }
  return count
}
