/** What the document accepts of a body is what is read, and what it refuses is refused. */
import fc from 'fast-check'
import { readFileSync } from 'node:fs'
import t from 'tap'
import { answerApi } from '../../src/admin/index.ts'
import { NoChange } from '../../src/admin/body-fields.ts'
import { readChange } from '../../src/admin/read-change.ts'
import { bench, owning } from '../flips/given.ts'
import {
  type ApiDocument,
  bodiesOf,
  createValidation,
  type Described,
  operationsIn,
} from '../support/api-document.ts'
import type { Schema } from '../support/openapi-schemas.ts'
import { DOCUMENT } from '../support/openapi.ts'

const document = JSON.parse(readFileSync(DOCUMENT, 'utf8')) as ApiDocument
const isAccepted = createValidation(document as unknown as Schema)
const flips = operationsIn(document).filter(({ operation }) => 'x-ficus-acts' in operation)
const words = ['legacy', 'cloud', 'canary', 'ticket 12', '', 'promote', 'halt', 'x']

/** Something near what a field is to be, or quite another thing. */
const anything = fc.oneof(
  fc.constantFrom<unknown>(...words),
  fc.constantFrom<unknown>(0, 1, 50, -1, 1.5, 1e300, true, false, null),
  fc.constantFrom<unknown>(
    [],
    ['read'],
    [5],
    {},
    { approver: 'ben' },
    { approver: 5 },
    { approver: 'b', x: 1 },
  ),
)

const fieldsOf = ({ operation }: Described): readonly string[] => [
  ...new Set(
    bodiesOf(operation, document).flatMap(({ properties }) => Object.keys(properties as object)),
  ),
]

/** A body that a schema has, of which some fields are left out, others are put in, and others are something else. */
function bodies(at: Described): fc.Arbitrary<Readonly<Record<string, unknown>>> {
  const schemas = bodiesOf(at.operation, document)
  const all = [...fieldsOf(at), 'unknown', 'actor', 'name']
  const sound = fc.constantFrom(...schemas).chain(schema => {
    const { properties = {}, required = [] } = schema as {
      properties?: Record<string, Schema>
      required?: string[]
    }
    const fields = Object.entries(properties).map(
      ([name, field]) => [name, valueOf(field)] as const,
    )
    return fc.record(Object.fromEntries(fields), { requiredKeys: required })
  })
  const changes = fc.dictionary(fc.constantFrom(...all), anything, { maxKeys: 2 })
  const gone = fc.subarray(all, { maxLength: 1 })
  const mutated = fc
    .tuple(sound, changes, gone)
    .map(([body, more, left]) =>
      Object.fromEntries(
        Object.entries({ ...body, ...more }).filter(([name]) => !left.includes(name)),
      ),
    )
  return fc.oneof(sound, mutated)
}

function valueOf(schema: Schema): fc.Arbitrary<unknown> {
  const { $ref, type, const: only, enum: some, items, properties, required } = schema
  if ($ref !== undefined)
    return valueOf(document.components.schemas[/\w+$/.exec($ref as string)?.[0] ?? ''] ?? {})
  if (only !== undefined) return fc.constant(only)
  if (Array.isArray(some)) return fc.constantFrom(...(some as unknown[]))
  if (type === 'string') return fc.constantFrom(...words)
  if (type === 'number') return fc.constantFrom(0, 1, 50, -5, 2.5)
  if (type === 'boolean') return fc.boolean()
  if (type === 'array') return fc.array(valueOf(items as Schema), { maxLength: 2 })
  const fields = Object.entries((properties ?? {}) as Record<string, Schema>)
  return fc.record(Object.fromEntries(fields.map(([name, field]) => [name, valueOf(field)])), {
    requiredKeys: (required ?? []) as string[],
  })
}

for (const at of flips) {
  t.test(`POST ${at.path} reads what its document accepts, and nothing else`, async t => {
    const isCohort = at.path.startsWith('/api/cohorts/')
    const named = { name: at.path.includes('{name}') ? 'read' : undefined, isCohort }
    const schema = at.operation.requestBody?.content['application/json']?.schema ?? {}
    const seen = { accepted: 0, refused: 0 }
    const agrees = fc.property(bodies(at), body => {
      const wrong = isAccepted(schema, body)
      const read = whatIsRead(body, named)
      seen[wrong === undefined ? 'accepted' : 'refused'] += 1
      if ((wrong === undefined) !== (read === undefined)) throw new Error(`${wrong} but ${read}`)
    })
    fc.assert(agrees, { numRuns: 1_500 })
    t.ok(seen.accepted > 100 && seen.refused > 100, JSON.stringify(seen))
  })
}

/** Why a body is not read; undefined where it is. */
function whatIsRead(body: object, named: Parameters<typeof readChange>[1]): string | undefined {
  try {
    readChange(JSON.stringify(body), named, 'ada')
    return undefined
  } catch (error) {
    if (error instanceof NoChange) return error.message
    throw error
  }
}

t.test('what the document refuses is answered 400, whatever page it is posted to', async t => {
  const { store, context } = await bench([owning('read')])
  const posts = operationsIn(document).filter(
    ({ operation, path }) => operation.requestBody && path !== '/api/peer',
  )
  for (const at of posts) {
    const schema = at.operation.requestBody?.content['application/json']?.schema ?? {}
    let refused = 0
    const answered = fc.asyncProperty(bodies(at), async body => {
      if (isAccepted(schema, body) === undefined) return
      refused += 1
      const { status } = await answerApi(
        {
          ...{ method: 'POST', path: at.path.replace('{name}', '1'), query: '' },
          ...{ contentType: 'application/json', body: JSON.stringify(body) },
          ...{ actor: 'ada', roles: ['operator', 'approver'] },
        },
        { store, flips: context },
      )
      if (status !== 400) throw new Error(`${status}`)
    })
    await fc.assert(answered, { numRuns: 200 })
    t.ok(refused > 10, `${at.path} refused ${refused}`)
  }
})
