import t from 'tap'
import { type RawHeaders } from '../../src/exchange/index.ts'
import { policyFor } from '../../src/products/index.ts'
import { readCall, readCallWith } from './read.ts'

const NHS = '9990000018'
const PATIENT = encodeURIComponent(`https://demographics.spineservices.nhs.uk/STU3/Patient/${NHS}`)
const NUMBER = encodeURIComponent(`https://fhir.nhs.uk/Id/nhs-number|${NHS}`)
const POINTER = 'c037a0cb-0c77-4977-83a1-a5d2703e0d72-1'
const byId = { pointerId: POINTER }
const patient = { nhsNumber: NHS }

type Row = readonly [method: string, target: string, id: string, keys?: object]

/** The calls of the locator Spine runs, as nhsconnect/FHIR-NRLS-API has them. */
const STU3: readonly Row[] = [
  ['GET', `?subject=${PATIENT}`, 'nrl-stu3-search', patient],
  ['GET', `?subject=${PATIENT}&_summary=count`, 'nrl-stu3-search', patient],
  ['GET', `?subject=${PATIENT}&custodian=x&type.coding=y`, 'nrl-stu3-search', patient],
  ['GET', `?_id=${POINTER}`, 'nrl-stu3-read-by-query', byId],
  ['GET', `/${POINTER}`, 'nrl-stu3-read', byId],
  ['POST', '', 'nrl-stu3-create'],
  ['PATCH', `/${POINTER}`, 'nrl-stu3-update', byId],
  ['PATCH', `?_id=${POINTER}`, 'nrl-stu3-update-by-query', byId],
  ['PATCH', `?subject=${PATIENT}&identifier=x|1`, 'nrl-stu3-update-by-patient', patient],
  ['DELETE', `/${POINTER}`, 'nrl-stu3-delete', byId],
  ['DELETE', `?_id=${POINTER}`, 'nrl-stu3-delete-by-query', byId],
  ['DELETE', `?subject=${PATIENT}&identifier=x|1`, 'nrl-stu3-delete-by-patient', patient],
]

/** Those of the locator in R4 (NHSDigital/nrl-producer-api, NHSDigital/nrl-consumer-api). */
const R4: readonly Row[] = [
  ['GET', `producer ?subject:identifier=${NUMBER}`, 'nrl-producer-search', patient],
  ['GET', `producer ?subject%3Aidentifier=${NUMBER}&type=z`, 'nrl-producer-search', patient],
  ['POST', 'producer /_search', 'nrl-producer-search-posted'],
  ['GET', 'producer /Y05868-1', 'nrl-producer-read'],
  ['POST', 'producer ', 'nrl-producer-create'],
  ['PUT', 'producer /Y05868-1', 'nrl-producer-update'],
  ['DELETE', 'producer /Y05868-1', 'nrl-producer-delete'],
  ['GET', `consumer ?subject:identifier=${NUMBER}`, 'nrl-consumer-search', patient],
  ['GET', `consumer ?subject:identifier=${NUMBER}&_summary=count`, 'nrl-consumer-search', patient],
  ['POST', 'consumer /_search', 'nrl-consumer-search-posted'],
  ['GET', 'consumer /Y05868-1', 'nrl-consumer-read'],
]

/** Those of a mailbox, in both versions of MESH (NHSDigital/mesh-api-specification). */
const MESH: readonly Row[] = [
  ['POST', '/X26TEST1', 'mesh-handshake'],
  ['GET', '/X26TEST1', 'mesh-handshake-get'],
  ['GET', '/X26TEST1/inbox', 'mesh-inbox'],
  ['GET', '/X26TEST1/inbox?max_results=100&workflow_filter=W', 'mesh-inbox'],
  ['GET', '/X26TEST1/count', 'mesh-count'],
  ['GET', '/X26TEST1/inbox/20261122120000001_ABC123', 'mesh-message'],
  ['HEAD', '/X26TEST1/inbox/20261122120000001_ABC123', 'mesh-head'],
  ['GET', '/X26TEST1/inbox/20261122120000001_ABC123/2', 'mesh-message-chunk'],
  ['PUT', '/X26TEST1/inbox/20261122120000001_ABC123/status/acknowledged', 'mesh-acknowledge'],
  ['POST', '/X26TEST1/outbox', 'mesh-send'],
  ['POST', '/X26TEST1/outbox/20261122120000001_ABC123/2', 'mesh-send-chunk'],
  ['GET', '/X26TEST1/outbox/tracking?messageID=20261122120000001_ABC123', 'mesh-tracking'],
  ['GET', '/X26TEST1/outbox/tracking/my-own-1', 'mesh-tracking-local'],
  ['GET', '/endpointlookup/A99999/SOME_WORKFLOW', 'mesh-lookup'],
  ['GET', '/workflowsearch/SOME_WORKFLOW', 'mesh-workflow-search'],
]

