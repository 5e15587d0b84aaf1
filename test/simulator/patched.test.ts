import t from 'tap'
import {
  createCloud,
  createPatients,
  INVALIDATED_NUMBER,
  type Patient,
  patientsOf,
  type Simulator,
  type SupplierRequest,
  UNKNOWN_NUMBER,
} from '../../src/simulator/index.ts'
import { ask, closing, get, idsOf, type Told } from './ask.ts'

const BASE = '/personal-demographics/FHIR/R4'
type Json = Readonly<Record<string, unknown>>

const [plain] = patientsOf('plain')
const [named] = patientsOf('several-names')
if (plain === undefined || named === undefined) throw new Error('nobody')

let count = 100
/** A PATCH of a record in the version it has, and what a test wants otherwise of it. */
function patch(
  { nhsNumber, version }: Pick<Patient, 'nhsNumber' | 'version'>,
  patches: unknown,
  more: { readonly match?: string | undefined; readonly type?: string; readonly id?: string } = {},
): SupplierRequest {
  const match = 'match' in more ? more.match : `W/"${version}"`
  return {
    method: 'PATCH',
    path: `${BASE}/Patient/${nhsNumber}`,
    headers: [
      ['X-Request-ID', more.id ?? idsOf(++count).messageId],
      ['Content-Type', more.type ?? 'application/json-patch+json'],
      ...(match === undefined ? [] : [['If-Match', match] as const]),
    ],
    body: JSON.stringify({ patches }),
  }
}

const read = async (cloud: Simulator, { nhsNumber }: Patient): Promise<Told> =>
  ask(cloud, get(`${BASE}/Patient/${nhsNumber}`))
const resourceOf = ({ body }: Told): Json => JSON.parse(body) as Json // the simulator wrote it
const codeOf = (told: Told): unknown => [
  told.status,
  (JSON.parse(told.body) as { issue?: { details: { coding: { code: string }[] } }[] }).issue?.[0]
    ?.details.coding[0]?.code,
]

const GENDER = [{ op: 'replace', path: '/gender', value: 'unknown' }]

t.test('a record is changed, one version on, and stays so', async t => {
  const cloud = await closing(t, createCloud())
  const told = await ask(cloud, patch(plain, GENDER))
  t.equal(told.status, 200)
  t.match(resourceOf(told), { gender: 'unknown', meta: { versionId: String(plain.version + 1) } })
  t.equal(told.header('etag'), `W/"${plain.version + 1}"`)
  const after = await read(cloud, plain)
  t.equal(after.body, told.body)
  const next = { ...plain, version: plain.version + 1 }
  t.equal(
    (await ask(cloud, patch(next, [{ op: 'add', path: '/multipleBirthInteger', value: 2 }])))
      .status,
    200,
  )
  t.equal((await read(cloud, plain)).header('etag'), `W/"${plain.version + 2}"`)
  const [name] = plain.names
  const search = `${BASE}/Patient?family=${name?.family ?? ''}&birthdate=eq${plain.birth.replace(/(....)(..)(..)/, '$1-$2-$3')}`
  t.match(resourceOf(await ask(cloud, get(search))), {
    entry: [{ resource: { gender: 'unknown' } }],
  })
})

t.test(
  'of a record that was changed nothing is changed either where one patch cannot be',
  async t => {
    const cloud = await closing(t, createCloud())
    const first = await ask(cloud, patch(plain, GENDER))
    const next = { ...plain, version: plain.version + 1 }
    const half = [{ op: 'add', path: '/multipleBirthInteger', value: 2 }, tested('/id', '0')]
    t.strictSame(codeOf(await ask(cloud, patch(next, half))), [400, 'INVALID_UPDATE'])
    t.equal((await read(cloud, plain)).body, first.body)
  },
)

t.test('a request that comes again is told the same, and carried out once', async t => {
  const cloud = await closing(t, createCloud())
  const sent = patch(plain, GENDER, { id: idsOf(7).messageId })
  const [first, again] = [await ask(cloud, sent), await ask(cloud, sent)]
  t.strictSame([again.status, again.body], [first.status, first.body])
  t.equal((await read(cloud, plain)).header('etag'), `W/"${plain.version + 1}"`)
  const other = patch({ ...plain, version: plain.version + 1 }, GENDER, { id: idsOf(7).messageId })
  t.strictSame(codeOf(await ask(cloud, other)), [400, 'INVALID_VALUE'])
})

const idIn = (list: 'names' | 'addresses', patient: Patient): string => patient[list][0]?.id ?? ''
const GP = { id: plain.providers[0]?.id, type: 'Organization' }
const tested = (path: string, value: unknown) => ({ op: 'test', path, value })
const HOME = { use: 'home', line: ['1'] }

