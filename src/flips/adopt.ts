import type { Route } from '../exchange/index.ts'
import { mayBegin, type Position, positionOf } from '../fleet/index.ts'
import type { PlanVerb, Scene } from './plan.ts'
import { Refusal } from './refusal.ts'

const NOBODY: ReadonlyMap<string, string> = new Map()

/**
 * Plans the taking over of a routes file: new routes begin where it says, in a fleet that runs at `shadow` at
 * most; a renamed route keeps what it had under its old name; one that is gone must first stand at legacy.
 */
export const adopt: PlanVerb<'adopt'> = ({ was = NOBODY }, scene) => {
  const { fleet, context, now } = scene
  const positions = context.routes.map((route): [string, Position] => {
    const carried = fleet.routes.get(was.get(route.name) ?? route.name)
    const there = fleet.routes.get(route.name) ?? carried
    if (there === undefined) refuseLate(route, scene)
    return [route.name, there ?? positionOf(fleet, route, now)]
  })
  const routes = new Map(positions)
  refuseOrphans(routes, was, scene)
  refuseLostOverrides(scene)
  return { next: { ...fleet, routes }, about: context.routes, notes: [] }
}

function refuseLate({ name, startsAt }: Route, { fleet }: Scene): void {
  if (fleet.revision === 0 || mayBegin(startsAt)) return
  throw new Refusal(
    'file',
    `${name} is new to a fleet that runs and would start at ${startsAt}`,
    'let it start at legacy or shadow and promote it',
  )
}

function refuseOrphans(
  routes: ReadonlyMap<string, Position>,
  was: ReadonlyMap<string, string>,
  { fleet }: Scene,
): void {
  const renamed = new Set(was.values())
  for (const [name, { stage, halt }] of fleet.routes) {
    if (routes.has(name) || renamed.has(name)) continue
    if (stage === 'legacy' && halt === 'none') continue
    throw new Refusal(
      'file',
      `${name} is gone from the file and stands at ${stage}${halt === 'none' ? '' : ', halted'}`,
      'carry its state over with `was`, or roll it back to legacy and resume it first',
    )
  }
}

/** A person's word about a key that no route looks up any more would be forgotten, and nobody would be told. */
function refuseLostOverrides({ fleet, context, now }: Scene): void {
  for (const [cohort, overrides] of fleet.overrides) {
    if (context.routes.some(route => route.cohort?.name === cohort)) continue
    const count = overrides.filter(({ expires }) => expires > now).length
    if (count === 0) continue
    throw new Refusal(
      'file',
      `no route is in cohort ${cohort} any more, and ${count} of its overrides stand`,
      'leave a route in it, or remove the overrides first',
    )
  }
}
