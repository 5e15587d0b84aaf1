import type { KeptFreeze } from './fleet.ts'
import { holdsPatientKey } from './patient-key.ts'
import { groupOf, invalid, listOf, mapOf, type Read, textLike, whole } from './reading.ts'

/** So many freezes a fleet keeps: each is looked at whenever something leads forward. */
export const MOST_FREEZES = 100
const MOST_ROUTES = 1_000

const line = textLike(/^[^\p{Cc}]{1,500}$/u, 'one line', holdsPatientKey)
const routeName = textLike(/^[a-z0-9][a-z0-9-]{0,62}$/, 'a name')
const routeNames = listOf(routeName, MOST_ROUTES)

const written = groupOf<KeptFreeze>({
  from: whole,
  to: whole,
  why: line,
  by: line,
  routes: (value, at) => (value === undefined ? undefined : routeNames(value, at)),
})

// One of every route names none, as it was written.
const freeze: Read<KeptFreeze> = (value, at) => {
  const { routes, ...rest } = written(value, at)
  if (rest.to <= rest.from) throw invalid(`${at}.to`, 'after its beginning')
  return Object.freeze(routes === undefined ? rest : { ...rest, routes })
}

const freezes = mapOf(textLike(/^f\d{1,15}$/, 'the id of a freeze'), freeze, MOST_FREEZES)

/** Reads freezes as they are stored; undefined where none are written. Throws {@link StoreError} `invalid`. */
export const readFreezes = (
  value: unknown,
  at: string,
): ReadonlyMap<string, KeptFreeze> | undefined =>
  value === undefined ? undefined : freezes(value, at)
