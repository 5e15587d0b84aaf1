import { countedAs } from './counts.ts'
import { type Divergence, shownDifferences } from './divergences.ts'
import { ratioOf } from './latency.ts'
import { type Finding, isCompared, pairMs } from './pair.ts'

/** What of a finding is shown besides what it came to. Nothing in it is a value of a message. */
export interface ShownFinding {
  /** Whether it differs in what became of the request, or in a field that must never differ. */
  readonly isCritical: boolean
  /** What no rule explains, each path, kind and severity once, with paths as divergences have them. */
  readonly differences: readonly Pick<Divergence, 'path' | 'kind' | 'severity'>[]
  /** The cloud's latency divided by legacy's, whichever of them served; undefined where nothing was compared. */
  readonly latencyRatio: number | undefined
}

/** Gives what is shown of a finding: of what came to no comparison, nothing differs and nobody was slower. */
export function shownOf(finding: Finding): ShownFinding {
  const { comparison } = finding
  const isCritical = countedAs(comparison) === 'critical'
  if (!isCompared(comparison)) return { isCritical, differences: [], latencyRatio: undefined }
  const pair = pairMs(finding)
  return {
    isCritical,
    differences: shownDifferences(comparison.differences ?? []),
    latencyRatio: pair && ratioOf(pair),
  }
}
