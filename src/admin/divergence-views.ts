import type { Divergence, RouteDivergences } from '../evidence/index.ts'
import type { Route } from '../exchange/index.ts'
import type { ApiContext } from './page.ts'
import type { DivergencesView, DivergenceView, GroupView } from './divergence-shapes.ts'

/** Shows what differs on a route in the epoch that is now. */
export function divergencesView(route: Route, context: ApiContext): DivergencesView {
  const { epoch, compared, groups, overflown } = seenOn(route, context)
  return { route: route.name, epoch, compared, groups: groups.map(groupView), overflown }
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

const groupView = ({ expired, ...group }: Divergence): GroupView => ({
  ...group,
  ...(expired !== undefined && { rule: { id: expired, isExpired: true } }),
})
