import type { Route } from '../exchange/index.ts'
import { heaviest, type Position } from '../fleet/index.ts'
import { routesNamed } from './names.ts'
import { type PlanVerb, type Scene, standing, withPositions } from './plan.ts'
import type { Flip, FlipContext } from './request.ts'

/** Names the routes a halt or its end means, or all there are and will be. Throws {@link Refusal} for a name nobody has. */
export const routesMeant = (
  { name }: Extract<Flip, { readonly verb: 'halt' | 'resume' }>,
  { routes }: FlipContext,
): readonly string[] | 'all' =>
  name === undefined ? 'all' : routesNamed(name, routes).map(route => route.name)

/** Plans a halt of a route, a cohort or everything. A heavier one that lies there already stays. */
export const halt: PlanVerb<'halt'> = (flip, scene) => {
  const { fleet, context } = scene
  const asked = flip.isHard === true ? 'hard' : 'halt'
  const names = flip.laid?.routes ?? routesMeant(flip, context)
  if (names === 'all') {
    const next = { ...fleet, halt: heaviest(fleet.halt, asked) }
    return { next, about: context.routes, notes: [] }
  }
  const about = context.routes.filter(({ name }) => names.includes(name))
  const there = [
    ...[...fleet.routes].filter(([name]) => names.includes(name)),
    ...about.map((route): [string, Position] => [route.name, standing(route, scene)]),
  ]
  const halted = there.map(([name, at]): [string, Position] => [
    name,
    { ...at, halt: heaviest(at.halt, asked) },
  ])
  return { next: withPositions(fleet, halted), about, notes: [] }
}

/**
 * Plans the end of a halt: what stood before it stands again, and its soak begins anew. The end of a halt of
 * everything leaves the halts of single routes, which somebody laid for a reason of their own.
 */
export const resume: PlanVerb<'resume'> = (flip, scene) => {
  const { fleet, held, context } = scene
  const about = flip.name === undefined ? context.routes : routesNamed(flip.name, context.routes)
  const isAll = flip.name === undefined
  const wasHalted = (route: Route): boolean =>
    isAll
      ? heaviest(fleet.halt, held.all) !== 'none' && standing(route, scene).halt === 'none'
      : heaviest(standing(route, scene).halt, held.routes.get(route.name) ?? 'none') !== 'none'
  const resumed = about.filter(wasHalted).map((route): [string, Position] => {
    return [route.name, { ...standing(route, scene), halt: 'none', since: scene.now }]
  })
  const next = withPositions(isAll ? { ...fleet, halt: 'none' } : fleet, resumed)
  return { next, about, notes: isAll ? stillHaltedAlone(scene) : stillHaltedWithAll(scene) }
}

function stillHaltedAlone(scene: Scene): string[] {
  const { context, held } = scene
  return context.routes
    .filter(route => {
      const over = held.routes.get(route.name) ?? 'none'
      return heaviest(standing(route, scene).halt, over) !== 'none'
    })
    .map(({ name }) => `${name} stays halted by itself: resume it by its name`)
}

const stillHaltedWithAll = ({ fleet, held }: Scene): string[] =>
  heaviest(fleet.halt, held.all) === 'none'
    ? []
    : ['everything is halted besides: resume without a name ends that']
