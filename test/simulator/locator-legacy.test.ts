/** Spine's own record locator, STU3: what it does and what it refuses, in XML and in JSON. */
import t from 'tap'
import {
  createLegacySpine,
  inventPointers,
  PLANTED_POINTER_DIFFERENCES,
  type PointerCall,
  UNKNOWN_NUMBER,
} from '../../src/simulator/index.ts'
import {
  ACME,
  at,
  BOREALIS,
  codeOf,
  draftOf,
  type Json,
  madeId,
  masterOf,
  PATIENTS,
  pointerCall,
  resourceOf,
} from '../support/pointers.ts'
import { ask, closing, type Told } from './ask.ts'

const [MARY = '', JOHN = ''] = PATIENTS.map(({ nhsNumber }) => nhsNumber)

/** Spine with no pointer in it, and how it is asked. */
async function given(test: typeof t, pointers: Parameters<typeof createLegacySpine>[0] = {}) {
  const starting = createLegacySpine({ pointers: [], ...pointers })
  const spine = await starting
  await closing(test, starting)
  const told = (call: PointerCall, caller = {}): Promise<Told> =>
    ask(spine, pointerCall(call, caller))
  const made = async (n: number, more = {}): Promise<string> => {
    const answer = await told({ does: 'create', pointer: draftOf(n, MARY, ACME, more) })
    test.equal(answer.status, 201, answer.body)
    return madeId(answer)
  }
  return { spine, told, made }
}

const totalOf = (told: Told): unknown => Number(at(resourceOf(told), 'total'))

for (const form of ['xml', 'json'] as const) {
  t.test(`a pointer made in ${form} is read as it was made, by its id and by a search`, async t => {
    const { told } = await given(t)
    for (const [n, { nhsNumber }] of PATIENTS.slice(0, 20).entries()) {
      const call = { does: 'create', pointer: draftOf(n, nhsNumber) } as const
      const sent = pointerCall(call, { form })
      const made = await told(call, { form })
      t.equal(made.status, 201, made.body)
      t.match(made.header('content-type'), `application/fhir+${form}`)
      t.equal(codeOf(made), 'RESOURCE_CREATED')
      t.match(at(resourceOf(made), 'issue.0.details.text'), /^[-0-9a-f]{36}$/)
      const id = madeId(made)
      t.match(id, /^[-0-9a-f]{36}-[0-9A-F]{20}$/)

      const read = resourceOf(await told({ does: 'read', named: { id } }, { form }))
      const due = resourceOf({ ...made, body: sent.body })
      t.match(read, { ...due, id, meta: { versionId: '1' } })
      const found = resourceOf(await told({ does: 'search', nhsNumber }, { form }))
      t.strictSame(at(found, 'entry.0.resource'), read)
      const byQuery = resourceOf(await told({ does: 'read', named: { id, by: 'query' } }, { form }))
      t.strictSame(at(byQuery, 'entry.0.resource'), read)
    }
  })
}

t.test('an answer is in XML unless JSON is asked for, and _format goes before Accept', async t => {
  const { spine, told } = await given(t)
  const search = { does: 'search', nhsNumber: MARY } as const
  const type = (told: Told) => told.header('content-type')
  t.match(type(await told(search, { asks: 'silent' })), /^application\/fhir\+xml/)
  t.match(type(await told(search, { asks: 'format' })), /^application\/fhir\+json/)
  const { path, headers } = pointerCall(search, { form: 'xml' })
  const both = await ask(spine, {
    ...pointerCall(search),
    path: `${path}&_format=application/fhir+json`,
    headers,
  })
  t.match(type(both), /^application\/fhir\+json/)
})

t.test(
  'what supersedes another takes its place, by its id or by its provider’s identifier',
  async t => {
    const { told, made, spine } = await given(t)
    const first = await made(1)
    const second = await made(2, { replaces: { id: first } })
    const third = await made(3, { replaces: { master: masterOf(2) } })
    t.equal(codeOf(await told({ does: 'read', named: { id: first } })), 'BAD_REQUEST')
    const found = resourceOf(await told({ does: 'search', nhsNumber: MARY }))
    t.match(found, { total: 1, entry: [{ resource: { id: third } }] })
    t.match(at(found, 'entry.0.resource.relatesTo'), [
      { code: 'replaces', target: { identifier: masterOf(2) } },
    ])
    t.strictSame(
      spine.pointers().map(({ id, status, version }) => [id, status, version]),
      [
        [first, 'superseded', 2],
        [second, 'superseded', 2],
        [third, 'current', 1],
      ],
    )
  },
)

