/** The cloud's record locator, R4, and the feed between the two: what they do and what they refuse. */
import { createRequire } from 'node:module'
import t from 'tap'
import { createCloud, createPointerFeeds, inventPointers } from '../../src/simulator/index.ts'
import { ACME, at, type Json, PATIENTS } from '../support/pointers.ts'
import { ask, closing, get, type Told } from './ask.ts'
import { MARY, spineWith } from './locators.ts'

// It has no default export that ESM finds.
const { Fhir } = createRequire(import.meta.url)('fhir/fhir') as {
  Fhir: new () => { validate(resource: unknown): { valid: boolean; messages: unknown } }
}

const PRODUCER = '/record-locator/producer/FHIR/R4/DocumentReference'
const CONSUMER = '/record-locator/consumer/FHIR/R4/DocumentReference'
const OF_MARY = `?subject:identifier=https://fhir.nhs.uk/Id/nhs-number|${MARY}`
const ODS = ['NHSD-End-User-Organisation-ODS', ACME.ods] as const

const bodyOf = (told: Told): Json => JSON.parse(told.body) as Json // what is no object shows where it is read
const code = (told: Told): unknown => at(bodyOf(told), 'issue.0.details.coding.0.code')

async function given(test: Parameters<typeof closing>[0], pointers = inventPointers(PATIENTS)) {
  const starting = createCloud({ pointers })
  const cloud = await starting
  await closing(test, starting)
  const asked = (method: string, path: string, body?: unknown, lines = [ODS]) =>
    ask(cloud, {
      ...get(path, lines),
      method,
      body: body === undefined ? '' : JSON.stringify(body),
    })
  return { cloud, asked }
}

/** A pointer of Acme's to a contact page, as it would be sent anew. */
async function fresh(asked: Awaited<ReturnType<typeof given>>['asked']): Promise<Json> {
  const own = inventPointers(PATIENTS).find(
    ({ custodian, asid }) => custodian === ACME.ods && asid === undefined,
  )
  const read = bodyOf(await asked('GET', `${PRODUCER}/${ACME.ods}-${own?.id ?? ''}`))
  return { ...read, id: undefined, masterIdentifier: undefined, meta: undefined }
}

t.test(
  'every pointer it gives is valid R4, under its custodian’s code and its logical id',
  async t => {
    const { asked } = await given(t)
    const pointers = inventPointers(PATIENTS).slice(0, 25)
    for (const { id, custodian, subject } of pointers) {
      const told = await asked('GET', `${CONSUMER}/${custodian}-${id}`)
      t.match([told.status, at(bodyOf(told), 'id')], [200, `${custodian}-${id}`])
      t.equal(told.header('x-request-id'), '60e0b220-8136-4ca5-ae46-1d97ef59d068')
      t.ok(new Fhir().validate(bodyOf(told)).valid)
      t.equal(at(bodyOf(told), 'subject.identifier.value'), subject)
    }
  },
)

t.test(
  'a pointer is made, superseded, replaced and deleted; what is superseded is deleted',
  async t => {
    const { asked, cloud } = await given(t)
    const sent = await fresh(asked)
    const made = await asked('POST', PRODUCER, sent)
    t.match([made.status, code(made)], [201, 'RESOURCE_CREATED'])
    const path = made.header('location') ?? ''
    const id = path.split('/').at(-1) ?? ''
    t.match(id, new RegExp(`^${ACME.ods}-[-0-9a-f]{36}$`))
    const relatesTo = [{ code: 'replaces', target: { identifier: { value: id } } }]
    const next = await asked('POST', PRODUCER, { ...sent, relatesTo })
    t.match([next.status, code(next)], [201, 'RESOURCE_SUPERSEDED'])
    t.equal((await asked('GET', path)).status, 404)
    const second = next.header('location') ?? ''
    const present = bodyOf(await asked('GET', second))
    const changed = await asked('PUT', second, { ...present, status: 'entered-in-error' })
    t.match([changed.status, code(changed)], [200, 'RESOURCE_UPDATED'])
    t.match(bodyOf(await asked('GET', second)), { status: 'entered-in-error' }, 'it is not deleted')
    const deleted = await asked('DELETE', second)
    t.match([deleted.status, code(deleted)], [200, 'RESOURCE_REMOVED'])
    t.equal(code(await asked('DELETE', second)), 'RESOURCE_NOT_FOUND')
    t.equal(cloud.pointers().length, inventPointers(PATIENTS).length)
  },
)

