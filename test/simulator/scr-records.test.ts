import t from 'tap'
import {
  createCloud,
  createLegacySpine,
  createPatients,
  createRequest,
  createSummaryRecords,
  patientsOf,
  SCR_ERRORS,
  SCR_TROUBLED,
} from '../../src/simulator/index.ts'
import type {
  Patient,
  RequestIds,
  RequestKind,
  Simulator,
  SummaryRecords,
} from '../../src/simulator/index.ts'
import { ask, closing, get, idsOf, read } from './ask.ts'

type Choices = NonNullable<RequestIds['scr']>

const patient = createPatients().find(({ kinds }) => kinds.includes('plain'))!

let n = 0

/** Sends one request about a person; a reply that waits is fetched. */
async function tell(
  side: Simulator,
  kind: RequestKind,
  scr: Choices = {},
  who: Patient = patient,
): Promise<{ readonly status: number; readonly body: string; readonly id: string }> {
  const ids = { ...idsOf(++n), scr }
  const told = await ask(side, createRequest(kind, who, ids))
  const path = told.header('content-location')
  const { status, body } = path === undefined ? told : await ask(side, get(path))
  return { status, body, id: ids.messageId.toUpperCase() }
}

interface Sides {
  readonly legacy: Simulator
  readonly cloud: Simulator
  readonly summaries: SummaryRecords
}

/** Both sides on one store. */
async function shared(t: Parameters<typeof closing>[0]): Promise<Sides> {
  const summaries = createSummaryRecords()
  const legacy = await closing(t, createLegacySpine({ pollsBefore: 0, summaries }))
  return { legacy, cloud: await closing(t, createCloud({ summaries })), summaries }
}

const eventsIn = (body: string): readonly string[] =>
  [...body.matchAll(/<psis:eventID root="([^"]*)"/g)].map(([, id]) => id ?? '')

interface Found {
  readonly total: number
  readonly entry?: readonly { readonly resource: Record<string, unknown> }[]
}

const found = (body: string): Found => JSON.parse(body) as Found
const masterOf = (body: string): string => read(body, /"masterIdentifier":\{[^}]*"value":"([^"]*)"/)

t.test('what is uploaded on one side is listed and read on both, newest first', async t => {
  const { legacy, cloud } = await shared(t)
  const [first = ''] = eventsIn((await tell(legacy, 'QUPC_IN180000UK04')).body)
  t.equal(masterOf((await tell(cloud, 'scr-fhir-list')).body), first)

  const sent = await tell(legacy, 'REPC_IN150016UK05')
  t.match(sent.body, '<hl7:acknowledgement typeCode="AA">')
  t.match(sent.body, '<hl7:detail>GP Summary upload successful</hl7:detail>')
  const [second = '', older] = eventsIn((await tell(legacy, 'QUPC_IN180000SM04')).body)
  t.equal(older, first)
  t.equal(masterOf((await tell(cloud, 'scr-fhir-list')).body), second, 'the newest only')

  const { status, body } = await tell(cloud, 'scr-fhir-upload')
  t.strictSame([status, body], [201, ''])
  const [third = '', ...others] = eventsIn((await tell(legacy, 'QUPC_IN180000UK04')).body)
  t.strictSame(others, [second, first])
  const event = await tell(legacy, 'QUPC_IN190000UK04', { event: third })
  t.match(event.body, 'Repeat Medications (invented &lt;again&gt;)')
  t.match(event.body, `<GPSummary classCode="COMPOSITION" moodCode="EVN"><id root="`)
})

