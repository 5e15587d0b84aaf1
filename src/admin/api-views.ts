import { countsBySupplier, countsOf, howMuchLonger } from '../evidence/index.ts'
import type { Cohort, Route } from '../exchange/index.ts'
import { isStoreError, positionOf } from '../fleet/index.ts'
import { type AskedGate, askGate, haltsOver, servingAt, verifyAudit } from '../flips/index.ts'
import { freezesAhead } from './freeze-views.ts'
import type { ApiContext } from './page.ts'
import type {
  AuditView,
  EvidenceView,
  GateView,
  OverridesView,
  PinsView,
  RoutesView,
  RouteView,
} from './api-shapes.ts'

/** Shows where every route stands, from what is known without waiting; only the gates are asked of the store. */
export async function routesView(context: ApiContext): Promise<RoutesView> {
  const { store, flips } = context
  // Before gates are waited for: the routes are shown as they stand now.
  const { revision } = store.known
  const routes = await Promise.all(flips.routes.map(route => routeView(route, context)))
  return {
    environment: flips.environment.name,
    confirm: flips.environment.confirm,
    revision,
    trouble: store.trouble?.message ?? null,
    freezes: freezesAhead(context),
    routes,
  }
}

/** Shows where one route stands. */
export async function routeView(route: Route, context: ApiContext): Promise<RouteView> {
  const { store, flips } = context
  const { known, held } = store
  const position = positionOf(known, route, flips.now())
  const { stage, percent, halt, legacy, cloud } = servingAt(
    route,
    position,
    haltsOver(route, known, held),
  )
  return {
    name: route.name,
    legacy: route.legacy.name,
    cloud: route.cloud?.name ?? null,
    cohort: route.cohort?.name ?? null,
    stage,
    percent,
    halt,
    serves: { legacy, cloud },
    since: known.routes.get(route.name)?.since ?? null,
    gate: route.cloud === undefined ? null : await gateIfAsked(route, context),
  }
}

async function gateIfAsked(route: Route, context: ApiContext): Promise<GateView | null> {
  try {
    return gateView(await asked(route, context))
  } catch (error) {
    if (isStoreError(error)) return null
    throw error
  }
}

const asked = (route: Route, { store, flips }: ApiContext): Promise<AskedGate> =>
  askGate(route, store, { fleet: store.known, context: flips, now: flips.now() })

const gateView = (gate: AskedGate): GateView => {
  const { epoch, verdict, e, needed, why, compared, bad, critical, uncompared } = gate
  const numbers = { compared, bad, critical, uncompared }
  return { epoch, verdict, e, needed: Number.isFinite(needed) ? needed : null, why, ...numbers }
}

/** Shows what a route's gate stands on, and how much longer. Throws what the store throws. */
export async function evidenceView(
  route: Route,
  context: ApiContext,
  isBySupplier = false,
): Promise<EvidenceView> {
  const { store, flips } = context
  const gate = await asked(route, context)
  const byName = await store.readCounts(route.name, gate.epoch)
  const counts = countsOf(byName)
  const suppliers = context.config?.suppliers ?? new Map<string, string>()
  const asks = flips.gateOf(route)
  const perSecond = context.perSecondOf?.(route)
  return {
    route: route.name,
    gate: gateView(gate),
    asks: { ...asks, latencyRatioBelow: asks.latencyRatioBelow ?? null },
    counts: {
      ...counts,
      truncated: Object.fromEntries(counts.truncated),
      notComparable: Object.fromEntries(counts.notComparable),
      notCompared: Object.fromEntries(counts.notCompared),
    },
    ...(isBySupplier && { bySupplier: countsBySupplier(byName, counts, suppliers) }),
    perSecond: perSecond ?? null,
    remainingMs: howMuchLonger(gate.needed, perSecond ?? 0) ?? null,
  }
}

/** Shows every override there is, those that expired too, from what is known without waiting. */
export function overridesView({ store, flips }: ApiContext): OverridesView {
  const { known, trouble } = store
  const now = flips.now()
  const keyOf = (name: string) =>
    flips.routes.find(({ cohort }) => cohort?.name === name)?.cohort?.key
  const overrides = [...known.overrides].flatMap(([cohort, list]) =>
    list.map(each => ({
      cohort,
      keyedBy: keyOf(cohort) ?? null,
      ...each,
      isExpired: each.expires <= now,
    })),
  )
  return { revision: known.revision, trouble: trouble?.message ?? null, overrides }
}

/** Shows some pins of a cohort and from where to go on. Throws what the store throws. */
export async function pinsView(
  { name, key }: Cohort,
  [most, from]: readonly [most: number, from: string | undefined],
  { store }: ApiContext,
): Promise<PinsView> {
  const { pins, next } = await store.listPins(name, most, from)
  return { cohort: name, keyedBy: key, pins, next: next ?? null }
}

/** Shows lines of the audit and what came of verifying them. Throws what the store throws. */
export async function auditView(
  from: number,
  most: number,
  context: ApiContext,
): Promise<AuditView> {
  const { store } = context
  const [before] = from > 1 ? await store.readAudit(from - 1, 1) : []
  const lines = await store.readAudit(from, most)
  // What is asked for beyond the last line is nothing, and nothing is missing from it.
  const isTail = lines.length < most && from <= store.known.revision + 1
  const verified = verifyAudit(lines, {
    ...(before && { after: before }),
    ...(isTail && { head: store.known.head }),
  })
  return {
    lines,
    verified: { isWhole: verified.isWhole, says: verified.isWhole ? null : verified.says },
  }
}
