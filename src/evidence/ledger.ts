import type { Store } from '../fleet/index.ts'
import { createDivergences, type RouteDivergences } from './divergences.ts'
import { createLatency } from './latency.ts'
import { createPace } from './pace.ts'
import { type Finding, isCompared, pairMs } from './pair.ts'
import { createTally } from './tally.ts'

/** Everything one instance keeps of its comparisons: what is counted goes to the store, the rest stays here. */
export interface Ledger {
  /** Enters one; `at` in epoch milliseconds. */
  add(finding: Finding, at: number): void
  /** Gives what was counted to the store; resolves to whether all of it is there. */
  flush(): Promise<boolean>
  divergencesOf(route: string, epoch: string): RouteDivergences
  /** The cloud's latency divided by legacy's, whichever of them served; undefined where too few pairs were seen. */
  latencyRatioOf(route: string, epoch: string): number | undefined
  perSecondOf(route: string, now: number): number | undefined
}

/** Creates the ledger of one instance, known to the store by a name it has to itself. */
export function createLedger(store: Pick<Store, 'addCounts'>, instance: string): Ledger {
  const tally = createTally(store, instance)
  const divergences = createDivergences()
  const latency = createLatency()
  const pace = createPace()
  return {
    add(finding, at) {
      const { route, epoch, comparison, supplier } = finding
      // What touches a time in which somebody works on one of the two is evidence neither for nor against.
      if (comparison.reason === 'maintenance') return
      tally.add(route, epoch, comparison, supplier)
      if (!isCompared(comparison)) return
      const { verdict, differences = [] } = comparison
      divergences.add(route, epoch, { verdict, differences, supplier }, at)
      pace.add(route, at)
      const pair = pairMs(finding)
      if (pair !== undefined) latency.add(route, epoch, pair)
    },
    flush: () => tally.flush(),
    divergencesOf: (route, epoch) => divergences.of(route, epoch),
    latencyRatioOf: (route, epoch) => latency.ratioOf(route, epoch),
    perSecondOf: (route, now) => pace.perSecond(route, now),
  }
}
