import { countsOf, gateOf, totalsOf } from '../evidence/index.ts'
import type { Route } from '../exchange/index.ts'
import type { Store } from '../fleet/index.ts'
import { lastingOutside } from '../windows/index.ts'
import { compare, isHome } from './ladder.ts'
import { type Plan, type Scene, standing } from './plan.ts'
import { Refusal } from './refusal.ts'
import type { AskedGate, Flip } from './request.ts'

type Asking = Pick<Scene, 'fleet' | 'now' | 'context'>

/** Finds the routes a change takes further towards the cloud than shadow: those whose gate is asked. */
export const routesToAsk = ({ about, next }: Plan, scene: Asking): readonly Route[] =>
  about.filter(route => {
    const after = next.routes.get(route.name)
    return after && !isHome(after.stage) && compare(after, standing(route, scene)) > 0
  })

/** Asks the gate of one route, on what the store has counted in the epoch that is now. */
export async function askGate(
  route: Route,
  store: Pick<Store, 'readCounts'>,
  { fleet, now, context }: Asking,
): Promise<AskedGate> {
  const epoch = context.epochOf(route)
  const gate = context.gateOf(route)
  const counts = countsOf(await store.readCounts(route.name, epoch))
  const since = fleet.routes.get(route.name)?.since
  // What was not served in earnest has not stood the test: a window stops the clock.
  const worked = context.maintenanceOf?.(route) ?? []
  const answer = gateOf(counts, gate, {
    latencyRatio: context.latencyRatioOf?.(route),
    soakedMs: since === undefined ? undefined : lastingOutside(worked, { from: since, to: now }),
  })
  const { compared, bad, uncompared } = totalsOf(counts)
  const { critical } = counts
  const { divergenceBelow, confidence } = gate
  const numbers = { compared, bad, critical, uncompared, divergenceBelow, confidence }
  return { ...answer, route: route.name, epoch, ...numbers }
}

/** Says why gates that are not open stop a change; undefined where glass is broken or all are open. */
export function refusalBy(gates: readonly AskedGate[], change: Flip): Refusal | undefined {
  const isBroken = 'breakGlass' in change
  const shut = gates.filter(gate => gate.verdict !== 'open')
  if (shut.length === 0 || isBroken) return undefined
  const says = shut.map(
    ({ route, verdict, why }) => `the gate of ${route} is ${verdict}: ${why.join('; ')}`,
  )
  const waits = shut.every(({ needed }) => Number.isFinite(needed))
    ? `wait for ${Math.max(...shut.map(({ needed }) => needed))} more comparisons without a difference`
    : 'correct what differs: a new version begins a new epoch'
  return new Refusal('gate', says.join('. '), `${waits}, or break the glass with an approver`)
}
