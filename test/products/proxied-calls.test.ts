/** What is asked through the Spine Secure Proxy is what its header, its method and its path say together. */
import t from 'tap'
import type { RawHeaders } from '../../src/exchange/index.ts'
import { INTERACTIONS, policyFor } from '../../src/products/index.ts'
import { readCall, readCallWith } from './read.ts'

const NHS = '9990000018'
const NUMBER = encodeURIComponent(`https://fhir.nhs.uk/Id/nhs-number|${NHS}`)
const PRACTICE = '/https://gp.example.test/A99999/STU3/1'
const RECORD = '/https%3A%2F%2Frecords.example.test%2Fone'

const named = (id: string): RawHeaders => [
  ...['Ssp-InteractionID', id, 'Ssp-TraceID', 't-1'],
  ...['Ssp-From', '200000000115', 'Ssp-To', '200000000116'],
]

const gpConnect = (end: string): string => `urn:nhs:names:services:gpconnect:fhir:${end}`
const CONTENT = 'urn:nhs:names:services:nrl:DocumentReference.content.read'

type Row = readonly [id: string, method: string, target: string, keys?: object]

/** The calls of GP Connect, and of what a pointer leads to. */
const CALLS: readonly Row[] = [
  [gpConnect('rest:read:metadata-1'), 'GET', `${PRACTICE}/metadata`],
  [gpConnect('rest:read:patient-1'), 'GET', `${PRACTICE}/Patient/1584`],
  [
    gpConnect('rest:search:patient-1'),
    'GET',
    `${PRACTICE}/Patient?identifier=${NUMBER}`,
    { nhsNumber: NHS },
  ],
  [gpConnect('rest:read:practitioner-1'), 'GET', `${PRACTICE}/Practitioner/1`],
  [gpConnect('rest:search:practitioner-1'), 'GET', `${PRACTICE}/Practitioner?identifier=x|y`],
  [gpConnect('rest:read:organization-1'), 'GET', `${PRACTICE}/Organization/1`],
  [gpConnect('rest:search:organization-1'), 'GET', `${PRACTICE}/Organization?identifier=x|y`],
  [gpConnect('rest:read:location-1'), 'GET', `${PRACTICE}/Location/1`],
  [gpConnect('rest:search:slot-1'), 'GET', `${PRACTICE}/Slot?start=ge2026-11-22`],
  [gpConnect('rest:read:appointment-1'), 'GET', `${PRACTICE}/Appointment/9`],
  [
    gpConnect('rest:search:patient_appointments-1'),
    'GET',
    `${PRACTICE}/Patient/1584/Appointment?start=ge2026-11-22`,
  ],
  [gpConnect('rest:create:appointment-1'), 'POST', `${PRACTICE}/Appointment`],
  [gpConnect('rest:update:appointment-1'), 'PUT', `${PRACTICE}/Appointment/9`],
  [gpConnect('rest:cancel:appointment-1'), 'PUT', `${PRACTICE}/Appointment/9`],
  [
    gpConnect('operation:gpc.registerpatient-1'),
    'POST',
    `${PRACTICE}/Patient/$gpc.registerpatient`,
  ],
  [
    gpConnect('operation:gpc.getstructuredrecord-1'),
    'POST',
    `${PRACTICE}/Patient/$gpc.getstructuredrecord`,
  ],
  [CONTENT, 'GET', RECORD],
  [CONTENT, 'GET', '/https://records.example.test/a/b?c=d'],
]

t.test('each call is known by its header and by what it asks', t => {
  for (const [id, method, target, keys = {}] of CALLS) {
    const identified = readCall(method, target, named(id))
    t.match(identified, {
      ...{ interaction: id, product: 'ssp', messageId: 't-1' },
      ...{ from: { asid: '200000000115' }, to: { asid: '200000000116' } },
    })
    t.strictSame({ ...identified.keys }, keys, id)
    t.equal(policyFor(id).name, 'ssp.records', id)
  }
  const shown = new Set(CALLS.map(([id]) => id))
  for (const { id, product } of INTERACTIONS) if (product === 'ssp') t.ok(shown.has(id), id)
  t.end()
})

t.test('a header that says another thing than the call is believed in nothing', t => {
  const READ = gpConnect('rest:read:patient-1')
  const OTHERS: readonly Row[] = [
    [READ, 'POST', `${PRACTICE}/Appointment`],
    [READ, 'PUT', `${PRACTICE}/Patient/1584`],
    [READ, 'GET', `${PRACTICE}/Patient/1584/Appointment`],
    [READ, 'GET', `${PRACTICE}/Patient/$gpc.registerpatient`],
    [READ, 'GET', '/Patient/1584'],
    [READ, 'GET', '/personal-demographics/FHIR/R4/Patient/9990000018'],
    [gpConnect('operation:gpc.getstructuredrecord-1'), 'POST', `${PRACTICE}/Appointment`],
    [
      gpConnect('operation:gpc.getstructuredrecord-1'),
      'POST',
      `${PRACTICE}/Patient/$gpc.registerpatient`,
    ],
    [CONTENT, 'POST', RECORD],
    [CONTENT, 'GET', '/records/one'],
    ['QUPA_IN000008UK02', 'GET', `${PRACTICE}/Patient/1584`],
    ['pds-fhir-read', 'GET', `${PRACTICE}/Patient/9990000018`],
  ]
  for (const [id, method, target] of OTHERS) {
    const { interaction, class: own, keys } = readCall(method, target, named(id))
    t.strictSame(
      [interaction, own, { ...keys }],
      [undefined, 'unknown', {}],
      `${id} ${method} ${target}`,
    )
  }
  t.end()
})

t.test('a name no product knows is taken as it is, for a write', t => {
  const id = gpConnect('operation:gpc.migratestructuredrecord-1')
  const target = `${PRACTICE}/Patient/$gpc.migratestructuredrecord`
  t.match(readCall('POST', target, named(id)), { interaction: id, class: 'unknown' })
  t.match(readCall('GET', `${PRACTICE}/Patient/1`), { interaction: undefined, class: 'unknown' })
  t.end()
})

const parameters = (...parameter: readonly object[]): string =>
  JSON.stringify({ resourceType: 'Parameters', parameter })
const identifier = { system: 'https://fhir.nhs.uk/Id/nhs-number', value: NHS }

t.test('a record that is asked for, and who is registered, are named in the body', t => {
  const type = ['Content-Type', 'application/fhir+json']
  const record = gpConnect('operation:gpc.getstructuredrecord-1')
  const asked = readCallWith(
    'POST',
    `${PRACTICE}/Patient/$gpc.getstructuredrecord`,
    [...type, ...named(record)],
    parameters(
      { name: 'patientNHSNumber', valueIdentifier: identifier },
      { name: 'includeAllergies' },
    ),
  )
  t.match(asked, {
    interaction: record,
    class: 'audited-read',
    agrees: true,
    keys: { nhsNumber: NHS },
  })
  const registration = gpConnect('operation:gpc.registerpatient-1')
  const registered = readCallWith(
    'POST',
    `${PRACTICE}/Patient/$gpc.registerpatient`,
    [...type, ...named(registration)],
    parameters({
      name: 'registerPatient',
      resource: { resourceType: 'Patient', identifier: [identifier] },
    }),
  )
  t.match(registered, { interaction: registration, class: 'write', keys: { nhsNumber: NHS } })
  t.end()
})
