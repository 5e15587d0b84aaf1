/** The table of secrets that are looked for everywhere is closed: whatever names a new one has a canary, or says why not. */
import { readFileSync } from 'node:fs'
import t from 'tap'
import type { z } from 'zod'
import { RoutesFileSchema } from '../../src/config/schema.ts'
import { CANARIES } from '../support/canaries.ts'

const places = Object.keys(CANARIES)

/** The parts of a schema that zod has behind its methods. */
interface Def {
  readonly type: string
  readonly shape?: Readonly<Record<string, z.ZodType>>
  readonly element?: z.ZodType
  readonly valueType?: z.ZodType
  readonly innerType?: z.ZodType
  readonly in?: z.ZodType
  readonly options?: readonly z.ZodType[]
}

/** Every leaf of a schema by its place: `upstreams.*.tls.key`, `notify[].secret`. */
function leavesOf(schema: z.ZodType, at = ''): (readonly [string, z.ZodType])[] {
  const { shape, element, valueType, innerType, in: inner, options } = schema.def as unknown as Def // zod's own
  if (shape !== undefined) {
    const step = at === '' ? '' : '.'
    return Object.entries(shape).flatMap(([name, each]) => leavesOf(each, `${at}${step}${name}`))
  }
  if (element !== undefined) return leavesOf(element, `${at}[]`)
  if (valueType !== undefined) return leavesOf(valueType, `${at}.*`)
  if (innerType !== undefined) return leavesOf(innerType, at)
  if (inner !== undefined) return leavesOf(inner, at)
  if (options !== undefined) return options.flatMap(each => leavesOf(each, at))
  return [[at, schema]]
}

const takes = (schema: z.ZodType, value: string): boolean => schema.safeParse(value).success

t.test(
  'every field of the routes file that takes no secret as it stands has its canary',
  async t => {
    const leaves = leavesOf(RoutesFileSchema)
    t.ok(leaves.length > 50, 'a rule that looked at nothing would pass')
    const secrets = leaves
      .filter(([, schema]) => takes(schema, 'env:NAME') && takes(schema, 'file:path'))
      .filter(([, schema]) => !takes(schema, 'hunter2'))
      .map(([place]) => place)
    t.ok(secrets.includes('upstreams.*.tls.key') && secrets.includes('notify[].secret'))
    for (const place of secrets) {
      t.ok(
        places.some(each => each.startsWith(place)),
        `${place} has a canary in test/support/canaries.ts`,
      )
    }
  },
)

/** What each variable holds: nobody's secret, or the canaries of its place. */
const VARIABLES: Readonly<Record<string, 'no secret' | readonly string[]>> = {
  FICUS_LISTEN: 'no secret',
  FICUS_ADMIN: 'no secret',
  FICUS_STORE: ['FICUS_STORE user', 'FICUS_STORE password', 'a password that is wrong'],
  FICUS_PEERS: 'no secret',
  FICUS_FLEET_KEY: ['FICUS_FLEET_KEY'],
  FICUS_REUSE_PORT: 'no secret',
  FICUS_DRAIN_WAIT: 'no secret',
  FICUS_TOKEN_FILE: ['FICUS_TOKEN', 'a token nobody knows'],
  FICUS_OIDC_ISSUER: 'no secret',
  FICUS_OIDC_AUDIENCE: 'no secret',
  FICUS_OIDC_ROLES: 'no secret',
  FICUS_OIDC_NAME: 'no secret',
  FICUS_TOKEN: ['FICUS_TOKEN'],
  FICUS_LOG: 'no secret',
  FICUS_LOG_LEVEL: 'no secret',
  FICUS_LOG_LINES: 'no secret',
}

t.test('every variable of the README is known to hold no secret, or has its canary', async t => {
  const rows = readFileSync('README.md', 'utf8').matchAll(/^\| `(FICUS_[A-Z_]+)`/gm)
  const named = [...rows].map(([, name = '']) => name)
  t.ok(named.length > 10)
  for (const name of named) t.ok(VARIABLES[name], `${name} is in this table`)
  for (const canaries of Object.values(VARIABLES)) {
    if (canaries !== 'no secret') for (const each of canaries) t.ok(places.includes(each), each)
  }
})
