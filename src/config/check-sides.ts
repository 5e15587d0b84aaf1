import type { Mistake } from './config-error.ts'
import { candidatesOf, type Inquiry } from './inquiry.ts'
import type { RouteFields } from './schema.ts'

/** What speaks of a cloud side, and what never happens without one. */
const OF_CLOUD = {
  translate: 'nothing is ever translated',
  shadow: 'no copy is ever sent',
  ignore: 'nothing is ever compared',
  gate: 'nothing is ever promoted',
} as const satisfies Partial<Record<keyof RouteFields, string>>

/** Finds fields that speak of a cloud side on a route that has none. */
export const checkSides = ({ fields }: Inquiry): Mistake[] =>
  candidatesOf(fields).flatMap(({ route, path }) =>
    Object.entries(OF_CLOUD)
      .filter(
        // the table's own keys
        ([field]) => route.cloud === undefined && route[field as keyof RouteFields] !== undefined,
      )
      .map(([field, consequence]) => ({
        path: `${path}.${field}`,
        says: `there is no cloud side, so ${consequence}`,
        wayOut: `name its \`cloud\`, or leave \`${field}\` out`,
      })),
  )