const CALLS: readonly Row[] = [
  ...STU3.map(([method, end, ...rest]): Row => [method, `/STU3/DocumentReference${end}`, ...rest]),
  ...R4.map(([method, target, ...rest]): Row => {
    const [who = '', end = ''] = target.split(' ')
    return [method, `/record-locator/${who}/FHIR/R4/DocumentReference${end}`, ...rest]
  }),
  ...MESH.map(([method, end, ...rest]): Row => [method, `/messageexchange${end}`, ...rest]),
]

t.test('a pointer’s call and a mailbox’s are known by method and path, with their keys', t => {
  for (const [method, target, id, keys = {}] of CALLS) {
    const identified = readCall(method, target, ['fromASID', '200000000115'])
    t.match(identified, { interaction: id, from: { asid: '200000000115' } }, `${method} ${target}`)
    t.strictSame({ ...identified.keys }, keys, `${method} ${target}`)
  }
  t.end()
})

t.test('each is compared as its product says', t => {
  for (const [, , id] of CALLS) {
    const isMessage = /^mesh-(?:message|head)/.test(id)
    const own = isMessage ? 'mesh.contents' : 'mesh.messages'
    t.equal(policyFor(id).name, id.startsWith('nrl') ? 'nrl.pointers' : own, id)
  }
  t.end()
})

t.test('what another service has at such a path is not taken for a pointer or a mailbox', t => {
  const OTHERS: readonly (readonly [method: string, target: string, id: string | undefined])[] = [
    ['GET', `/summary-care-record/FHIR/R4/DocumentReference?patient=${NUMBER}`, 'scr-fhir-list'],
    ['GET', '/record-locator/FHIR/R4/DocumentReference/1', undefined],
    ['GET', '/STU3/Patient/1', undefined],
    ['PUT', '/STU3/DocumentReference/1', undefined],
    ['GET', `/https://gp.example.test/STU3/DocumentReference?subject=${PATIENT}`, undefined],
    ['DELETE', '/messageexchange/X26TEST1/inbox/1', undefined],
    ['PUT', '/messageexchange/X26TEST1/inbox/1/status/read', undefined],
    ['GET', '/messageexchange/X26TEST1/outbox/tracking', undefined],
  ]
  for (const [method, target, id] of OTHERS) {
    t.equal(readCall(method, target).interaction, id, `${method} ${target}`)
  }
  t.end()
})

const JSON_TYPE = ['Content-Type', 'application/fhir+json']
const XML_TYPE = ['Content-Type', 'application/fhir+xml']
const REFERENCE = `https://demographics.spineservices.nhs.uk/STU3/Patient/${NHS}`
const pointer = (subject: object) =>
  JSON.stringify({ resourceType: 'DocumentReference', status: 'current', subject })

const POINTERS: readonly (readonly [
  method: string,
  target: string,
  type: RawHeaders,
  body: string,
  keys: object,
])[] = [
  ['POST', '/STU3', JSON_TYPE, pointer({ reference: REFERENCE }), patient],
  [
    'POST',
    '/STU3',
    XML_TYPE,
    `<DocumentReference xmlns="http://hl7.org/fhir"><subject><reference value="${REFERENCE}"/></subject></DocumentReference>`,
    patient,
  ],
  [
    'POST',
    '/record-locator/producer/FHIR/R4',
    JSON_TYPE,
    pointer({ identifier: { value: NHS } }),
    patient,
  ],
  [
    'PUT',
    '/record-locator/producer/FHIR/R4',
    JSON_TYPE,
    pointer({ identifier: { value: NHS } }),
    patient,
  ],
  // A status is changed by parameters, which name no patient.
  ['PATCH', '/STU3', JSON_TYPE, pointer({ reference: REFERENCE }), {}],
]

t.test('a pointer that is written names its patient in its body, in either way', t => {
  for (const [method, base, type, body, keys] of POINTERS) {
    const end = method === 'POST' ? '' : '/1'
    // Spine's locator is asked by a pointer's id in the path too.
    const inPath = base === '/STU3' && end !== '' ? { pointerId: '1' } : {}
    const identified = readCallWith(method, `${base}/DocumentReference${end}`, type, body)
    t.strictSame({ ...identified.keys }, { ...keys, ...inPath }, `${method} ${base}`)
    t.match(identified, { class: 'write', agrees: true }, `${method} ${base}`)
  }
  t.end()
})
