import type { Side } from '../exchange/index.ts'
import type { Compared } from './counts.ts'
import type { FoundDifference } from './divergences.ts'
import type { PairMs } from './latency.ts'

/** What came of one pair, or why there was none. */
export interface Finding {
  readonly route: string
  readonly epoch: string
  /** Whose message it was, by ASID: of those that are told apart. */
  readonly supplier?: string | undefined
  /** The side whose answer went to the supplier. */
  readonly control: Side
  readonly comparison: Compared & { readonly differences?: readonly FoundDifference[] }
  /** Undefined where there was no answer. */
  readonly controlMs: number | undefined
  readonly candidateMs: number | undefined
}

const UNCOMPARED: ReadonlySet<Compared['verdict']> = new Set(['not_compared', 'not_comparable'])

/** Says whether a pair came to a comparison. */
export const isCompared = ({ verdict }: Pick<Compared, 'verdict'>): boolean =>
  !UNCOMPARED.has(verdict)

/** Legacy is what the cloud is held against, also where the cloud serves and legacy gets the copy. */
export function pairMs({ control, controlMs, candidateMs }: Finding): PairMs | undefined {
  if (controlMs === undefined || candidateMs === undefined) return undefined
  return control === 'legacy'
    ? { controlMs, candidateMs }
    : { controlMs: candidateMs, candidateMs: controlMs }
}
