/**
 * The API's own document, made from the table of its pages and from the types of what they take and give.
 * `node test/support/openapi.ts --write` writes it where an instance serves it from.
 */
import { writeFileSync } from 'node:fs'
import { pathToFileURL } from 'node:url'
import prettier from 'prettier'
import type { Described, QueryField } from '../../src/admin/described.ts'
import type { PageRow } from '../../src/admin/page.ts'
import { PAGES } from '../../src/admin/pages.ts'
import { PROBES } from '../../src/admin/probes.ts'
import { verbRow } from '../../src/admin/verbs.ts'
import { PEER_HEADER } from '../../src/fleet/index.ts'
import { MAY } from '../../src/roles/index.ts'
import { type Schema, type Schemas, schemasOf } from './openapi-schemas.ts'

/** Where it lies. */
export const DOCUMENT = 'src/admin/openapi.json'

/** How it is written anew. */
export const HOW = 'node test/support/openapi.ts --write'

/** What no type of ours says. */
const BY_HAND: Schemas = {
  EventStream: {
    type: 'string',
    description:
      'Events as WHATWG HTML, Server-sent events, has them; x-ficus-events says what each tells.',
  },
  Text: { type: 'string' },
  OpenApi: { type: 'object', description: 'This document.' },
}

/** What is told on a stream, by the name of its event. */
const EVENTS = { change: 'ChangeEvent', gap: 'GapEvent', trouble: 'TroubleEvent' } as const

const PROBLEM = ['ProblemView'] as const

/** What any page under /api/ may answer, whatever was asked; a body that is none, or too large, among it. */
const ANY: AnyAnswers = {
  400: PROBLEM,
  401: PROBLEM,
  403: PROBLEM,
  413: PROBLEM,
  429: PROBLEM,
  500: PROBLEM,
  503: PROBLEM,
}

/** Peers prove who they are with each word, and are bounded by nothing else. */
const ANY_OF_PEERS: AnyAnswers = { 400: PROBLEM, 403: PROBLEM, 413: PROBLEM, 500: PROBLEM }

type AnyAnswers = Readonly<Record<number, readonly string[]>>

const MEANS: Readonly<Record<number, string>> = {
  200: 'What was asked for.',
  202: 'It waits for a second person.',
  400: 'It makes no sense as it stands, or not here.',
  401: 'Nobody knows who asks.',
  403: 'Whoever asks may not, or it may not be: a gate, a halt, an approver; a page of another origin.',
  404: 'There is none of this name, or not on this instance.',
  409: 'The fleet has moved on from the revision that was named.',
  413: 'The body is larger than any that makes sense.',
  415: 'A change is application/json.',
  429: 'Asked too often; Retry-After says when again.',
  500: 'The page could not be made; the log says why.',
  503: 'It cannot be said or done now: the store does not answer, or there is no room.',
}

/** Makes the whole document. */
export function createDocument(): Schema {
  const taken = PAGES.flatMap(({ takes = [] }) => takes)
  const given = [...PAGES, ...Object.values(PROBES)].flatMap(({ gives, others = {} }) => [
    gives,
    ...Object.values(others).flat(),
  ])
  const names = new Set([...taken, ...given, ...Object.values(EVENTS), 'ProblemView', 'NoPageView'])
  const made = [...names].filter(name => !Object.hasOwn(BY_HAND, name))
  const schemas = schemasOf(made, taken)
  return {
    openapi: '3.1.1',
    info: {
      title: 'Ficus',
      summary: 'Where every route of a migration stands, why, and how it is moved.',
      description: ABOUT,
      version: '0',
    },
    servers: [{ url: '/' }],
    tags: [{ name: 'api' }, { name: 'probes' }],
    paths: pathsOf(schemas),
    components: { schemas: { ...schemas, ...BY_HAND }, securitySchemes: SECURITY },
    'x-ficus-roles': MAY,
    'x-ficus-otherwise': {
      404: { '/api/': ref('ProblemView'), '/': ref('NoPageView') },
      405: ref('ProblemView'),
    },
  }
}

const ABOUT = [
  'Every change is a POST of JSON with a reason, refused where it holds a field nobody knows; answers may come to hold',
  'more fields than are named here. x-ficus-act says of an operation what it takes of whoever asks, x-ficus-acts of',
  'one that changes something by its verb, and x-ficus-roles which roles may. What no path here matches is answered',
  'as x-ficus-otherwise says.',
].join(' ')

const SECURITY = {
  token: {
    type: 'http',
    scheme: 'bearer',
    description:
      'Of somebody the token file names, or of an issuer the instance believes. Without either it asks for none, and lets whoever asks on the loopback address change things and anybody else look and halt.',
  },
  peer: {
    type: 'apiKey',
    in: 'header',
    name: PEER_HEADER,
    description: 'A signature with the fleet’s key, which only instances make.',
  },
}

type Paths = Record<string, Record<string, Schema>>

function pathsOf(schemas: Schemas): Paths {
  const paths: Paths = {}
  for (const row of PAGES) {
    ;(paths[row.path] ??= {})[row.method.toLowerCase()] = operationOf(row, schemas)
  }
  for (const [path, row] of Object.entries(PROBES)) {
    paths[path] = {
      get: {
        ...described('GET', path, row, {}),
        tags: ['probes'],
        security: [],
      },
    }
  }
  return paths
}

