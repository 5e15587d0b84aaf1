import { OTHER } from './cells.ts'
import type { Metrics } from './metrics.ts'

type Counted = Pick<
  Metrics,
  | 'comparisons'
  | 'divergences'
  | 'criticals'
  | 'latencyRatio'
  | 'upstreamRequests'
  | 'upstreamSeconds'
>

/** What of one copy is counted. */
export interface CountedCopy {
  readonly route: string
  /** The upstream that got it. */
  readonly candidate: string
  readonly comparison: { readonly verdict: string; readonly reason?: string }
  readonly candidateMs: number | undefined
  /** What came of sending it, a closed word; undefined where it was not sent. */
  readonly sent: string | undefined
  /** Whether it differs in what must never differ. */
  readonly isCritical: boolean
  /** What no rule explains, each path, kind and severity once. */
  readonly differences: readonly {
    readonly path: string
    readonly kind: string
    readonly severity: string
  }[]
  /** How long the cloud took divided by how long legacy took; undefined where nothing was compared. */
  readonly latencyRatio: number | undefined
}

/** Counts what comes of copies. */
export interface CopyMeter {
  /** Begins the counts of routes that are mirrored at 0, of what alerts and shares stand on. */
  begin(routes: readonly string[]): void
  count(copy: CountedCopy): void
}

/** Paths of a message are names somebody else chose: beyond so many of a route the rest is one. */
const PATHS = 64

const NO_REASON = 'none'

/** What comparisons come to on a day like any other; the rest is born when it comes. */
const USUAL = [
  ['identical', NO_REASON],
  ['equivalent', NO_REASON],
  ['different', NO_REASON],
  ['truncated', 'overtime'],
  ['not_compared', 'declined'],
  ['not_compared', 'full'],
  ['not_compared', 'gone'],
  ['not_compared', 'paused'],
] as const

/** Builds what counts copies by verdict, and what differs in them by path, kind and severity. */
export function createCopyMeter(metrics: Counted): CopyMeter {
  const { comparisons, divergences, criticals, latencyRatio } = metrics
  const { upstreamRequests, upstreamSeconds } = metrics
  const paths = new Map<string, Set<string>>()
  const known = (route: string, path: string): string => {
    const own = paths.get(route) ?? new Set()
    paths.set(route, own)
    if (!own.has(path) && own.size >= PATHS) return OTHER
    own.add(path)
    return path
  }
  return {
    begin(routes) {
      for (const route of routes) {
        criticals.cell(route)
        for (const [verdict, reason] of USUAL) comparisons.cell(route, verdict, reason)
      }
    },
    count(copy) {
      const { route, comparison, candidateMs } = copy
      const { verdict, reason = NO_REASON } = comparison
      comparisons.add(comparisons.cell(route, verdict, reason))
      if (copy.isCritical) criticals.add(criticals.cell(route))
      for (const { path, kind, severity } of copy.differences) {
        divergences.add(divergences.cell(route, known(route, path), kind, severity))
      }
      if (copy.latencyRatio !== undefined) {
        latencyRatio.observe(latencyRatio.cell(route), copy.latencyRatio)
      }
      if (copy.sent !== undefined) {
        upstreamRequests.add(upstreamRequests.cell(route, copy.candidate, 'candidate', copy.sent))
      }
      if (candidateMs === undefined) return
      const cell = upstreamSeconds.cell(route, copy.candidate, 'candidate')
      upstreamSeconds.observe(cell, candidateMs / 1_000)
    },
  }
}