/** What comes of patches; of those that are taken what the record says afterwards. */
const PATCHED: readonly (readonly [
  title: string,
  patches: unknown,
  comesTo: Json | string,
  of?: Patient,
])[] = [
  ['a test that holds', [tested('/id', plain.nhsNumber), ...GENDER], { gender: 'unknown' }],
  ['a test that fails', [...GENDER, tested('/id', '9990001006')], '400 INVALID_UPDATE'],
  ['a version that fails', [tested('/meta/versionId', '0'), ...GENDER], '400 INVALID_UPDATE'],
  ['no patches', [], '400 INVALID_UPDATE'],
  ['patches that are none', 'x', '400 INVALID_UPDATE'],
  ['an operation nobody knows', [{ op: 'move', path: '/gender' }], '400 INVALID_VALUE'],
  [
    'a replacement of nothing',
    [{ op: 'replace', path: '/photo', value: [] }],
    '400 INVALID_UPDATE',
  ],
  ['a way that leads nowhere', [{ op: 'add', path: '/a/b/c', value: 1 }], '400 INVALID_UPDATE'],
  ['no gender', [{ op: 'remove', path: '/gender' }], '403 FORBIDDEN_UPDATE'],
  ['another gender', [{ op: 'replace', path: '/gender', value: 'other' }], '400 INVALID_UPDATE'],
  ['no birth', [{ op: 'remove', path: '/birthDate' }], '403 FORBIDDEN_UPDATE'],
  ['a year of birth', [{ op: 'replace', path: '/birthDate', value: '1971' }], '400 INVALID_UPDATE'],
  [
    'a name added',
    [{ op: 'add', path: '/name/-', value: { use: 'temp', family: 'ZZTEST' } }],
    { name: [{}, { use: 'temp', family: 'ZZTEST', id: /^[0-9A-F]{8}$/ }] },
  ],
  [
    'a given name before the others',
    [{ op: 'add', path: '/name/0/given/0', value: 'ZZ' }],
    { name: [{ given: ['ZZ', ...(plain.names[0]?.given ?? [])] }] },
  ],
  [
    'a given name behind the last place',
    [{ op: 'add', path: '/name/0/given/9', value: 'ZZ' }],
    '400 INVALID_UPDATE',
  ],
  [
    'a name added in some place',
    [{ op: 'add', path: '/name/0', value: { use: 'temp', family: 'ZZTEST' } }],
    '400 INVALID_UPDATE',
  ],
  [
    'a second usual name',
    [{ op: 'add', path: '/name/-', value: { use: 'usual', family: 'ZZTEST' } }],
    '403 FORBIDDEN_UPDATE',
  ],
  ['a second home', [{ op: 'add', path: '/address/-', value: HOME }], '403 FORBIDDEN_UPDATE'],
  [
    'a name replaced',
    [{ op: 'replace', path: '/name/0', value: { id: idIn('names', plain), family: 'ZZ' } }],
    { name: [{ id: idIn('names', plain), family: 'ZZ' }] },
  ],
  [
    'a name replaced that is another',
    [{ op: 'replace', path: '/name/0', value: { id: 'other', family: 'ZZ' } }],
    '400 INVALID_UPDATE',
  ],
  ['a name removed untested', [{ op: 'remove', path: '/name/1' }], '400 INVALID_UPDATE', named],
  [
    'a name removed',
    [tested('/name/1/id', named.names[1]?.id), { op: 'remove', path: '/name/1' }],
    { name: { length: named.names.filter(({ past }) => !past).length - 1 } },
    named,
  ],
  [
    'a practice replaced',
    [
      {
        op: 'replace',
        path: '/generalPractitioner/0',
        value: { ...GP, identifier: { value: 'Z99' } },
      },
    ],
    { generalPractitioner: [{ ...GP, identifier: { value: 'Z99' } }] },
  ],
  [
    'a second practice',
    [{ op: 'add', path: '/generalPractitioner/-', value: { type: 'Organization' } }],
    '403 FORBIDDEN_UPDATE',
  ],
]

for (const [title, patches, comesTo, of = plain] of PATCHED) {
  t.test(title, async t => {
    const cloud = await closing(t, createCloud())
    const before = await read(cloud, of)
    const told = await ask(cloud, patch(of, patches))
    if (typeof comesTo === 'string') {
      t.equal((codeOf(told) as readonly unknown[]).join(' '), comesTo)
      t.equal((await read(cloud, of)).body, before.body, 'nothing is changed')
    } else {
      t.equal(told.status, 200, told.body)
      t.match(resourceOf(await read(cloud, of)), comesTo)
    }
  })
}

t.test('what is wrong with the request itself is told before', async t => {
  const cloud = await closing(t, createCloud())
  const [none, invalid] = [UNKNOWN_NUMBER, INVALIDATED_NUMBER].map(nhsNumber => ({
    nhsNumber,
    version: 1,
  }))
  for (const [sent, expected] of [
    [patch(plain, GENDER, { match: undefined }), [412, 'PRECONDITION_FAILED']],
    [patch(plain, GENDER, { match: '*' }), [412, 'PRECONDITION_FAILED']],
    [patch(plain, GENDER, { match: `"${plain.version}"` }), [412, 'PRECONDITION_FAILED']],
    [patch(plain, GENDER, { match: 'W/"0"' }), [409, 'RESOURCE_VERSION_MISMATCH']],
    [patch(plain, GENDER, { type: 'application/json' }), [400, 'UNSUPPORTED_SERVICE']],
    [patch(none ?? plain, GENDER), [404, 'RESOURCE_NOT_FOUND']],
    [patch(invalid ?? plain, GENDER), [404, 'INVALIDATED_RESOURCE']],
    [patch({ nhsNumber: '9990000015', version: 1 }, GENDER), [400, 'INVALID_RESOURCE_ID']],
  ] as const) {
    t.strictSame(codeOf(await ask(cloud, sent)), expected)
  }
})

t.test('each cloud has records of its own', async t => {
  const [one, other] = [await closing(t, createCloud()), await closing(t, createCloud())]
  t.equal((await ask(one, patch(plain, GENDER))).status, 200)
  t.equal((await read(other, plain)).header('etag'), `W/"${plain.version}"`)
  t.equal(createPatients().find(each => each.nhsNumber === plain.nhsNumber)?.version, plain.version)
})
