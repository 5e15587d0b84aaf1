import type { Route } from '../exchange/index.ts'
import { mayBegin, type Position, positionOf } from '../fleet/index.ts'
import { renamedFreezes } from './freezes.ts'
import { keptCohorts } from './kept-cohorts.ts'
import { keptNotes, peopleKept } from './kept-people.ts'
import { refuseLostKeys, refuseRedrawn } from './orphans.ts'
import type { PlanVerb, Scene } from './plan.ts'
import { Refusal } from './refusal.ts'

const NOBODY: ReadonlyMap<string, string> = new Map()

/**
 * Plans the taking over of a routes file: new routes begin where it says, in a fleet that runs at `shadow` at
 * most; a renamed route keeps what it had under its old name; one that is gone must first stand at legacy. What is
 * pinned or overridden must be found as before, and a canary's share must be of whom it was.
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
  refuseRedrawn(scene, was)
  refuseLostKeys(scene)
  const cohorts = keptCohorts(context)
  const freezes = renamedFreezes(fleet.freezes, was)
  const people = peopleKept(scene, was)
  const next = { ...fleet, routes, cohorts, freezes, people }
  return { next, about: context.routes, notes: keptNotes(next, context.routes) }
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