const WAYS = {
  'its id in the path': (id: string) => ({ id }),
  'a query for its id': (id: string) => ({ id, by: 'query' as const }),
  'its patient and its provider’s identifier': () => ({ nhsNumber: MARY, master: masterOf(1) }),
}
for (const [way, named] of Object.entries(WAYS)) {
  t.test(`a pointer is retracted by ${way}, and nobody sees it any more`, async t => {
    const { told, made } = await given(t)
    const id = await made(1)
    const retracted = await told({ does: 'retract', named: named(id) }, { form: 'xml' })
    t.equal(retracted.status, 200)
    t.equal(codeOf(retracted), 'RESOURCE_UPDATED')
    t.match(retracted.body, new RegExp(`/${id}"`))
    const read = await told({ does: 'read', named: { id } })
    t.match([read.status, codeOf(read)], [400, 'BAD_REQUEST'])
    t.equal(totalOf(await told({ does: 'search', nhsNumber: MARY })), 0)
    t.equal(codeOf(await told({ does: 'retract', named: named(id) })), 'BAD_REQUEST')
  })

  t.test(`a pointer is deleted by ${way}, and is not there any more`, async t => {
    const { told, made, spine } = await given(t)
    const id = await made(1)
    const deleted = await told({ does: 'delete', named: named(id) })
    t.equal(deleted.status, 200)
    t.equal(codeOf(deleted), 'RESOURCE_DELETED')
    const read = await told({ does: 'read', named: { id } })
    t.match([read.status, codeOf(read)], [404, 'NO_RECORD_FOUND'])
    t.equal(codeOf(await told({ does: 'delete', named: named(id) })), 'NO_RECORD_FOUND')
    t.strictSame(spine.pointers(), [])
  })
}

t.test('a search is narrowed by custodian and type, and counts', async t => {
  const { told, made } = await given(t)
  await made(1)
  await made(2, { type: '887701000000100' })
  const other = { does: 'create', pointer: draftOf(3, MARY, BOREALIS) } as const
  t.equal((await told(other, { supplier: BOREALIS })).status, 201)
  const counted = async (more: object): Promise<unknown> =>
    totalOf(await told({ does: 'search', nhsNumber: MARY, ...more }))
  t.equal(await counted({}), 3)
  t.equal(await counted({ custodian: ACME.ods }), 2)
  t.equal(await counted({ type: '887701000000100' }), 1)
  t.equal(await counted({ custodian: BOREALIS.ods, type: '887701000000100' }), 0)
  for (const form of ['xml', 'json'] as const) {
    const count = resourceOf(
      await told({ does: 'search', nhsNumber: MARY, isCount: true }, { form }),
    )
    t.match(count, { total: 3, type: 'searchset' })
    t.notOk('entry' in count)
  }
  t.equal(totalOf(await told({ does: 'search', nhsNumber: JOHN })), 0)
})

type Refused = readonly [
  string,
  status: number,
  code: string,
  call: PointerCall,
  spoil?: (sent: ReturnType<typeof pointerCall>) => ReturnType<typeof pointerCall>,
]

const search = { does: 'search', nhsNumber: MARY } as const
const create = { does: 'create', pointer: draftOf(9, MARY) } as const
const creating = (more: object): PointerCall => ({
  does: 'create',
  pointer: draftOf(9, MARY, ACME, more),
})
const without =
  (name: string): NonNullable<Refused[4]> =>
  sent => ({ ...sent, headers: sent.headers.filter(([each]) => each !== name) })
const withHeader =
  (name: string, value: string): NonNullable<Refused[4]> =>
  sent => ({
    ...sent,
    headers: [...sent.headers.filter(([each]) => each !== name), [name, value] as const],
  })
const inPath =
  (from: RegExp | string, to: string): NonNullable<Refused[4]> =>
  sent => ({ ...sent, path: sent.path.replace(from, to) })
const inBody =
  (change: (resource: Record<string, unknown>) => void): NonNullable<Refused[4]> =>
  sent => {
    const resource = JSON.parse(sent.body) as Record<string, unknown> // our own
    change(resource)
    return { ...sent, body: JSON.stringify(resource) }
  }
const dropped = (name: string) => inBody(resource => delete resource[name])
const path = (sent: ReturnType<typeof pointerCall>, to: string) => ({ ...sent, path: to })

