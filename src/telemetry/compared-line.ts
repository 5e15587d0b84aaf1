import { type ComparedLine, loggable, rounded } from './lines.ts'

/** What of one copy its line tells. */
export interface ToldCopy {
  readonly number: number
  readonly messageId: string | undefined
  readonly traceId: string | undefined
  readonly route: string
  /** The upstream that got it, or would have. */
  readonly candidate: string
  readonly comparison: {
    readonly verdict: string
    readonly reason?: string
    readonly code?: string
    readonly differences?: readonly { readonly severity: string }[]
  }
  readonly controlMs: number | undefined
  readonly candidateMs: number | undefined
}

/** Makes the line of one copy; of what differs it says how much there is and never what stands there. */
export function comparedLineOf(copy: ToldCopy): ComparedLine {
  const { comparison, controlMs, candidateMs } = copy
  const isCritical =
    comparison.differences?.some(({ severity }) => severity === 'critical') === true
  return {
    level: comparison.verdict === 'different' && isCritical ? 'warn' : 'info',
    n: copy.number,
    trace_id: copy.traceId,
    route: copy.route,
    messageId: loggable(copy.messageId),
    candidate: copy.candidate,
    verdict: comparison.verdict,
    reason: comparison.reason,
    code: comparison.code,
    differences: comparison.differences?.length,
    critical: isCritical ? true : undefined,
    controlMs: controlMs === undefined ? undefined : rounded(controlMs),
    candidateMs: candidateMs === undefined ? undefined : rounded(candidateMs),
  }
}
