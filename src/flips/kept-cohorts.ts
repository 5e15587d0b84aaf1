import { createHash } from 'node:crypto'
import { ownedBy } from '../config/index.ts'
import type { Cohort, Route } from '../exchange/index.ts'
import type { KeptCohort } from '../fleet/index.ts'
import type { FlipContext } from './request.ts'

/** What decides which entities a share of a cohort is. */
export type Draw = Pick<KeptCohort, 'key' | 'seed'>

/** Compiles what a fleet keeps of the cohorts that routes are in. */
export function keptCohorts(
  context: Pick<FlipContext, 'routes' | 'interactions'>,
): ReadonlyMap<string, KeptCohort> {
  const { routes } = context
  const cohorts = routes.flatMap(({ cohort }) => cohort ?? [])
  return new Map(
    cohorts.map(cohort => {
      const own = routes.filter(route => route.cohort?.name === cohort.name)
      return [cohort.name, keptCohort(cohort, own, context)]
    }),
  )
}

function keptCohort(
  cohort: Cohort,
  routes: readonly Route[],
  { interactions }: Pick<FlipContext, 'interactions'>,
): KeptCohort {
  const { pin, records } = cohort
  const owns = routes.flatMap(({ match }) => ownedBy(match, interactions).known.map(({ id }) => id))
  return Object.freeze({
    ...drawOf(cohort),
    records: typeof records === 'string' ? records : 'copied',
    pin,
    routes: routes.map(({ name }) => name),
    owns: [...new Set(owns)].toSorted(),
  })
}

/** Gives by what a cohort draws; its seed as a hash, as it is kept. */
export const drawOf = ({ key, seed }: Cohort): Draw => ({
  key,
  seed: createHash('sha256').update(seed).digest('hex').slice(0, 16),
})
