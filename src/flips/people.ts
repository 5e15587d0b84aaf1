import type { Approvals, Route } from '../exchange/index.ts'
import type { FleetContent } from '../fleet/index.ts'
import { ledForward } from './freezes.ts'
import type { Plan, Scene } from './plan.ts'
import type { Flip } from './request.ts'

/** What nobody ever waits for: the way to safety and its end, a file, a freeze, and what becomes of requests. */
const NEVER_WAITS: readonly Flip['verb'][] = [
  'rollback',
  'halt',
  'resume',
  'adopt',
  'freeze',
  'unfreeze',
  'approve',
  'reject',
  'expire',
]

const ALONE: Approvals = { of: 1, withinMs: 86_400_000 }

/** How many people a change of a route needs: what the file says, and where the fleet keeps more, so many. */
export function peopleOf(
  { name, approvals = ALONE }: Pick<Route, 'name' | 'approvals'>,
  { people }: Pick<FleetContent, 'people'>,
): Approvals {
  return { ...approvals, of: Math.max(approvals.of, people?.get(name) ?? 1) }
}

/** How many people a change needs, and how long it may wait for them: the most of any route that it leads forward. */
export function peopleFor(change: Flip, plan: Plan, scene: Scene): Approvals {
  if (NEVER_WAITS.includes(change.verb)) return ALONE
  const led = change.verb === 'relax' ? plan.about : ledForward(plan, scene)
  const all = led.map(route => peopleOf(route, scene.fleet)).filter(({ of }) => of > 1)
  if (all.length === 0) return ALONE
  return {
    of: Math.max(...all.map(({ of }) => of)),
    withinMs: Math.min(...all.map(({ withinMs }) => withinMs)),
  }
}

/** Says whether two names are of one person: without case and blanks, however they are written. */
export const isSamePerson = (one: string, other: string): boolean => bare(one) === bare(other)

const bare = (name: string): string => name.normalize('NFKC').toLowerCase().replace(/\s+/g, '')

/** Says a number of people. */
export const spokenPeople = (count: number): string =>
  count === 1 ? '1 person' : `${count} people`
