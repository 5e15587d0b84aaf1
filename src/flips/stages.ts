import { REMEMBERED_MS, type Route, servesCloud, type Stage } from '../exchange/index.ts'
import { heaviest, type Position } from '../fleet/index.ts'
import { mayWrite, refusalAt } from './classes.ts'
import { compare, isHome, LADDER, moveTo, nextPlace, nextShare, type Place } from './ladder.ts'
import { routesNamed } from './names.ts'
import { type PlanVerb, type Scene, standing, withPositions } from './plan.ts'
import { Refusal } from './refusal.ts'
import { haltsOver } from './serving.ts'

interface Wish {
  readonly to?: Stage
  readonly percent?: number
}

const shown = ({ stage, percent }: Place): string =>
  stage === 'canary' ? `canary ${percent} %` : stage

/** Plans a step forward, or a leap to a place that is named. */
export const promote: PlanVerb<'promote'> = (flip, scene) => {
  const about = routesNamed(flip.name, scene.context.routes)
  const moved = about.map((route): [string, Position] => {
    const at = standing(route, scene)
    refuseHalted(route, at, scene)
    const place = wished(flip, at, nextShare) ?? nextOf(route, at, scene)
    if (place.stage === 'canary' && place.percent === 0) {
      throw new Refusal('usage', 'a canary of 0 % serves nobody', 'name a percentage above 0')
    }
    if (compare(place, at) <= 0) {
      const says = `${route.name} stands at ${shown(at)}, so ${shown(place)} is no step forward`
      throw new Refusal('usage', says, 'to go back, use rollback')
    }
    const refused = refusalAt(route, place.stage, scene.context)
    if (refused) throw refused
    return [route.name, moveTo(at, place, scene.now)]
  })
  const turning = about.filter(route =>
    turns(standing(route, scene), new Map(moved).get(route.name)),
  )
  const notes = turning.filter(route => mayWrite(route, scene.context)).map(staying)
  return { next: withPositions(scene.fleet, moved), about, notes }
}

const turns = (before: Position, after: Position | undefined): boolean =>
  after !== undefined && servesCloud(before.stage) !== servesCloud(after.stage)

const staying = ({ name }: Route): string =>
  `${name}: what changes something stays with legacy for ${REMEMBERED_MS / 60_000} minutes, ` +
  'until nothing from before is sent again'

function refuseHalted(route: Route, at: Position, { fleet, held }: Scene): void {
  if (heaviest(at.halt, ...haltsOver(route, fleet, held)) === 'none') return
  const says = `${route.name} is halted: what it would serve after a promotion nobody could see`
  throw new Refusal('halted', says, 'resume it first')
}

function nextOf(route: Route, at: Position, { context }: Scene): Place {
  const next = nextPlace(at, stage => refusalAt(route, stage, context) === undefined)
  if (next !== undefined) return next
  throw new Refusal(
    'usage',
    `${route.name} stands at ${at.stage}, the last stage`,
    'leave it there',
  )
}

/** Reads what place a person named; undefined where they named none. `share` finds the next one of a canary. */
function wished(
  { to, percent }: Wish,
  at: Place,
  share: (percent: number) => number | undefined,
): Place | undefined {
  if (percent === undefined) {
    if (to !== 'canary') return to && { stage: to, percent: 0 }
    const next = at.stage === 'canary' ? share(at.percent) : LADDER[0]
    return { stage: 'canary', percent: next ?? at.percent }
  }
  if (to !== undefined && to !== 'canary') {
    throw new Refusal('usage', `stage ${to} has no percentage`, 'only `canary` has one')
  }
  if (!(percent >= 0 && percent <= 100)) {
    throw new Refusal('usage', 'the percentage is none', 'it is a number from 0 to 100')
  }
  return { stage: 'canary', percent }
}

/** Plans the way back. It is never refused: what cannot be had goes further back, to where legacy serves everyone. */
export const rollback: PlanVerb<'rollback'> = (flip, scene) => {
  const about = routesNamed(flip.name, scene.context.routes)
  const notes: string[] = []
  const moved = about.flatMap((route): [string, Position][] => {
    const at = standing(route, scene)
    const wish = wished(flip, at, shareBelow) ?? homeOf(at)
    if (compare(wish, at) >= 0) {
      notes.push(`${route.name} stands at ${shown(at)}: ${shown(wish)} lies no further back`)
      return []
    }
    const place = allowed(route, [wish, homeOf(at)], scene)
    if (place !== wish) {
      notes.push(`${route.name} may not stand at ${shown(wish)}, so it goes to ${shown(place)}`)
    }
    return [[route.name, moveTo(at, place, scene.now)]]
  })
  return { next: withPositions(scene.fleet, moved), about, notes }
}

const shareBelow = (percent: number): number => LADDER.findLast(share => share < percent) ?? 0

// From where legacy serves everyone, back means to stop the copies too.
const homeOf = (at: Position): Place => ({
  stage: isHome(at.stage) ? 'legacy' : at.home,
  percent: 0,
})

const allowed = (route: Route, places: readonly Place[], { context }: Scene): Place =>
  places.find(({ stage }) => stage === 'legacy' || !refusalAt(route, stage, context)) ?? {
    stage: 'legacy',
    percent: 0,
  }
