import type { Freeze, Override, Route } from '../exchange/index.ts'
import { type FleetContent, type KeptFreeze, MOST_FREEZES } from '../fleet/index.ts'
import { compare } from './ladder.ts'
import { routesNamed } from './names.ts'
import { type Plan, type PlanVerb, type Scene, standing } from './plan.ts'
import { Refusal } from './refusal.ts'
import type { Flip } from './request.ts'

/** A freeze wherever it was said: in the file, or at run time, and then by whom and under which id. */
export interface AnyFreeze extends Freeze {
  readonly id: string | undefined
  readonly by: string | undefined
}

/** What freezes are looked for in. */
export type FreezeScene = {
  readonly fleet: Pick<FleetContent, 'freezes'>
  readonly context: Pick<Scene['context'], 'freezes'>
}

/** Lists every freeze there is, those that are over too: those of the file first, then by their beginning. */
export function freezesIn({ fleet, context }: FreezeScene): readonly AnyFreeze[] {
  const ofFile = (context.freezes ?? []).map(each => ({ ...each, id: undefined, by: undefined }))
  const laid = [...(fleet.freezes ?? [])].map(([id, each]) => ({ ...each, id }))
  return [...ofFile, ...laid.toSorted((a, b) => a.from - b.from)]
}

/** Says whether a freeze is on at a moment, epoch milliseconds: its end does not belong to it. */
export const isOn = ({ from, to }: Freeze, now: number): boolean => from <= now && now < to

/** Says whether a freeze lies over a route. */
export const isOver = ({ routes }: Freeze, route: Pick<Route, 'name'>): boolean =>
  routes?.includes(route.name) ?? true

/** Finds the freeze that is on over a route at a moment; of several the one that ends last. */
export const freezeOver = (
  route: Pick<Route, 'name'>,
  scene: FreezeScene & { readonly now: number },
): AnyFreeze | undefined =>
  freezesIn(scene)
    .filter(each => isOn(each, scene.now) && isOver(each, route))
    .toSorted((a, b) => b.to - a.to)[0]

/** What a freeze never keeps anybody from: the way to safety, its end, the file, and a freeze. */
const NEVER_FROZEN: readonly Flip['verb'][] = ['rollback', 'halt', 'resume', 'adopt', 'freeze']

/** Gives what a freeze that is on says against a change, one line for each route; empty where nothing does. */
export function frozenBy(change: Flip, plan: Plan, scene: Scene): readonly string[] {
  if (NEVER_FROZEN.includes(change.verb)) return []
  const taken = [...(scene.fleet.freezes ?? [])]
    .filter(([id, each]) => isOn(each, scene.now) && plan.next.freezes?.has(id) !== true)
    .map(([id, each]) => `freeze ${id} is on ${spokenEnd(each)}`)
  const frozen = ledForward(plan, scene).flatMap(route => {
    const freeze = freezeOver(route, scene)
    return freeze === undefined ? [] : [`${route.name} is frozen ${spokenEnd(freeze)}`]
  })
  return [...taken, ...frozen]
}

/** Makes the refusal of a change that a freeze keeps from being made. */
export const refusalByFreeze = (says: readonly string[]): Refusal =>
  new Refusal(
    'frozen',
    says.join('. '),
    'wait until then, or break the glass with an approver; a rollback and a halt are never frozen',
  )

const spokenEnd = ({ to, why }: Freeze): string => `until ${new Date(to).toISOString()}: ${why}`

/** The routes that come nearer to the cloud by a plan, or whose entities do. */
export function ledForward({ about, next, pins = [] }: Plan, scene: Scene): readonly Route[] {
  const { fleet } = scene
  return about.filter(route => {
    const after = next.routes.get(route.name)
    if (after !== undefined && compare(after, standing(route, scene)) > 0) return true
    const cohort = route.cohort?.name
    if (cohort === undefined) return false
    const [was, is] = [fleet.overrides.get(cohort), next.overrides.get(cohort)]
    return pins.some(pin => pin.cohort === cohort) || isLedByWord(was, is)
  })
}

