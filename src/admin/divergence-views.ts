import type { Divergence, RouteDivergences } from '../evidence/index.ts'
import type { Route } from '../exchange/index.ts'
import type { ApiContext } from './page.ts'
import type { DivergencesView, DivergenceView, GroupView } from './divergence-shapes.ts'

/** Shows what differs on a route in the epoch that is now. */
export function divergencesView(
  route: Route,
  context: ApiContext,
  isBySupplier = false,
): DivergencesView {
  const { epoch, compared, groups, overflown } = seenOn(route, context)
  const shown = groups.map(group => ({
    ...groupView(group),
    ...(isBySupplier && { bySupplier: suppliersOf(group, context) }),
  }))
  return { route: route.name, epoch, compared, groups: shown, overflown }
}

/** Shows one group with its route; undefined where no route has it in the epoch that is now. */
export function divergenceView(id: string, context: ApiContext): DivergenceView | undefined {
  for (const route of context.flips.routes) {
    const { epoch, compared, groups } = seenOn(route, context)
    const group = groups.find(each => each.id === id)
    if (group !== undefined) return { route: route.name, epoch, compared, ...groupView(group) }
  }
  return undefined
}

const seenOn = (route: Route, context: ApiContext): RouteDivergences =>
  context.divergencesOf?.(route) ?? {
    epoch: context.flips.epochOf(route),
    compared: 0,
    groups: [],
    overflown: 0,
  }

/** Divides the pairs of a group among the suppliers of the file: those it was found with, and the rest. */
function suppliersOf(
  { suppliers, count }: Divergence,
  { config }: ApiContext,
): NonNullable<GroupView['bySupplier']> {
  const byName = new Map<string, number>()
  for (const [asid, name] of config?.suppliers ?? []) {
    const own = suppliers.get(asid) ?? 0
    if (own > 0) byName.set(name, (byName.get(name) ?? 0) + own)
  }
  const named = [...byName].map(([supplier, own]) => ({ supplier, count: own }))
  const rest = count - named.reduce((sum, each) => sum + each.count, 0)
  return rest === 0 ? named : [...named, { supplier: null, count: rest }]
}

function groupView(divergence: Divergence): GroupView {
  const { id, path, kind, editClass, severity, verdict, expired, in: where } = divergence
  const { count, rate, firstAt, lastAt, shapes } = divergence
  return {
    ...(where !== undefined && { in: where }),
    ...{ id, path, kind, editClass, severity, verdict },
    ...{ count, rate, firstAt, lastAt, shapes },
    ...(expired !== undefined && { rule: { id: expired, isExpired: true } }),
  }
}
