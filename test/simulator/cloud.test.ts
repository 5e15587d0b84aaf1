import t from 'tap'
import {
  askedNumber,
  createCloud,
  createPatients,
  createRequest,
  INVALIDATED_NUMBER,
  patientsOf,
  UNKNOWN_NUMBER,
} from '../../src/simulator/index.ts'
import { ask, closing, get, idsOf } from './ask.ts'

const BASE = '/personal-demographics/FHIR/R4'

interface Resource {
  readonly id: string
  readonly meta: { readonly versionId: string; readonly security: readonly { code: string }[] }
  readonly name: readonly { use: string; given: string[]; family: string }[]
  readonly address?: readonly { use: string; line: string[]; postalCode: string }[]
  readonly telecom?: readonly { system: string; use?: string }[]
  readonly generalPractitioner?: readonly unknown[]
  readonly extension?: readonly { url: string }[]
  readonly birthDate: string
  readonly gender: string
}
// What the simulator itself wrote: its shape is what the test is about.
const patientOf = (body: string): Resource => JSON.parse(body) as Resource

t.test('all 200 patients are read, with version and ETag in step', async t => {
  const cloud = await closing(t, createCloud())
  for (const [n, patient] of createPatients().entries()) {
    const told = await ask(cloud, createRequest('pds-fhir-read', patient, idsOf(n)))
    const read = patientOf(told.body)
    t.equal(told.status, 200)
    t.equal(read.id, patient.nhsNumber)
    t.equal(told.header('etag'), `W/"${patient.version}"`)
    t.equal(read.meta.versionId, String(patient.version))
  }
})

t.test('a request id and a correlation id come back as they were sent', async t => {
  const cloud = await closing(t, createCloud())
  const sent = createRequest('pds-fhir-read', createPatients()[0]!, {
    ...idsOf(1),
    payloadId: 'aB-1',
  })
  const told = await ask(cloud, sent)
  for (const name of ['X-Request-ID', 'X-Correlation-ID']) {
    const [, value] = sent.headers.find(([each]) => each === name)!
    t.equal(told.header(name.toLowerCase()), value)
  }
  t.match(told.raw, ['Date', /GMT$/, 'Content-Type', 'application/fhir+json', 'ETag'])
})

const REFUSED: readonly (readonly [string, ReturnType<typeof get>, number, string])[] = [
  [
    'nobody lives under a number',
    get(`${BASE}/Patient/${UNKNOWN_NUMBER}`),
    404,
    'RESOURCE_NOT_FOUND',
  ],
  [
    'a number was invalidated',
    get(`${BASE}/Patient/${INVALIDATED_NUMBER}`),
    404,
    'INVALIDATED_RESOURCE',
  ],
  ['a check digit is wrong', get(`${BASE}/Patient/9990000015`), 400, 'INVALID_RESOURCE_ID'],
  ['an id is no number', get(`${BASE}/Patient/abc`), 400, 'INVALID_RESOURCE_ID'],
  [
    'a path is another service',
    get('/electronic-prescriptions/FHIR/R4/Task'),
    404,
    'UNSUPPORTED_SERVICE',
  ],
  ['a path below the base is unknown', get(`${BASE}/Coverage`), 404, 'UNSUPPORTED_SERVICE'],
  [
    'the method is a write',
    { ...get(`${BASE}/Patient/${UNKNOWN_NUMBER}`), method: 'PUT' },
    404,
    'UNSUPPORTED_SERVICE',
  ],
  [
    'the request id is missing',
    { ...get(`${BASE}/Patient/${UNKNOWN_NUMBER}`), headers: [] },
    400,
    'MISSING_VALUE',
  ],
  [
    'the request id is no UUID',
    { ...get(`${BASE}/Patient/${UNKNOWN_NUMBER}`), headers: [['X-Request-ID', '1234']] },
    400,
    'INVALID_VALUE',
  ],
  [
    'a search says too little',
    get(`${BASE}/Patient?family=Oakfiddle`),
    400,
    'TOO_FEW_SEARCH_PARAMS',
  ],
  [
    'a search says what nobody knows',
    get(`${BASE}/Patient?family=O&birthdate=2000-01-01&shoe=9`),
    400,
    'INVALID_SEARCH_DATA',
  ],
]
for (const [title, sent, status, code] of REFUSED) {
  t.test(`an OperationOutcome ${code} says that ${title}`, async t => {
    const cloud = await closing(t, createCloud())
    const told = await ask(cloud, sent)
    t.equal(told.status, status)
    t.match(JSON.parse(told.body), {
      resourceType: 'OperationOutcome',
      issue: [
        {
          details: {
            coding: [
              { system: 'https://fhir.nhs.uk/R4/CodeSystem/Spine-ErrorOrWarningCode', code },
            ],
          },
        },
      ],
    })
    t.equal(told.header('etag'), undefined)
  })
}

