import type { Route } from '../exchange/index.ts'
import type { Fleet, Held } from '../fleet/index.ts'
import { standing } from './plan.ts'
import type { FlipContext, Moved, Serving } from './request.ts'
import { haltsOver, servingAt } from './serving.ts'

/** A fleet, and what one instance holds back besides. */
export interface Moment {
  readonly fleet: Fleet
  readonly held: Held
}

/** Says who serves each route before and after. */
export function movedIn(
  about: readonly Route[],
  context: FlipContext,
  { before, after }: { readonly before: Moment; readonly after: Moment },
): readonly Moved[] {
  const now = context.now()
  const serving = (route: Route, { fleet, held }: Moment): Serving =>
    servingAt(route, standing(route, { fleet, now }), haltsOver(route, fleet, held))
  return about.map(route => ({
    route: route.name,
    before: serving(route, before),
    after: serving(route, after),
  }))
}
