import { isName, type PinMove } from '../fleet/index.ts'
import { putBack } from './audit-entry.ts'
import { refusalAt } from './classes.ts'
import { compare, turnedBy } from './ladder.ts'
import type { Last } from './last-change.ts'
import { type PlanVerb, standing } from './plan.ts'
import { Refusal } from './refusal.ts'

/** Plans the last change backwards, as a change of its own: what was forward must pass what a promotion passes. */
export const undo: PlanVerb<'undo'> = (_flip, scene) => {
  const { fleet, last, context, now } = scene
  if (last === undefined || last.verb === 'adopt') {
    throw new Refusal(
      'usage',
      'there is no change to undo',
      'what a routes file brought, it takes back',
    )
  }
  const before = putBack(fleet, last.before)
  const touched = Object.keys(last.before.routes ?? {})
  const about = context.routes.filter(route => touched.includes(route.name))
  const routes = new Map(before.routes)
  for (const route of about) {
    const at = standing(route, scene)
    const to = before.routes.get(route.name)
    if (to === undefined) continue
    const refused = compare(to, at) > 0 ? refusalAt(route, to.stage, context) : undefined
    if (refused) throw refused
    const turned = turnedBy(at, to.stage, now)
    routes.set(route.name, { ...to, since: now, turned })
  }
  const pins = pinsBefore(last)
  return { next: { ...before, routes }, about, notes: [`undoes: ${last.verb}`], pins }
}

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
