/**
 * Finds which route owns a request, and how much of it must be read to know.
 *
 * In: the routes of the operator's file in their order, and every interaction a product knows.
 * Out: a {@link RouteTable}: the need of a request of which only the head is here, the route of one that is
 * identified, and every rule tried with why not, all three from the same compiled conditions.
 * Never: chooses a side (`rollout/`), reads a byte of a body, or rewrites a target to compare it.
 *
 * @packageDocumentation
 */
export { compileRoutes } from './route-table.ts'
export type { RouteTable, RouteTableOptions } from './route-table.ts'
export type { ConditionTrial, RouteTrial } from './explain.ts'
export { tryKept } from './try-kept.ts'
export type { KeptNames, KeptTrial } from './try-kept.ts'
