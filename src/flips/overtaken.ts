import type { Route } from '../exchange/index.ts'
import type { KeptCohort } from '../fleet/index.ts'
import type { AuditPart } from './audit-entry.ts'
import { isShare } from './ladder.ts'
import type { Last } from './last-change.ts'
import { Refusal } from './refusal.ts'

type Since = Last['since'][number]

/**
 * Refuses to undo what a file taken in since has a say in: a route it took out, brought or renamed, a cohort that is no
 * longer what its overrides and pins were kept by, a share that would be of others.
 */
export function refuseOvertaken(last: Last, routes: readonly Route[]): void {
  for (const since of last.since) {
    for (const find of FINDERS) {
      const found = find(last, since)
      if (found !== undefined) throw refusal(last, `${found} at revision ${since.revision}`)
    }
  }
  const lost = cohortsOf(last).find(name => routes.every(({ cohort }) => cohort?.name !== name))
  if (lost !== undefined) throw refusal(last, `no route is in cohort ${lost} any more`)
}

const refusal = ({ verb, revision }: Last, says: string): Refusal =>
  new Refusal(
    'file',
    `the ${verb} of revision ${revision} is not undone: ${says}`,
    'promote, roll back, resume or override by the name there is now',
  )

type Find = (last: Last, since: Since) => string | undefined

const movedRoute: Find = ({ before }, since) => {
  const touched = [
    ...Object.keys(since.before.routes ?? {}),
    ...Object.keys(since.after.routes ?? {}),
  ]
  const name = touched.find(each => before.routes?.[each] !== undefined)
  return name && `a routes file took out, brought or renamed ${name}`
}

const changedCohort: Find = (last, since) => {
  const name = cohortsOf(last).find(each => {
    const [was, is] = [since.before.cohorts?.[each], since.after.cohorts?.[each]]
    if (!was) return false
    return !is || was.key !== is.key || (was.pin && !is.pin && last.after.pins?.[each])
  })
  return name && `a routes file made cohort ${name} another`
}

const otherShare: Find = ({ before }, since) => {
  const found = Object.entries(before.routes ?? {}).find(([name, at]) => {
    if (at === null || !isShare(at)) return false
    const was = drawIn(since.before, name)
    const is = drawIn(since.after, name)
    return was !== undefined && (was.key !== is?.key || was.seed !== is.seed)
  })
  return found && `a routes file made the share of ${found[0]} one of others`
}

const FINDERS: readonly Find[] = [movedRoute, changedCohort, otherShare]

const cohortsOf = ({ before, after }: Last): readonly string[] => [
  ...Object.keys(before.overrides ?? {}),
  ...Object.keys(after.pins ?? {}),
]

/** The cohort a route is in, where a part of an audit has it. */
const drawIn = ({ cohorts = {} }: AuditPart, route: string): KeptCohort | undefined =>
  Object.values(cohorts).find(cohort => cohort?.routes.includes(route)) ?? undefined