t.test('a token is asked for where one was given to it', async t => {
  const cloud = await closing(t, createCloud({ token: 'let-me-in' }))
  const path = `${BASE}/Patient/${createPatients()[0]!.nhsNumber}`
  t.equal((await ask(cloud, get(path))).status, 401)
  t.equal((await ask(cloud, get(path, [['Authorization', 'Bearer let-me-in']]))).status, 200)
})

t.test('a former number is answered with the record under its new one', async t => {
  const cloud = await closing(t, createCloud())
  const [patient] = patientsOf('superseded')
  const { body, status } = await ask(cloud, get(`${BASE}/Patient/${askedNumber(patient!)}`))
  t.equal(status, 200)
  t.equal(patientOf(body).id, patient!.nhsNumber)
})

t.test('a restricted patient has no address, telecom or GP', async t => {
  const cloud = await closing(t, createCloud())
  for (const patient of patientsOf('restricted')) {
    const read = patientOf(
      (await ask(cloud, createRequest('pds-fhir-read', patient, idsOf(1)))).body,
    )
    t.equal(read.meta.security[0]?.code, 'R')
    t.notOk(read.address ?? read.telecom ?? read.generalPractitioner)
    t.ok(read.name[0]?.family)
  }
})

t.test('blank address lines, empty given names and what is past are left out', async t => {
  const cloud = await closing(t, createCloud())
  const readOf = async (kind: Parameters<typeof patientsOf>[0]) => {
    const [patient] = patientsOf(kind)
    const told = await ask(cloud, createRequest('pds-fhir-read', patient!, idsOf(1)))
    return { patient: patient!, read: patientOf(told.body) }
  }
  const blank = await readOf('no-premises-id')
  t.equal(blank.patient.addresses[0]?.lines[0], '')
  t.equal(blank.read.address?.[0]?.line.length, 4)
  const given = await readOf('empty-given')
  t.ok(given.patient.names[0]?.given.includes(''))
  t.notOk(given.read.name[0]?.given.includes(''))
  const long = await readOf('long-history')
  t.equal(long.patient.addresses.length, 91)
  t.equal(long.read.address?.length, 1)
  const secret = await readOf('shared-secret')
  t.notMatch(JSON.stringify(secret.read), secret.patient.secret, 'the secret stays lost')
})

t.test(
  'a search finds who matches, nobody as total 0, and too many as an outcome of status 200',
  async t => {
    const cloud = await closing(t, createCloud())
    for (const patient of createPatients().slice(0, 60)) {
      const { body, status } = await ask(cloud, createRequest('pds-fhir-search', patient, idsOf(2)))
      t.equal(status, 200)
      t.match(JSON.parse(body), {
        type: 'searchset',
        total: 1,
        entry: [{ resource: { id: patient.nhsNumber } }],
      })
    }
    const none = await ask(cloud, get(`${BASE}/Patient?family=Nobody&birthdate=eq1900-01-01`))
    t.match(none.body, '"total":0}')
    t.notMatch(none.body, 'entry')
    const twins = createPatients().map(each => ({ ...each, birth: '20000101' }))
    const crowd = await closing(t, createCloud({ patients: twins }))
    const many = await ask(crowd, get(`${BASE}/Patient?family=**&birthdate=2000-01-01`))
    t.equal(many.status, 200)
    t.match(many.body, 'TOO_MANY_MATCHES')
  },
)