const REFUSED: readonly Refused[] = [
  ['fromASID is missing', 400, 'MISSING_OR_INVALID_HEADER', search, without('fromASID')],
  ['toASID is missing', 400, 'MISSING_OR_INVALID_HEADER', search, without('toASID')],
  ['there is no token', 400, 'MISSING_OR_INVALID_HEADER', search, without('Authorization')],
  [
    'the token is none',
    400,
    'MISSING_OR_INVALID_HEADER',
    search,
    withHeader('Authorization', 'Bearer a.b.c'),
  ],
  [
    'a token to read comes with a write',
    403,
    'ACCESS_DENIED',
    create,
    withHeader('Authorization', pointerCall(search).headers[0]?.[1] ?? ''),
  ],
  [
    'the notation is unknown',
    415,
    'UNSUPPORTED_MEDIA_TYPE',
    search,
    withHeader('Accept', 'text/turtle'),
  ],
  [
    '_format is unknown',
    415,
    'UNSUPPORTED_MEDIA_TYPE',
    search,
    inPath(/$/, '&_format=text/turtle'),
  ],
  [
    'a body is of an unknown notation',
    415,
    'UNSUPPORTED_MEDIA_TYPE',
    create,
    withHeader('Content-Type', 'text/turtle'),
  ],
  [
    'a body cannot be read',
    400,
    'INVALID_REQUEST_MESSAGE',
    create,
    sent => ({ ...sent, body: '{' }),
  ],
  [
    'a body in JSON says that it is XML',
    400,
    'INVALID_REQUEST_MESSAGE',
    create,
    withHeader('Content-Type', 'application/fhir+xml'),
  ],
  [
    'an NHS number has another check digit',
    400,
    'INVALID_NHS_NUMBER',
    search,
    inPath(/\d{10}/, '9990000000'),
  ],
  [
    'nobody has an NHS number',
    404,
    'NO_RECORD_FOUND',
    { does: 'search', nhsNumber: UNKNOWN_NUMBER },
  ],
  [
    'a subject is of another server',
    400,
    'INVALID_PARAMETER',
    search,
    inPath('demographics', 'geographics'),
  ],
  [
    'no subject is named',
    400,
    'INVALID_PARAMETER',
    search,
    sent => path(sent, '/STU3/DocumentReference'),
  ],
  ['a parameter is unknown', 400, 'INVALID_PARAMETER', search, inPath(/$/, '&author=x')],
  ['a custodian is unknown', 400, 'INVALID_PARAMETER', { ...search, custodian: 'Q9999' }],
  [
    'a custodian is of another server',
    400,
    'INVALID_PARAMETER',
    { ...search, custodian: ACME.ods },
    inPath('directory', 'phonebook'),
  ],
  ['a type is unknown', 400, 'INVALID_PARAMETER', { ...search, type: '1234' }],
  [
    'a type is of another system',
    400,
    'INVALID_PARAMETER',
    { ...search, type: '736253002' },
    inPath('snomed', 'read'),
  ],
  [
    '_summary is not count',
    400,
    'INVALID_PARAMETER',
    { ...search, isCount: true },
    inPath('count', 'text'),
  ],
  [
    '_id stands beside another parameter',
    400,
    'INVALID_PARAMETER',
    search,
    inPath(/$/, '&_id=abc'),
  ],
  ['no pointer has an id', 404, 'NO_RECORD_FOUND', { does: 'read', named: { id: 'nobody' } }],
  [
    'no pointer has an id asked for',
    404,
    'NO_RECORD_FOUND',
    { does: 'read', named: { id: 'nobody', by: 'query' } },
  ],
  [
    'nothing can be deleted',
    404,
    'NO_RECORD_FOUND',
    { does: 'delete', named: { nhsNumber: MARY, master: masterOf(8) } },
  ],
  [
    'nothing can be retracted',
    404,
    'NO_RECORD_FOUND',
    { does: 'retract', named: { id: 'nobody' } },
  ],
  [
    'a write by query names no pointer',
    400,
    'INVALID_PARAMETER',
    { does: 'delete', named: { nhsNumber: MARY, master: masterOf(8) } },
    inPath('%7C', ''),
  ],
  [
    'a resource is another',
    400,
    'INVALID_RESOURCE',
    create,
    inBody(it => (it['resourceType'] = 'Patient')),
  ],
  [
    'the profile is another',
    400,
    'INVALID_RESOURCE',
    create,
    inBody(it => (it['meta'] = { profile: ['x'] })),
  ],
  ...['status', 'type', 'class', 'subject', 'author', 'custodian', 'content', 'context'].map(
    (name): Refused => [`${name} is missing`, 400, 'INVALID_RESOURCE', create, dropped(name)],
  ),
  [
    'an element has no place in the profile',
    400,
    'INVALID_RESOURCE',
    create,
    inBody(it => (it['description'] = 'x')),
  ],
  [
    'an element has no place deep in the profile',
    400,
    'INVALID_RESOURCE',
    create,
    sent => ({ ...sent, body: sent.body.replace('"title"', '"language":"en","title"') }),
  ],
  [
    'there are two authors',
    400,
    'INVALID_RESOURCE',
    create,
    inBody(it => (it['author'] = [{}, {}])),
  ],
  ['a pointer is not current', 400, 'INVALID_RESOURCE', creating({ status: 'superseded' })],
  [
    'a code has another word',
    400,
    'INVALID_RESOURCE',
    create,
    sent => ({ ...sent, body: sent.body.replace('Mental health crisis plan', 'A plan') }),
  ],
  [
    'a code is of another system',
    400,
    'INVALID_RESOURCE',
    create,
    sent => ({ ...sent, body: sent.body.replace('http://snomed.info/sct', 'http://read') }),
  ],
  [
    'a format is unknown',
    400,
    'INVALID_RESOURCE',
    create,
    sent => ({ ...sent, body: sent.body.replace('urn:nhs-ic:record-contact', 'urn:x') }),
  ],
  [
    'a stability is unknown',
    400,
    'INVALID_RESOURCE',
    create,
    sent => ({ ...sent, body: sent.body.replace('"static"', '"still"') }),
  ],
  [
    'a setting is unknown',
    400,
    'INVALID_RESOURCE',
    create,
    sent => ({ ...sent, body: sent.body.replace('395092004', '1') }),
  ],
  [
    'a time is none',
    400,
    'INVALID_RESOURCE',
    create,
    sent => ({ ...sent, body: sent.body.replace('2026-03-01T09:30:00+00:00', 'yesterday') }),
  ],
  [
    'a subject of a new pointer is of another server',
    400,
    'INVALID_PARAMETER',
    create,
    sent => ({ ...sent, body: sent.body.replace('demographics', 'geographics') }),
  ],
  [
    'a new pointer has a number that is none',
    400,
    'INVALID_NHS_NUMBER',
    creating({ subject: '9990000000' }),
  ],
  ['a new pointer is of nobody', 404, 'NO_RECORD_FOUND', creating({ subject: UNKNOWN_NUMBER })],
  ['an author is unknown', 400, 'ORGANISATION_NOT_FOUND', creating({ author: 'Q9999' })],
  [
    'a custodian of a new pointer is unknown',
    400,
    'ORGANISATION_NOT_FOUND',
    creating({ custodian: 'Q9999' }),
  ],
  [
    'the custodian is not who sends',
    400,
    'INVALID_RESOURCE',
    creating({ custodian: BOREALIS.ods }),
  ],
  [
    'the sender is unknown',
    400,
    'INVALID_RESOURCE',
    create,
    withHeader('fromASID', '999999999999'),
  ],
  [
    'what is superseded is not there',
    400,
    'INVALID_RESOURCE',
    creating({ replaces: { id: 'nobody' } }),
  ],
  [
    'a status change is another',
    400,
    'INVALID_RESOURCE',
    { does: 'retract', named: { id: 'nobody' } },
    sent => ({ ...sent, body: sent.body.replace('entered-in-error', 'superseded') }),
  ],
  [
    'a status change is of something else',
    400,
    'INVALID_RESOURCE',
    { does: 'retract', named: { id: 'nobody' } },
    sent => ({
      ...sent,
      body: sent.body.replace('DocumentReference.status', 'DocumentReference.type'),
    }),
  ],
  [
    'a status change is no Parameters',
    400,
    'INVALID_RESOURCE',
    { does: 'retract', named: { id: 'nobody' } },
    inBody(it => (it['resourceType'] = 'Bundle')),
  ],
  ...['PUT', 'OPTIONS'].map((method): Refused => [
    `${method} is asked`,
    405,
    'METHOD_NOT_ALLOWED',
    search,
    sent => ({ ...sent, method }),
  ]),
]