t.test(
  'a summary is one document in both languages, its narrative split at its headings',
  async t => {
    const { legacy, cloud } = await shared(t)
    await tell(legacy, 'REPC_IN150016UK05')
    const [event = ''] = eventsIn((await tell(legacy, 'QUPC_IN180000UK04')).body)
    const xml = (await tell(legacy, 'QUPC_IN190000UK04', { event })).body
    const json = await tell(cloud, 'scr-fhir-summary', { event })
    const again = await tell(cloud, 'scr-fhir-summary', { event })
    t.equal(json.status, 200)
    const [composition] = found(json.body).entry ?? []
    t.match(composition?.resource, {
      resourceType: 'Composition',
      status: 'final',
      identifier: { value: read(xml, /<GPSummary[^>]*><id root="([^"]*)"/) },
      section: [
        { title: 'General Practice Summary', code: { coding: [{ code: 'Title' }] } },
        { title: 'Allergies and Adverse Reactions' },
        { title: 'Acute Medications' },
        { title: 'Repeat Medications (invented <again>)', code: undefined },
      ],
    })
    const html = read(xml, /<body>([\s\S]*?)<\/body>/)
    const sections = composition?.resource['section'] as { text: { div: string } }[]
    const contents = sections.map(({ text }) =>
      text.div.replace(/^<div xmlns="http:\/\/www\.w3\.org\/1999\/xhtml">|<\/div>$/g, ''),
    )
    t.equal(contents.join(''), html.replace(/<h2[\s\S]*?<\/h2>/g, ''), 'not a character is lost')
    t.equal(found(json.body).total, 4, 'summary, role, person, patient')
    const idsIn = (body: string): readonly string[] =>
      [...body.matchAll(/"id":"([^"]*)"/g)].map(([, id]) => id ?? '')
    const [one, other] = [idsIn(json.body), idsIn(again.body)]
    const same = one.filter(id => other.includes(id))
    t.strictSame(same, [composition?.resource['id']], 'ids are new each time but its event’s')
  },
)

t.test(
  'a summary that replaces another takes its place; what is not there cannot be replaced',
  async t => {
    const { legacy, cloud } = await shared(t)
    const [first = ''] = eventsIn((await tell(legacy, 'QUPC_IN180000UK04')).body)
    t.match((await tell(legacy, 'REPC_IN150017UK02', { replaces: first })).body, 'typeCode="AA"')
    const after = eventsIn((await tell(legacy, 'QUPC_IN180000UK04')).body)
    t.equal(after.length, 1)
    t.not(after[0], first)
    const gone = await tell(legacy, 'QUPC_IN190000UK04', { event: first })
    t.match(gone.body, /<eventQueryResponse><QUQI.*code="410".*code="30308"/)
    t.equal(found((await tell(cloud, 'scr-fhir-summary', { event: first })).body).total, 0)

    const twice = await tell(legacy, 'REPC_IN150018UK02', { replaces: first })
    t.match(twice.body, /MCCI_IN010000UK13.*code="410".*code="30308"/)
    const byFhir = await tell(cloud, 'scr-fhir-upload', { replaces: first })
    t.equal(byFhir.status, 400)
    t.match(byFhir.body, 'Code: 410, Display: Logical inconsistency;Code: 30308')
    const [now = ''] = after
    t.equal((await tell(cloud, 'scr-fhir-upload', { replaces: now.toLowerCase() })).status, 201)
    const [newest = '', ...none] = eventsIn((await tell(legacy, 'QUPC_IN180000UK04')).body)
    t.strictSame(none, [])
    const written = await tell(cloud, 'scr-fhir-summary', { event: newest })
    t.match(
      written.body,
      `"relatesTo":[{"code":"replaces","targetIdentifier":{"value":"${now.toLowerCase()}"`,
    )
  },
)

t.test(
  'a document is uploaded once, a message id serves once, a request id is told the same',
  async t => {
    const { legacy, cloud } = await shared(t)
    const ids = { ...idsOf(++n), payloadId: '33333333-0000-4000-8000-000000000001' }
    const send = async (kind: RequestKind, messageId: string) => {
      const told = await ask(legacy, createRequest(kind, patient, { ...ids, messageId }))
      return (await ask(legacy, get(told.header('content-location')!))).body
    }
    t.match(await send('REPC_IN150016UK05', ids.messageId), 'typeCode="AA"')
    t.match(await send('REPC_IN150016UK05', ids.messageId), /typeCode="AR".*code="202"/)
    const upload = createRequest('scr-fhir-upload', patient, ids)
    const other = await ask(cloud, upload)
    t.match(other.body, '30142 - Duplicate document', 'the document is there already')
    const fresh = createRequest('scr-fhir-upload', patient, idsOf(++n))
    const [once, again] = [await ask(cloud, fresh), await ask(cloud, fresh)]
    t.strictSame([once.status, again.status], [201, 201])
    t.equal(eventsIn((await tell(legacy, 'QUPC_IN180000UK04')).body).length, 3)
    t.equal(
      again.header('x-request-id'),
      fresh.headers.find(([name]) => name === 'X-Request-ID')?.[1],
    )
  },
)

