/**
 * Turns comparisons into an answer: may this route be promoted, and if not yet, how much longer.
 *
 * In: what came of each comparison and how long both answers took; what a gate asks; what evidence stands on.
 * Out: counts by route and epoch, and a {@link GateAnswer} with its numbers and its reasons; what differed, in
 * groups; how the two latencies stand to each other; how fast comparisons come.
 * Never: takes what was not compared for equal, changes where a route is, holds a value of a message.
 *
 * @packageDocumentation
 */
export { countsBySupplier, MOST_SUPPLIERS, toldApart } from './by-supplier.ts'
export type { SupplierCounts, Suppliers } from './by-supplier.ts'
export { countedAs, countsOf, foundAs, totalsOf } from './counts.ts'
export type { ByReason, Compared, Counts, Totals } from './counts.ts'
export { createDivergences } from './divergences.ts'
export type {
  Divergence,
  Divergences,
  FoundDifference,
  RouteDivergences,
  ValueShapes,
} from './divergences.ts'
export { epochOf } from './epoch.ts'
export type { EpochParts } from './epoch.ts'
export { FOUND_IN } from './found-in.ts'
export type { FoundIn } from './found-in.ts'
export { CERTAIN, evidenceAsked, mixtureEvidence } from './e-process.ts'
export { DEFAULT_GATE, gateOf } from './gate.ts'
export type { Circumstances, Gate, GateAnswer } from './gate.ts'
export { createLedger } from './ledger.ts'
export type { Ledger } from './ledger.ts'
export type { Finding } from './pair.ts'
export { shownOf } from './shown-finding.ts'
export type { ShownFinding } from './shown-finding.ts'
export { createLatency } from './latency.ts'
export type { Latency, PairMs } from './latency.ts'
export { createPace } from './pace.ts'
export type { Pace } from './pace.ts'
export { howMuchLonger } from './still-needed.ts'
export { createTally } from './tally.ts'
export type { Tally } from './tally.ts'
