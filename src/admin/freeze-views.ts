import type { Route } from '../exchange/index.ts'
import { type AnyFreeze, freezesIn, isOn } from '../flips/index.ts'
import { nextSpans } from '../windows/index.ts'
import type { FreezesView, FreezeView, MaintenanceView } from './freeze-shapes.ts'
import type { ApiContext } from './page.ts'

/** Shows every freeze there is, those that are over too, from what is known without waiting. */
export function freezesView(context: ApiContext): FreezesView {
  const { store, flips } = context
  return {
    environment: flips.environment.name,
    revision: store.known.revision,
    trouble: store.trouble?.message ?? null,
    freezes: allOf(context),
  }
}

/** Shows the freezes that are on or to come, over one route or over any. */
export const freezesAhead = (context: ApiContext, route?: Route): readonly FreezeView[] =>
  allOf(context).filter(
    ({ state, routes }) =>
      state !== 'over' && (route === undefined || routes === null || routes.includes(route.name)),
  )

/** Shows when upstreams are worked on now or next, those of one route or all. */
export function maintenanceAhead(
  { flips, config }: ApiContext,
  route?: Route,
): readonly MaintenanceView[] {
  const now = flips.now()
  const names = route && [route.legacy, route.cloud, route.rehearsal].map(side => side?.name)
  return [...nextSpans(config?.maintenance ?? new Map(), now)]
    .filter(([upstream]) => names?.includes(upstream) ?? true)
    .map(([upstream, { from, to }]) => ({ upstream, from, to, isOn: from <= now }))
}

const allOf = ({ store: { known }, flips }: ApiContext): readonly FreezeView[] =>
  freezesIn({ fleet: known, context: flips }).map(each => freezeView(each, flips.now()))

const freezeView = (freeze: AnyFreeze, now: number): FreezeView => ({
  id: freeze.id ?? null,
  from: freeze.from,
  to: freeze.to,
  why: freeze.why,
  by: freeze.by ?? null,
  routes: freeze.routes ?? null,
  state: isOn(freeze, now) ? 'on' : now < freeze.from ? 'coming' : 'over',
})