t.test(
  'a permission decides what is shown on both sides, and dissent can be overridden',
  async t => {
    const { legacy, cloud, summaries } = await shared(t)
    const viewed = async () =>
      read(
        (await tell(legacy, 'QUPC_IN180000UK04')).body,
        /<permission>(\w+)<\/permission>(?:(?!<permission>).)*<code>View</,
      )
    t.equal(await viewed(), 'Yes')
    const set = await tell(legacy, 'SET_RESOURCE_PERMISSIONS_INUK01', { permission: 'No' })
    t.match(set.body, /<setResourcePermissionsResponse><MCCI_IN010000UK13>.*typeCode="AA"/)
    const list = await tell(legacy, 'QUPC_IN180000UK04')
    t.match(list.body, /QUQI_IN010000UK14.*code="420".*code="30418"/)
    t.notMatch(list.body, '<psis:event')
    for (const kind of ['scr-fhir-list', 'scr-fhir-summary'] as const) {
      const { status, body } = await tell(cloud, kind)
      t.equal(status, 403)
      t.match(body, /"code":"forbidden".*Code: 420, .*;Code: 30418, /)
    }
    t.equal(
      eventsIn((await tell(legacy, 'QUPC_IN180000UK04', { dissentOverride: '1' })).body).length,
      1,
    )
    const got = await tell(legacy, 'GET_RESOURCE_PERMISSIONS_INUK01')
    t.match(got.body, /getResourcePermissionsResponse.*<crs:permission>No<.*<crs:code>View</)
    t.match((await tell(legacy, 'HAS_RESOURCE_PERMISSIONS_INUK01')).body, '<crs:permission>No<')

    await tell(legacy, 'SET_RESOURCE_PERMISSIONS_INUK01', { permission: 'Clear' })
    t.equal(await viewed(), 'Ask', 'to be asked is to have no permission of one’s own')
    t.equal((await tell(cloud, 'scr-fhir-permission', { permission: 'Yes' })).status, 201)
    t.equal(await viewed(), 'Yes')
    t.equal((await tell(cloud, 'scr-fhir-permission', { permission: 'Clear' })).status, 201)
    t.equal(await viewed(), 'Ask')
    t.match((await tell(cloud, 'scr-fhir-list')).body, '"code":"Ask"')
    await tell(legacy, 'SET_RESOURCE_PERMISSIONS_INUK01', { consent: 'Store', permission: 'No' })
    t.match((await tell(legacy, 'REPC_IN150016UK05')).body, /code="420".*code="30418"/)
    t.equal((await tell(cloud, 'scr-fhir-upload')).status, 403)
    t.strictSame(summaries.of(patient).permissions, { Store: 'No', View: 'Ask' })
  },
)

t.test('an alert is taken in three languages and changes nothing else', async t => {
  const { legacy, cloud, summaries } = await shared(t)
  t.match((await tell(legacy, 'COMT_IN000001UK01')).body, 'typeCode="AA"')
  t.equal((await tell(legacy, 'scr-clinical-alert')).status, 200)
  t.equal((await tell(cloud, 'scr-fhir-alert')).status, 201)
  t.equal(summaries.alerts().length, 3)
  t.ok(summaries.alerts().every(({ nhsNumber }) => nhsNumber === patient.nhsNumber))
  const sent = createRequest('scr-clinical-alert', patient, idsOf(++n))
  const nobody = { ...sent, body: sent.body.replace(patient.nhsNumber, '9999999999') }
  const refused = await ask(legacy, nobody)
  t.equal(refused.status, 400)
  t.match(refused.body, "Invalid value - 9999999999 in field 'NHS_NUMBER'")
})

