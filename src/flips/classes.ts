import { ownedBy, refusalOfLater, refusalToServe, stageRefusal } from '../config/index.ts'
import type { InteractionClass, Route, Stage } from '../exchange/index.ts'
import { Refusal } from './refusal.ts'
import type { FlipContext } from './request.ts'

/** Finds every class of interaction a route may come to own. */
function classesOf(route: Route, { interactions }: FlipContext): readonly InteractionClass[] {
  const { known, unknown } = ownedBy(route.match, interactions)
  const classes: InteractionClass[] = known.map(interaction => interaction.class)
  if (unknown) classes.push(route.class ?? 'unknown')
  return [...new Set(classes)]
}

/** Says whether a route may come to own what changes something. */
export const mayWrite = (route: Route, context: FlipContext): boolean =>
  classesOf(route, context).some(klass => klass === 'write' || klass === 'unknown')

/** Says why a route may not stand at a stage, by the rules its file is checked by; undefined where it may. */
export function refusalAt(route: Route, stage: Stage, context: FlipContext): Refusal | undefined {
  const { name, cloud, cohort, rehearsal, shadowAs } = route
  for (const klass of classesOf(route, context)) {
    const refused = stageRefusal({
      class: klass,
      stage,
      cloud,
      shadowAs,
      rehearses: rehearsal !== undefined,
      confirm: context.environment.confirm,
    })
    if (refused) return new Refusal('class', `${name}: ${refused.says}`, refused.wayOut)
  }
  const later = refusalOfLater(route.answeredLater, stage, route.match)
  if (later) return new Refusal('class', `${name}: ${later.says}`, later.wayOut)
  const unserved = refusalToServe(route.neverServes, stage)
  if (unserved) return new Refusal('class', `${name}: ${unserved.says}`, unserved.wayOut)
  if (stage !== 'canary' || cohort !== undefined) return undefined
  const says = `${name}: a canary is a share of a cohort and the route names none`
  return new Refusal('class', says, 'name its `cohort` in the file')
}
