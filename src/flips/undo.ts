import type { Override, Route } from '../exchange/index.ts'
import { type FleetContent, isName, type PinMove } from '../fleet/index.ts'
import { putBack } from './audit-entry.ts'
import { refusalAt } from './classes.ts'
import { compare, turnedBy } from './ladder.ts'
import type { Last } from './last-change.ts'
import { refuseOvertaken } from './overtaken.ts'
import { type PlanVerb, type Scene, standing } from './plan.ts'
import { Refusal } from './refusal.ts'

/**
 * Plans the last change that somebody made backwards, as a change of its own: what was forward must pass what a
 * promotion passes. Files taken in since stay as they are; where one of them has touched the same, it is refused.
 */
export const undo: PlanVerb<'undo'> = (_flip, scene) => {
  const { fleet, last, context, now } = scene
  if (last === undefined) {
    throw new Refusal(
      'usage',
      'there is no change to undo',
      'what a routes file brought, it takes back',
    )
  }
  refuseOvertaken(last, context.routes)
  const before = putBack(fleet, last.before)
  const routes = new Map(before.routes)
  for (const route of context.routes) {
    const at = standing(route, scene)
    const to = last.before.routes?.[route.name]
    if (to === undefined || to === null) continue
    const refused = compare(to, at) > 0 ? refusalAt(route, to.stage, context) : undefined
    if (refused) throw refused
    const turned = turnedBy(at, to.stage, now)
    routes.set(route.name, { ...to, since: now, turned })
  }
  const pins = pinsBefore(last)
  const next = { ...before, routes }
  const notes = [...spokenLast(last), ...spokenOverrides(fleet, next), ...pins.map(spokenPin)]
  return { next, about: aboutOf(last, scene), notes, pins }
}

/** The routes whose requests may go elsewhere for it: all where the halt of all is what is undone. */
function aboutOf({ before, after }: Last, { context }: Scene): readonly Route[] {
  if (before.halt !== undefined) return context.routes
  const cohorts = [...Object.keys(before.overrides ?? {}), ...Object.keys(after.pins ?? {})]
  return context.routes.filter(
    ({ name, cohort }) =>
      before.routes?.[name] !== undefined || cohorts.some(each => each === cohort?.name),
  )
}

function spokenLast({ verb, revision, actor, reason, since }: Last): readonly string[] {
  const undone = `undoes: ${verb} of revision ${revision}, by ${actor}: ${reason}`
  const [latest] = since
  if (latest === undefined) return [undone]
  return [undone, `the routes file taken in at revision ${latest.revision} stays as it is`]
}

/** Says of each override that it comes back or goes. */
function spokenOverrides(
  { overrides: there }: FleetContent,
  { overrides: next }: FleetContent,
): readonly string[] {
  const found = (all: FleetContent['overrides']): ReadonlyMap<string, string> =>
    new Map(
      [...all].flatMap(([cohort, each]) =>
        each.map(one => [JSON.stringify([cohort, one]), spokenOverride(cohort, one)] as const),
      ),
    )
  const [was, is] = [found(there), found(next)]
  return [
    ...[...is].flatMap(([id, says]) => (was.has(id) ? [] : [`${says}: comes back`])),
    ...[...was].flatMap(([id, says]) => (is.has(id) ? [] : [`${says}: is taken off`])),
  ]
}

const spokenOverride = (cohort: string, { key, side, expires }: Override): string =>
  `override of ${cohort}, ${key} to ${side} until ${new Date(expires).toISOString()}`

const spokenPin = ({ cohort, side }: PinMove): string =>
  side === undefined
    ? `pin of ${cohort}, one entity: is taken off`
    : `pin of ${cohort}, one entity: goes back to ${side}`

/** Moves pins back to where they were; what nobody knew then nobody can bring back. */
function pinsBefore({ before, after }: Last): readonly PinMove[] {
  return Object.entries(after.pins ?? {}).flatMap(([cohort, names]) =>
    Object.keys(names).map((name): PinMove => {
      const side = before.pins?.[cohort]?.[name]
      if (side !== undefined && isName(name))
        return { cohort, names: [name], side: side ?? undefined }
      const says = 'where it was pinned before is not known'
      throw new Refusal('usage', says, 'move the pin to where its data is')
    }),
  )
}
