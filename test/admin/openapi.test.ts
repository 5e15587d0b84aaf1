import { Validator } from '@seriousme/openapi-schema-validator'
import { readFileSync } from 'node:fs'
import t from 'tap'
import { answerApi } from '../../src/admin/index.ts'
import { PAGES } from '../../src/admin/pages.ts'
import { VERBS } from '../../src/admin/verbs.ts'
import { MAY } from '../../src/roles/index.ts'
import { referredTo, schemasOf } from '../support/openapi-schemas.ts'
import { DOCUMENT, HOW, writtenDocument } from '../support/openapi.ts'
import { bench, owning } from '../flips/given.ts'

interface Document {
  readonly openapi: string
  readonly info: { readonly version: string }
  readonly servers: readonly { readonly url: string; readonly description: string }[]
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>
  readonly components: {
    readonly schemas: Readonly<Record<string, Readonly<Record<string, unknown>>>>
  }
}

interface Operation {
  readonly operationId: string
  readonly summary: string
  readonly responses: Readonly<Record<string, unknown>>
  readonly requestBody?: unknown
  readonly 'x-ficus-act'?: string
  readonly 'x-ficus-acts'?: Readonly<Record<string, string>>
}

const text = readFileSync(DOCUMENT, 'utf8')
const document = JSON.parse(text) as Document
const { schemas } = document.components
const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
)

t.test('the document is what the pages and their types come to', async t => {
  const made = await writtenDocument()
  t.ok(text === made, `${DOCUMENT} lies behind: ${HOW}`)
})

t.test('it is an OpenAPI document by OpenAPI’s own schema', async t => {
  const validator = new Validator()
  const { valid, errors } = await validator.validate({ ...structuredClone(document) })
  t.ok(valid, JSON.stringify(errors))
  t.equal(validator.version, '3.1')
  const broken = structuredClone(document) as { paths: Record<string, unknown> }
  broken.paths['/api/status'] = { get: { responses: 5 } }
  t.notOk((await new Validator().validate(broken)).valid, 'and what is broken is not')
})

t.test('every schema is used, and every one that is referred to is there', async t => {
  const used = new Set(referredTo(document))
  t.strictSame(
    [...used].filter(name => !Object.hasOwn(schemas, name)),
    [],
  )
  t.strictSame(
    Object.keys(schemas).filter(name => !used.has(name)),
    [],
  )
})

t.test('every page of the table is an operation of its own name', async t => {
  const named = operations.map(({ method, path }) => `${method.toUpperCase()} ${path}`)
  for (const { method, path } of PAGES) t.ok(named.includes(`${method} ${path}`), path)
  const ids = operations.map(({ operation }) => operation.operationId)
  t.equal(new Set(ids).size, ids.length)
  for (const path of ['/livez', '/readyz', '/startupz', '/version', '/metrics']) {
    t.ok(named.includes(`GET ${path}`), path)
  }
})

t.test('what an operation takes of whoever asks is said by an act that roles have', async t => {
  const acts = [...Object.keys(MAY), 'peer']
  for (const { path, operation } of operations.filter(({ path }) => path.startsWith('/api/'))) {
    const said = operation['x-ficus-acts'] ?? { '': operation['x-ficus-act'] ?? 'nothing' }
    for (const act of Object.values(said)) t.ok(acts.includes(act), `${path} ${act}`)
  }
})

t.test('every verb that may be posted has a shape, and says what it takes', async t => {
  const said = new Map(
    operations.flatMap(({ operation }) => Object.entries(operation['x-ficus-acts'] ?? {})),
  )
  t.strictSame(
    Object.fromEntries(Object.keys(VERBS).map(verb => [verb, said.get(verb)])),
    Object.fromEntries(Object.entries(VERBS).map(([verb, { act }]) => [verb, act])),
  )
})

t.test('a request holds no field that is not named, an answer may come to', async t => {
  const bodies = operations.flatMap(({ operation }) => referredTo(operation.requestBody ?? {}))
  t.ok(bodies.length > 5)
  for (const name of bodies) t.equal(schemas[name]?.['additionalProperties'], false, name)
  t.notOk('additionalProperties' in (schemas['RoutesView'] ?? {}))
})

t.test('what stands above a type is its description', async t => {
  t.match(schemas['GateView'], {
    description: "What a route's gate says, with the numbers it says it on.",
    properties: { needed: { description: /null where none would do/ } },
  })
  t.notMatch(text, '{@link')
})

t.test('a shape nobody wrote stops the making of a document', async t => {
  t.throws(() => schemasOf(['NobodysView'], []), /NobodysView/)
})

t.test('an instance serves it with its own version, from wherever it is asked', async t => {
  const made = await bench([owning('read')])
  const instance = { name: 'one', version: '1.2.3', node: '24', startedAt: 0, isDraining: false }
  const { status, body } = await answerApi(
    {
      ...{ method: 'GET', path: '/api/openapi.json', query: '', contentType: undefined, body: '' },
      ...{ actor: 'ada', roles: ['viewer'] },
    },
    { store: made.store, flips: made.context, instance },
  )
  t.equal(status, 200)
  const { info, servers, ...rest } = body as Document
  t.equal(info.version, '1.2.3')
  t.strictSame(servers, [{ url: '/', description: 'an instance of int' }])
  t.strictSame({ ...rest, info: document.info, servers: document.servers }, document)
})
