import type { Log } from './log.ts'
import type { Metrics } from './metrics.ts'

/** What glass can be broken for. */
const PASSED = ['gate', 'approval', 'freeze'] as const

/** A change that was made past what would have kept it from being made. */
export interface BrokenGlass {
  readonly verb: string
  readonly revision: number
  /** The routes it is about. */
  readonly routes: readonly string[]
  /** What was passed. */
  readonly glass: readonly (typeof PASSED)[number][]
}

/** Builds what counts broken glass, from 0 on, and says each in the log as loudly as anything is said. */
export function createGlassMeter(
  { glassBroken }: Pick<Metrics, 'glassBroken'>,
  log: Pick<Log, 'event'>,
): (broken: BrokenGlass) => void {
  for (const what of PASSED) glassBroken.cell(what)
  return ({ glass, ...rest }) => {
    for (const what of glass) glassBroken.add(glassBroken.cell(what))
    log.event('glass-broken', 'error', { ...rest, passed: glass })
  }
}
