import { createGenerator } from 'ts-json-schema-generator'

/** A JSON Schema, as far as it is read or changed here. */
export interface Schema {
  readonly [word: string]: unknown
}

/** Schemas by name, those that any of them refers to among them. */
export type Schemas = Readonly<Record<string, Schema>>

const FOUND_IN = 'src/admin/*-shapes.ts'

/**
 * Makes the schemas of exported TypeScript types and of all they refer to; what stands above a type or a field is its
 * description. `closed` are those nobody may put another field into; to any other one a later version may add some.
 * Throws where there is no such type, or two of one name.
 */
export function schemasOf(names: Iterable<string>, closed: Iterable<string>): Schemas {
  const generator = createGenerator({
    path: FOUND_IN,
    tsconfig: 'tsconfig.json',
    expose: 'export',
    topRef: true,
    skipTypeCheck: true,
  })
  const all = new Map<string, Schema>()
  for (const name of names) {
    const { definitions = {} } = generator.createSchema(name)
    for (const [key, found] of Object.entries(definitions)) take(all, key, spoken(found) as Schema)
  }
  const shut = reached(closed, all)
  return Object.fromEntries(
    [...all]
      .toSorted(([one], [other]) => (one < other ? -1 : 1))
      .map(([name, schema]) => [name, shut.has(name) ? schema : (opened(schema) as Schema)]),
  )
}

function take(all: Map<string, Schema>, name: string, schema: Schema): void {
  if (!/^\w+$/.test(name)) throw new Error(`${name} has to be a type with a name of its own`)
  const there = all.get(name)
  if (there !== undefined && JSON.stringify(there) !== JSON.stringify(schema)) {
    throw new Error(`two types are called ${name}`)
  }
  all.set(name, schema)
}

/** Every name a schema refers to. */
export function referredTo(schema: unknown): readonly string[] {
  return [...JSON.stringify(schema).matchAll(/"#\/components\/schemas\/(\w+)"/g)].map(
    ([, name = '']) => name,
  )
}

function reached(names: Iterable<string>, all: ReadonlyMap<string, Schema>): ReadonlySet<string> {
  const found = new Set(names)
  for (const name of found) for (const next of referredTo(all.get(name) ?? {})) found.add(next)
  return found
}

/** As OpenAPI refers to a schema, and without what only an editor follows. */
const spoken = (value: unknown): unknown =>
  rewritten(value, (word, each) => {
    if (typeof each !== 'string') return each
    if (word === '$ref') return each.replace('#/definitions/', '#/components/schemas/')
    return word === 'description'
      ? each.replaceAll(/\{@link (\w+)(?:\.\w+)?\}/g, '$1').replaceAll(/\s*\n\s*/g, ' ')
      : each
  })

const opened = (value: unknown): unknown =>
  rewritten(value, (word, each) =>
    word === 'additionalProperties' && each === false ? undefined : each,
  )

function rewritten(value: unknown, each: (word: string, value: unknown) => unknown): unknown {
  if (Array.isArray(value)) return value.map(one => rewritten(one, each))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .map(([word, one]) => [word, rewritten(each(word, one), each)] as const)
      .filter(([, one]) => one !== undefined),
  )
}