function operationOf(row: PageRow, schemas: Schemas): Schema {
  const { method, path, act, takes } = row
  return {
    ...described(method, path, row, act === 'peer' ? ANY_OF_PEERS : ANY),
    tags: ['api'],
    ...(takes && { requestBody: bodyOf(takes) }),
    security: [act === 'peer' ? { peer: [] } : { token: [] }],
    ...(act === 'by verb'
      ? { 'x-ficus-acts': actsOf(takes ?? [], schemas) }
      : { 'x-ficus-act': act }),
    ...(row.as === STREAM && {
      'x-ficus-events': Object.fromEntries(
        Object.entries(EVENTS).map(([event, name]) => [event, ref(name)]),
      ),
    }),
  }
}

/** What every operation says of itself. */
function described(
  method: string,
  path: string,
  row: Omit<Described, 'takes'> & { readonly says: string },
  any: AnyAnswers,
): Schema {
  const isChange = row.gives === 'MadeView'
  const parameters = [
    ...(path.includes('{name}') ? [NAME] : []),
    ...Object.entries(row.query ?? {}).map(parameterOf),
    ...(isChange ? [IF_MATCH] : []),
    ...(row.as === STREAM ? [LAST_EVENT] : []),
  ]
  return {
    operationId: idOf(method, path),
    summary: row.says,
    ...(parameters.length > 0 && { parameters }),
    responses: responsesOf(row, any),
  }
}

const NAME = {
  name: 'name',
  in: 'path',
  required: true,
  schema: { type: 'string' },
  description: 'A name of the routes file; of a divergence its id.',
}

const IF_MATCH = {
  name: 'If-Match',
  in: 'header',
  schema: { type: 'string' },
  description:
    'Refuses, with 409, where the fleet has moved on from this revision, in quotes as an ETag has it.',
}

const STREAM = 'text/event-stream'

const LAST_EVENT = {
  name: 'Last-Event-ID',
  in: 'header',
  schema: { type: 'integer', minimum: 0 },
  description:
    'The last event that was heard: it goes on with the one after it, whatever `from` says.',
}

const parameterOf = ([name, { says, form }]: [string, QueryField]): Schema => ({
  name,
  in: 'query',
  description: says,
  schema: form,
})

/** `GET /api/routes/{name}/evidence` is getRoutesByNameEvidence. */
const idOf = (method: string, path: string): string =>
  [method.toLowerCase(), ...path.split(/[/.]/).filter(part => part !== '' && part !== 'api')]
    .map(part => (part === '{name}' ? 'byName' : part))
    .map((part, i) => (i === 0 ? part : part.slice(0, 1).toUpperCase() + part.slice(1)))
    .join('')

function responsesOf(
  { gives, as = 'application/json', isTagged, others = {} }: Omit<Described, 'takes'>,
  any: AnyAnswers,
): Schema {
  const shapes: Record<number, readonly string[]> = { ...any, ...others }
  const whys = Object.entries(shapes).map(([status, names]): readonly [string, Schema] => [
    status,
    {
      description: MEANS[Number(status)],
      ...headersOf(Number(status), isTagged),
      content: contentOf('application/json', names),
    },
  ])
  return {
    200: { description: MEANS[200], ...headersOf(200, isTagged), content: contentOf(as, [gives]) },
    ...Object.fromEntries(whys),
  }
}

/** What a head says that a client acts by. */
function headersOf(status: number, isTagged: true | undefined): { readonly headers?: Schema } {
  const text = (description: string): Schema => ({ description, schema: { type: 'string' } })
  if (status === 401) return { headers: { 'WWW-Authenticate': text('RFC 6750 §3.') } }
  if (status === 429) return { headers: { 'Retry-After': text('In so many seconds.') } }
  if (status !== 200 || isTagged !== true) return {}
  return { headers: { ETag: text('The revision it shows, in quotes.') } }
}

const contentOf = (type: string, names: readonly string[]): Schema => ({
  [type]: { schema: oneOf(names) },
})

const bodyOf = (names: readonly string[]): Schema => ({
  required: true,
  content: contentOf('application/json', names),
})

const ref = (name: string): Schema => ({ $ref: `#/components/schemas/${name}` })

const oneOf = (names: readonly string[]): Schema =>
  names.length === 1 ? ref(names[0] ?? '') : { oneOf: names.map(ref) }

/** What each verb a body may name takes of whoever asks. Throws for a verb nobody reads. */
function actsOf(names: readonly string[], schemas: Schemas): Readonly<Record<string, string>> {
  const acts = names.map((name): readonly [string, string] => {
    const { verb } = schemas[name]?.['properties'] as { verb: { const: string } } // a change has a verb
    const row = verbRow(verb.const)
    if (row === undefined) throw new Error(`nobody reads the verb ${verb.const} of ${name}`)
    return [verb.const, row.act]
  })
  return Object.fromEntries(acts)
}

/** The document as it lies in the repository. */
export const writtenDocument = (): Promise<string> =>
  prettier.format(JSON.stringify(createDocument()), { parser: 'json', printWidth: 100 })

const isMain = import.meta.url === pathToFileURL(process.argv[1] ?? '').href
if (isMain && process.argv.includes('--write')) writeFileSync(DOCUMENT, await writtenDocument())
