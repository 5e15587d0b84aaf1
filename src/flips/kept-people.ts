import type { Route } from '../exchange/index.ts'
import type { FleetContent } from '../fleet/index.ts'
import { spokenPeople } from './people.ts'
import type { Scene } from './plan.ts'

/**
 * Gives how many people each route needs once a file is taken in: as many as it says, and never fewer than before, for
 * whoever may load a file would else approve their own change. A route that is gone keeps its number for when it is
 * there again; a renamed one takes it along. What is to be lowered is relaxed, which takes those people.
 */
export function peopleKept(
  { fleet, context }: Scene,
  was: ReadonlyMap<string, string>,
): FleetContent['people'] {
  const people = new Map(fleet.people)
  for (const { name, approvals } of context.routes) {
    const before = fleet.people?.get(was.get(name) ?? name) ?? 1
    const count = Math.max(approvals?.of ?? 1, before, people.get(name) ?? 1)
    if (count > 1) people.set(name, count)
  }
  return people.size === 0 ? undefined : people
}

/** Says of each route that the fleet asks for more people than its file. */
export const keptNotes = (
  { people }: Pick<FleetContent, 'people'>,
  routes: readonly Route[],
): readonly string[] =>
  routes.flatMap(({ name, approvals }) => {
    const [kept, said] = [people?.get(name) ?? 1, approvals?.of ?? 1]
    if (kept <= said) return []
    return [
      `${name} needs ${spokenPeople(kept)}, as a file before this one said, and not ${said}: ` +
        `ficus relax ${name} lowers it, with their approval`,
    ]
  })