for (const [why, status, code, call, spoil = sent => sent] of REFUSED) {
  t.test(`${why}: ${code}`, async t => {
    const { spine } = await given(t)
    const told = await ask(spine, spoil(pointerCall(call)))
    t.match([told.status, codeOf(told)], [status, code], told.body)
    const { issue, resourceType } = resourceOf(told) as {
      issue: readonly Json[]
      resourceType: string
    }
    t.equal(resourceType, 'OperationOutcome')
    t.match(issue[0], { severity: status === 405 ? 'fatal' : 'error', diagnostics: /./ })
    t.notOk(at(issue, '0.details.text'), 'only what was done has an id of Spine’s')
    t.strictSame(spine.pointers(), [], 'and nothing was done')
  })
}

t.test('HEAD is not answered', async t => {
  const { spine } = await given(t)
  t.equal((await ask(spine, { ...pointerCall(search), method: 'HEAD' })).status, 405)
})

t.test(
  'a provider’s identifier serves once for a patient, also when its pointer is no longer shown',
  async t => {
    const { told, made, spine } = await given(t)
    const id = await made(1)
    const again = { does: 'create', pointer: draftOf(1, MARY) } as const
    const twice = await told(again)
    t.match([twice.status, codeOf(twice)], [400, 'DUPLICATE_REJECTED'])
    await told({ does: 'retract', named: { id } })
    t.equal(codeOf(await told(again)), 'DUPLICATE_REJECTED')
    t.equal((await told({ does: 'create', pointer: draftOf(1, JOHN) })).status, 201)
    t.equal(spine.pointers().length, 2)
  },
)