/** Whether somebody's word sends a key to the cloud that it did not send there, or keeps one no longer from it. */
function isLedByWord(was: readonly Override[] = [], is: readonly Override[] = []): boolean {
  const sides = (all: readonly Override[]): ReadonlyMap<string, string> =>
    new Map(all.map(({ key, side }) => [key, side]))
  const [before, after] = [sides(was), sides(is)]
  return [...new Set([...before.keys(), ...after.keys()])].some(key => {
    const [from, to] = [before.get(key), after.get(key)]
    return from !== to && (to === 'cloud' || from === 'legacy')
  })
}

/** Plans a freeze: nothing leads forward from its beginning to its end. Its id is of the revision it comes with. */
export const freeze: PlanVerb<'freeze'> = ({ from, to, reason, actor, routes }, scene) => {
  const { fleet, context, now } = scene
  const named = routes?.flatMap(name => routesNamed(name, context.routes))
  const about = named === undefined ? context.routes : [...new Set(named)]
  if (!(Number.isSafeInteger(from) && from >= 0 && Number.isSafeInteger(to) && to > from)) {
    const wayOut = 'let it end after its beginning'
    throw new Refusal('usage', 'a freeze has a beginning and, after it, an end', wayOut)
  }
  if (to <= now) throw new Refusal('usage', 'the freeze is over already', 'give it an end to come')
  if (about.length === 0) throw new Refusal('usage', 'no route is named', 'name one, or none')
  const freezes = fleet.freezes ?? new Map<string, KeptFreeze>()
  if (freezes.size >= MOST_FREEZES) {
    const says = `there are ${MOST_FREEZES} freezes already`
    throw new Refusal('usage', says, 'remove those that are over')
  }
  const id = `f${fleet.revision + 1}`
  const names = named && { routes: about.map(route => route.name) }
  const next = {
    ...fleet,
    freezes: new Map([...freezes, [id, { from, to, why: reason, by: actor, ...names }]]),
  }
  return { next, about, notes: [`${id}: ${spokenSpan({ from, to })}`] }
}

/** Plans the removal of a freeze. One that is on is taken off by a second person's word alone. */
export const unfreeze: PlanVerb<'unfreeze'> = ({ id }, { fleet, context, now }) => {
  const found = fleet.freezes?.get(id)
  if (found === undefined) {
    const there = [...(fleet.freezes?.keys() ?? [])].join(', ') || 'none'
    const wayOut = `there are: ${there}; what the file says is taken out of the file`
    throw new Refusal('no-such-name', 'no freeze has this id', wayOut)
  }
  const left = new Map([...(fleet.freezes ?? [])].filter(([name]) => name !== id))
  const next = { ...fleet, freezes: left.size === 0 ? undefined : left }
  const about = context.routes.filter(route => isOver(found, route))
  const state = now >= found.to ? 'was over' : now >= found.from ? 'was on' : 'was to come'
  return { next, about, notes: [`${id} ${state}: ${spokenSpan(found)}`] }
}

const spokenSpan = ({ from, to }: Pick<Freeze, 'from' | 'to'>): string =>
  `from ${new Date(from).toISOString()} to ${new Date(to).toISOString()}`

/** Carries freezes over to the new names of their routes. */
export function renamedFreezes(
  freezes: FleetContent['freezes'],
  was: ReadonlyMap<string, string>,
): FleetContent['freezes'] {
  const newName = new Map([...was].map(([name, before]) => [before, name]))
  return (
    freezes &&
    new Map(
      [...freezes].map(([id, each]) => [
        id,
        each.routes === undefined
          ? each
          : { ...each, routes: each.routes.map(name => newName.get(name) ?? name) },
      ]),
    )
  )
}
