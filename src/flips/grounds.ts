import { createHash } from 'node:crypto'
import type { Override, Route } from '../exchange/index.ts'
import { type Ground, type Halt, heaviest } from '../fleet/index.ts'
import { type Plan, type Scene, standing } from './plan.ts'
import { haltsOver } from './serving.ts'

/** What it is seen in where routes stand. */
type Place = Pick<Scene, 'fleet' | 'held' | 'context' | 'now'>

/** Writes down where the routes of a plan stand, and where it leads them. */
export const groundsOf = ({ about, next }: Plan, scene: Scene): readonly Ground[] =>
  about.map(route => {
    const { stage, percent } = next.routes.get(route.name) ?? standing(route, scene)
    return { ...groundNow(route, scene), to: { stage, percent } }
  })

function groundNow(route: Route, scene: Place): Omit<Ground, 'to'> {
  const { stage, percent, since } = standing(route, scene)
  return {
    route: route.name,
    stage,
    percent,
    halt: haltOver(route, scene),
    // A route that the fleet has never seen stands there since no moment.
    since: scene.fleet.routes.has(route.name) ? since : 0,
    epoch: scene.context.epochOf(route),
    overrides: hashOf(scene.fleet.overrides.get(route.cohort?.name ?? '') ?? []),
  }
}

/** The heaviest halt that lies over a route. */
export const haltOver = (route: Route, scene: Place): Halt =>
  heaviest(standing(route, scene).halt, ...haltsOver(route, scene.fleet, scene.held))

const hashOf = (overrides: readonly Override[]): string =>
  createHash('sha256')
    .update(JSON.stringify(overrides.map(wordOf)))
    .digest('hex')
    .slice(0, 16)

const wordOf = ({ key, side, owner, expires }: Override): readonly unknown[] => [
  key,
  side,
  owner,
  expires,
]

type Say = (was: Ground, is: Omit<Ground, 'to'>) => string | undefined

/** What may have moved since, most telling first. */
const SAYINGS: readonly Say[] = [
  (was, is) =>
    was.stage === is.stage && was.percent === is.percent
      ? undefined
      : `stood at ${spoken(was)} and stands at ${spoken(is)}`,
  (was, is) =>
    was.halt === is.halt
      ? undefined
      : `was ${was.halt === 'none' ? 'not halted and is' : 'halted and is not'}`,
  (was, is) =>
    was.since === is.since ? undefined : 'was changed meanwhile, and stands there anew',
  (was, is) =>
    was.epoch === is.epoch ? undefined : 'gathers evidence of another epoch than it was asked on',
  (was, is) =>
    was.overrides === is.overrides ? undefined : 'is of a cohort whose overrides were changed',
]

/** Says what has moved since something was asked, a line for each route; empty where everything stands as it did. */
export const movedSince = (on: readonly Ground[], scene: Place): readonly string[] =>
  on.flatMap(was => {
    const route = scene.context.routes.find(each => each.name === was.route)
    if (route === undefined) return [`${was.route} is in the routes file no more`]
    const is = groundNow(route, scene)
    const says = SAYINGS.map(say => say(was, is)).find(said => said !== undefined)
    return says === undefined ? [] : [`${was.route} ${says}`]
  })

/** Says where a plan would lead otherwise than what was asked; empty where it leads there. */
export const ledElsewhere = (
  on: readonly Ground[],
  plan: Plan,
  scene: Scene,
): readonly string[] => {
  const now = groundsOf(plan, scene)
  const gone = now.filter(({ route }) => on.every(each => each.route !== route))
  return [
    ...gone.map(({ route }) => `${route} was none of the routes it was asked for`),
    ...on.flatMap(was => {
      const is = now.find(({ route }) => route === was.route)
      if (is === undefined) return [`${was.route} would not be moved by it any more`]
      const isThere = is.to.stage === was.to.stage && is.to.percent === was.to.percent
      return isThere ? [] : [`${was.route} would go to ${spoken(is.to)}, not to ${spoken(was.to)}`]
    }),
  ]
}

const spoken = ({ stage, percent }: Pick<Ground, 'stage' | 'percent'>): string =>
  stage === 'canary' ? `canary ${percent} %` : stage