t.test('what it refuses it refuses in its own words', async t => {
  const { asked, cloud } = await given(t)
  const sent = await fresh(asked)
  const target = (value: string) => [{ code: 'replaces', target: { identifier: { value } } }]
  const other = inventPointers(PATIENTS).find(({ custodian }) => custodian !== ACME.ods)
  const others = `${PRODUCER}/${other?.custodian ?? ''}-${other?.id ?? ''}`
  const rows: readonly (readonly [string, Promise<Told>, number, string | undefined])[] = [
    ['HEAD', asked('HEAD', PRODUCER + OF_MARY), 405, undefined],
    ['PATCH', asked('PATCH', PRODUCER, {}), 405, 'METHOD_NOT_ALLOWED'],
    ['a write at the consumers’ base', asked('POST', CONSUMER, sent), 405, 'METHOD_NOT_ALLOWED'],
    [
      'no organisation',
      asked('GET', PRODUCER + OF_MARY, undefined, []),
      400,
      'MISSING_OR_INVALID_HEADER',
    ],
    [
      'nobody’s organisation',
      asked('GET', PRODUCER + OF_MARY, undefined, [[ODS[0], 'Q9999']] as never),
      403,
      'ACCESS_DENIED',
    ],
    ['no patient', asked('GET', PRODUCER), 400, 'INVALID_NHS_NUMBER'],
    ['a bad number', asked('GET', `${PRODUCER}${OF_MARY}0`), 400, 'INVALID_NHS_NUMBER'],
    ['an odd parameter', asked('GET', `${CONSUMER}${OF_MARY}&author=x`), 400, 'INVALID_PARAMETER'],
    ['nobody’s id', asked('GET', `${CONSUMER}/${ACME.ods}-nobody`), 404, 'RESOURCE_NOT_FOUND'],
    ['another’s pointer', asked('DELETE', others), 403, 'AUTHOR_CREDENTIALS_ERROR'],
    ['no body', asked('POST', PRODUCER), 400, 'BAD_REQUEST'],
    [
      'no resource',
      asked('POST', PRODUCER, { resourceType: 'Patient' }),
      400,
      'MESSAGE_NOT_WELL_FORMED',
    ],
    [
      'no content',
      asked('POST', PRODUCER, { ...sent, content: undefined }),
      400,
      'INVALID_RESOURCE',
    ],
    [
      'another’s custody',
      asked('POST', PRODUCER, { ...sent, custodian: at({ sent }, 'sent.author.0') }),
      400,
      'BAD_REQUEST',
    ],
    [
      'nothing to supersede',
      asked('POST', PRODUCER, { ...sent, relatesTo: target(`${ACME.ods}-x`) }),
      400,
      'BAD_REQUEST',
    ],
    [
      'another path',
      asked('GET', '/record-locator/producer/FHIR/R4/Patient'),
      404,
      'RESOURCE_NOT_FOUND',
    ],
  ]
  for (const [why, told, status, says] of rows) {
    const { status: is } = await told
    t.equal(is, status, why)
    if (says !== undefined) t.equal(code(await told), says, why)
  }
  t.equal(cloud.pointers().length, inventPointers(PATIENTS).length)
})

t.test(
  'what one side took the other has by the feed, in order, unless it is held or lost',
  async t => {
    const feeds = createPointerFeeds()
    t.teardown(() => feeds.close())
    const starting = createCloud({ pointers: [], feed: feeds.cloud })
    await closing(t, starting)
    const cloud = await starting
    const { spine, made, told } = await spineWith(t, { feed: feeds.legacy })
    const ids = () => cloud.pointers().map(({ id }) => id)
    feeds.hold()
    const first = await made(1)
    const second = await made(2, { replaces: { id: first } })
    t.strictSame([ids(), feeds.underWay()], [[], 2])
    feeds.release()
    t.strictSame([ids(), feeds.underWay(), feeds.brought()], [[second], 0, 2])
    t.strictSame(
      spine.pointers().map(({ id }) => id),
      [first, second],
      'and nothing goes round',
    )
    feeds.fail()
    t.equal((await told({ does: 'delete', named: { id: second } })).status, 200)
    t.strictSame([ids(), feeds.lost()], [[second], 1])
    feeds.mend()
    const third = await made(3)
    while (feeds.underWay() > 0) await new Promise(resolve => setImmediate(resolve))
    t.strictSame(ids(), [second, third])
  },
)