t.test('every error of PSIS is reached by a number of its own, in both languages', async t => {
  const { legacy, cloud } = await shared(t)
  const statuses: Record<string, number> = { '420': 403, '502': 503, '500': 500 }
  for (const { nhsNumber, says } of SCR_TROUBLED) {
    const who = { ...patient, nhsNumber }
    const { ack, reasons } = SCR_ERRORS[says]
    const { body } = await tell(legacy, 'QUPC_IN180000UK04', {}, who)
    t.match(body, `<eventListQueryResponse><QUQI_IN010000UK14>`)
    t.match(body, `<acknowledgement typeCode="${ack}">`)
    for (const { code } of reasons)
      t.match(body, `<code code="${code}" codeSystem="2.16.840.1.113883.2.1.3.2.4.17.33"`)
    const told = await tell(cloud, 'scr-fhir-list', {}, who)
    t.equal(told.status, statuses[reasons[0]?.code ?? ''] ?? 400, says)
    t.match(told.body, reasons.map(({ code }) => `Code: ${code}, `)[0])
  }
  t.ok(SCR_TROUBLED.length >= 15)
  const [merged] = patientsOf('superseded')
  t.match((await tell(legacy, 'QUPC_IN180000UK04', {}, merged)).body, 'code="30307"')
})

t.test('two sides that are given no store share nothing', async t => {
  const legacy = await closing(t, createLegacySpine({ pollsBefore: 0 }))
  const cloud = await closing(t, createCloud())
  await tell(legacy, 'REPC_IN150016UK05')
  t.equal(eventsIn((await tell(legacy, 'QUPC_IN180000UK04')).body).length, 2)
  const [, older] = eventsIn((await tell(legacy, 'QUPC_IN180000UK04')).body)
  t.equal(masterOf((await tell(cloud, 'scr-fhir-list')).body), older)
  const [noGp] = patientsOf('no-gp')
  const empty = found((await tell(cloud, 'scr-fhir-list', {}, noGp)).body)
  t.strictSame([empty.total, empty.entry], [0, undefined])
})

const MISREAD: readonly (readonly [RequestKind, (text: string) => string, string])[] = [
  ['scr-fhir-permission', b => b.replace('"setPermissions"', '"x"'), 'name not found'],
  [
    'scr-fhir-permission',
    b => b.replace('"nhsNumber"', '"x"'),
    "Missing value for Parameter.Part 'nhsNumber'",
  ],
  [
    'scr-fhir-permission',
    b => b.replace('"Yes"', '"Perhaps"'),
    "Invalid value - Perhaps in field 'valueCoding.code'",
  ],
  [
    'scr-fhir-alert',
    b => b.replace('"https://fhir.nhs.uk/Id/nhs-number"', '"x"'),
    "Missing 'agent' entry",
  ],
  ['scr-fhir-alert', b => b.replace('"code":"5"', '"code":"7"'), 'subtype.code'],
  ['scr-fhir-upload', b => b.replace('"type":"document"', '"type":"batch"'), 'Composition'],
  ['scr-fhir-upload', () => 'no JSON', 'Unable to parse'],
]
t.test('the cloud says what it does not understand in the words of the façade', async t => {
  const { cloud, summaries } = await shared(t)
  for (const [kind, damage, says] of MISREAD) {
    const sent = createRequest(kind, patient, idsOf(++n))
    const told = await ask(cloud, { ...sent, body: damage(sent.body) })
    t.equal(told.status, 400)
    t.match(told.body, says)
  }
  const sent = createRequest('scr-fhir-list', patient, idsOf(++n))
  for (const [from, to] of [
    ['_count=1', '_count=2'],
    ['_sort=date', '_sort=name'],
    ['nhs-number%7C', 'nhs-number%7C&x='],
  ] as const) {
    const told = await ask(cloud, { ...sent, path: sent.path.replace(from, to) })
    t.equal(told.status, 400, to)
  }
  const plain = createRequest('scr-fhir-upload', patient, idsOf(++n))
  const headers = plain.headers.filter(([name]) => name !== 'Content-Type')
  t.equal((await ask(cloud, { ...plain, headers })).status, 415)
  t.equal(summaries.of(patient).summaries.length, 1, 'nothing was changed')
})
