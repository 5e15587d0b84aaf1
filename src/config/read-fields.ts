import type { z } from 'zod'
import type { Mistake } from './config-error.ts'
import { type NotifierFields, NotifierSchema } from './notify-schema.ts'
import {
  CohortSchema,
  EnvironmentSchema,
  RouteSchema,
  RoutesFileSchema,
  SuppliersSchema,
  UpstreamSchema,
  type CohortFields,
  type EnvironmentFields,
  type RouteFields,
  type SupplierFields,
  type UpstreamFields,
} from './schema.ts'
import { type FreezeFields, FreezeSchema } from './window-schema.ts'
import { mistakesOf } from './zod-mistakes.ts'

/**
 * The file, field by field. A part whose fields are not in order is `undefined` in its place, so that what
 * names it is not blamed for a name that is there.
 */
export interface Fields {
  readonly environment: EnvironmentFields | undefined
  readonly suppliers: Readonly<Record<string, SupplierFields>>
  readonly upstreams: ReadonlyMap<string, UpstreamFields | undefined>
  readonly cohorts: ReadonlyMap<string, CohortFields | undefined>
  readonly routes: readonly (RouteFields | undefined)[]
  readonly unmatched: 'refuse' | undefined
  readonly notify: readonly (NotifierFields | undefined)[]
  readonly freeze: readonly (FreezeFields | undefined)[]
}

/** Reads the fields of a file and every mistake in their form. */
export function readFields(input: unknown): { fields: Fields; mistakes: Mistake[] } {
  const read = RoutesFileSchema.safeParse(input)
  const parts = partsOf(input)
  const fields: Fields = {
    environment: valueOf(EnvironmentSchema, parts['environment']),
    suppliers: valueOf(SuppliersSchema, parts['suppliers']) ?? {},
    upstreams: entriesOf(UpstreamSchema, parts['upstreams']),
    cohorts: entriesOf(CohortSchema, parts['cohorts']),
    routes: listOf(parts['routes']).map(route => valueOf(RouteSchema, route)),
    unmatched: parts['unmatched'] === 'refuse' ? 'refuse' : undefined,
    notify: listOf(parts['notify']).map(each => valueOf(NotifierSchema, each)),
    freeze: listOf(parts['freeze']).map(each => valueOf(FreezeSchema, each)),
  }
  return { fields, mistakes: read.success ? [] : mistakesOf(read.error) }
}

type Parts = Readonly<Record<string, unknown>>

const partsOf = (value: unknown): Parts =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Parts) : {} // parsed below

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [])

const valueOf = <Schema extends z.ZodType>(
  schema: Schema,
  value: unknown,
): z.output<Schema> | undefined => schema.safeParse(value).data

const entriesOf = <Schema extends z.ZodType>(
  schema: Schema,
  value: unknown,
): ReadonlyMap<string, z.output<Schema> | undefined> =>
  new Map(Object.entries(partsOf(value)).map(([name, each]) => [name, valueOf(schema, each)]))
