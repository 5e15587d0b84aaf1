/** Spine's own record locator, STU3: what it does, in XML and in JSON. */
import t from 'tap'
import { inventPointers, PLANTED_POINTER_DIFFERENCES } from '../../src/simulator/index.ts'
import {
  ACME,
  at,
  BOREALIS,
  codeOf,
  draftOf,
  madeId,
  masterOf,
  PATIENTS,
  pointerCall,
  resourceOf,
} from '../support/pointers.ts'
import { ask, type Told } from './ask.ts'
import { JOHN, MARY, spineWith as given } from './locators.ts'

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

const search = { does: 'search', nhsNumber: MARY } as const

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
    const id = pointers.find(({ period }) => period !== undefined)?.id ?? ''
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