t.test(
  'nobody ends or supersedes another organisation’s pointer, or one of another patient',
  async t => {
    const { told, made, spine } = await given(t)
    const id = await made(1)
    for (const does of ['retract', 'delete'] as const) {
      const refused = await told({ does, named: { id } }, { supplier: BOREALIS })
      t.equal(codeOf(refused), 'INVALID_RESOURCE', does)
    }
    const replacing = (nhsNumber: string, of = ACME, replaces = {}) =>
      told(
        { does: 'create', pointer: draftOf(2, nhsNumber, of, { replaces: { id, ...replaces } }) },
        { supplier: of },
      )
    t.equal(codeOf(await replacing(JOHN)), 'INVALID_RESOURCE')
    t.equal(codeOf(await replacing(MARY, BOREALIS)), 'INVALID_RESOURCE')
    await told({ does: 'retract', named: { id } })
    t.equal(codeOf(await replacing(MARY)), 'BAD_REQUEST')
    t.equal(spine.pointers().length, 1)
  },
)

t.test('a status imposed from outside is said in the locator’s own words', async t => {
  const { spine, told } = await given(t)
  for (const [status, code] of [
    [403, 'ACCESS_DENIED'],
    [409, 'VERSION_CONFLICT'],
    [410, 'RESOURCE_DELETED'],
    [422, 'UNPROCESSABLE_ENTITY'],
    [429, 'TOO_MANY_REQUESTS'],
    [503, 'SERVICE_UNAVAILABLE'],
  ] as const) {
    spine.set({ status, retryAfter: 7 })
    const refused = await told(search, { form: 'xml' })
    t.match([refused.status, codeOf(refused), refused.header('retry-after')], [status, code, '7'])
  }
  spine.set({ status: 500 })
  t.match((await told(search)).body, '<title>500: Internal Server Error</title>')
})

t.test(
  'it begins with pointers of its own, the same each time, and some differ where that is planted',
  async t => {
    const pointers = inventPointers(PATIENTS)
    t.strictSame(pointers, inventPointers(PATIENTS))
    t.ok(pointers.length > 200)
    const { spine, told } = await given(t, { pointers })
    for (const { id, subject } of pointers.slice(0, 30)) {
      t.match(resourceOf(await told({ does: 'search', nhsNumber: subject })), {
        resourceType: 'Bundle',
      })
      t.equal((await told({ does: 'read', named: { id } }, { form: 'xml' })).status, 200)
    }
    const [{ id = '' } = {}] = pointers.filter(({ period }) => period !== undefined)
    const honest = (await told({ does: 'read', named: { id } })).body
    for (const kind of PLANTED_POINTER_DIFFERENCES) {
      spine.set({ planted: { [kind]: 1 } })
      t.not((await told({ does: 'read', named: { id } })).body, honest, kind)
    }
    spine.set({ planted: {}, otherPatientEvery: 1 })
    const other = resourceOf(await told({ does: 'read', named: { id } }))
    t.not(at(other, 'subject.reference'), at(JSON.parse(honest), 'subject.reference'))
  },
)
