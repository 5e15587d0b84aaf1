import { routesNamed } from './names.ts'
import { spokenPeople } from './people.ts'
import type { PlanVerb } from './plan.ts'
import { Refusal } from './refusal.ts'

/**
 * Plans that routes need no more people than their file says. A file that says fewer than one before it is taken in,
 * and what it lowers is not lowered by that: whoever may load a file would else approve their own change.
 */
export const relax: PlanVerb<'relax'> = ({ name }, { fleet, context }) => {
  const about = routesNamed(name, context.routes)
  const lower = about.filter(
    route => (fleet.people?.get(route.name) ?? 1) > (route.approvals?.of ?? 1),
  )
  if (lower.length === 0) {
    const says = `${about.map(route => route.name).join(', ')}: the fleet asks for no more people than the file`
    throw new Refusal('usage', says, 'lower `approvals` in the file first')
  }
  const people = new Map(fleet.people)
  for (const { name: each, approvals } of lower) {
    if (approvals === undefined) people.delete(each)
    else people.set(each, approvals.of)
  }
  const next = { ...fleet, people: people.size === 0 ? undefined : people }
  const notes = lower.map(
    each => `${each.name}: needs ${spokenPeople(each.approvals?.of ?? 1)} from now on`,
  )
  return { next, about: lower, notes }
}
