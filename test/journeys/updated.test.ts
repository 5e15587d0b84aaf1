/** At the cloud, a general update is a PATCH: its sender fetches what became of it, wherever the route stands by then. */
import { randomUUID } from 'node:crypto'
import t from 'tap'
import type { Position } from '../../src/fleet/index.ts'
import { readEbxmlMessage } from '../../src/message/index.ts'
import {
  createCloud,
  createLegacySpine,
  createRandom,
  createRequest,
  type Patient,
  patientsOf,
  SUPPLIERS,
  type SupplierRequest,
} from '../../src/simulator/index.ts'
import { attributeOf, elementsOf, type XmlElement } from '../../src/xml/index.ts'
import { moving } from '../fleet/given.ts'
import { configOf, startProxy, storeFor } from '../support/proxy.ts'
import { ask, lineOf, type RawAnswer } from '../support/raw-client.ts'
import { onTheWire, PDS_PATH } from '../support/translated.ts'

const UPDATES = ['PRPA_IN000203UK03', 'PRPA_IN000203UK06'] as const
const [supplier] = SUPPLIERS
const [patient, other] = patientsOf('plain')
if (supplier === undefined || patient === undefined || other === undefined)
  throw new Error('nobody')

async function given(stage: Position['stage'] = 'cloud') {
  const [legacy, cloud] = [await createLegacySpine({ pollsBefore: 0 }), await createCloud()]
  t.teardown(() => Promise.all([legacy.close(), cloud.close()]))
  const store = await storeFor(t)
  const config = configOf({
    environment: { name: 'test' },
    suppliers: { [supplier?.asid ?? '']: { name: 'Acme', reply: 'poll' } },
    upstreams: {
      spine: { url: legacy.url },
      'pds-fhir': { url: cloud.url + PDS_PATH, simulated: true },
    },
    cohorts: { patients: { key: 'nhsNumber', records: 'shared' } },
    routes: [
      {
        name: 'updates',
        match: { interaction: [...UPDATES] },
        legacy: 'spine',
        cloud: 'pds-fhir',
        translate: 'pds.update',
        cohort: 'patients',
        startsAt: stage,
      },
      { name: 'default', legacy: 'spine' },
    ],
  })
  const proxy = await startProxy(t, config, { store })
  const post = async (request: SupplierRequest): Promise<RawAnswer> =>
    answered(await ask(proxy.url, onTheWire(request)))
  const fetchAt = async (location: string): Promise<RawAnswer> => {
    const head = `GET ${location} HTTP/1.1\r\nHost: spine\r\nnhsd-asid: ${supplier?.asid ?? ''}\r\n\r\n`
    return answered(await ask(proxy.url, head, { method: 'GET' }))
  }
  /** What its sender is told in the end. */
  const told = async (request: SupplierRequest): Promise<Outcome> => {
    const accepted = await post(request)
    t.equal(accepted.status, 202)
    return outcomeOf(await fetchAt(locationIn(accepted)))
  }
  const place = async (at: Partial<Position>): Promise<void> => {
    await store.change(store.known.revision, moving(store.known, 'updates', at))
  }
  return { ...proxy, legacy, cloud, post, fetchAt, told, place }
}

function answered(answer: RawAnswer | undefined): RawAnswer {
  if (answer === undefined) throw new Error('nothing came')
  return answer
}

const locationIn = ({ headers }: RawAnswer): string => lineOf(headers, 'content-location') ?? ''

const random = createRandom(61)

/** An update that moves a patient to another practice, and what a test wants otherwise of its words. */
function updateOf(
  of: Patient,
  interaction: (typeof UPDATES)[number] = 'PRPA_IN000203UK03',
  instead: readonly (readonly [RegExp, string])[] = [],
): SupplierRequest {
  const ids = { messageId: randomUUID(), now: Date.now(), random }
  const request = createRequest(interaction, of, { ...ids, ...(supplier && { supplier }) })
  const body = instead.reduce((sofar, [there, put]) => {
    if (!there.test(sofar)) throw new Error(`it does not say ${String(there)}`)
    return sofar.replace(there, put)
  }, request.body)
  return { ...request, body }
}

/** What an answer comes to, whoever wrote it. */
interface Outcome {
  readonly interaction: string
  readonly acknowledged: string | undefined
  readonly reasons: readonly (string | undefined)[]
  readonly version: string | undefined
}

const named = (element: XmlElement, name: string): readonly XmlElement[] =>
  elementsOf(element).flatMap(child => [
    ...(child.name === name ? [child] : []),
    ...named(child, name),
  ])

function outcomeOf({ status, body, headers }: RawAnswer): Outcome {
  if (status !== 200) throw new Error(`it is told ${status}`)
  const read = readEbxmlMessage(body, headers)
  if (read.kind === 'rest') throw new Error(`no reply: ${read.of}`)
  const { message, header } = read
  const [acknowledgement] = named(message, 'acknowledgement')
  const [version] = named(message, 'pertinentSerialChangeNumber').flatMap(of => named(of, 'value'))
  const codes = named(message, 'justifyingDetectedIssueEvent').flatMap(of => named(of, 'code'))
  t.equal(header.action, message.name, 'the envelope says what is in it')
  return {
    interaction: message.name,
    acknowledged: acknowledgement && attributeOf(acknowledgement, 'typeCode'),
    reasons: codes.map(code => attributeOf(code, 'code')),
    version: version && attributeOf(version, 'value'),
  }
}

const UPDATED: Outcome = {
  interaction: 'PRPA_IN000202UK01',
  acknowledged: 'AA',
  reasons: [],
  version: String(patient.version + 1),
}

for (const interaction of UPDATES) {
  t.test(
    `${interaction}: the record is changed, and its sender told so as legacy tells it`,
    async t => {
      const [atLegacy, atCloud] = [await given('legacy'), await given()]
      const control = await atLegacy.told(updateOf(patient, interaction))
      const { told, cloud, legacy, lines } = atCloud
      t.strictSame(await told(updateOf(patient, interaction)), control)
      t.strictSame(control, UPDATED)
      t.match(lines, [{ side: 'cloud', status: 202 }, { status: 200 }])
      t.equal(legacy.count(), 0)
      const [seen] = cloud.seen()
      t.match(seen, { method: 'PATCH', target: `${PDS_PATH}/Patient/${patient.nhsNumber}` })
      t.match(Object.fromEntries(seen?.headers ?? []), {
        'If-Match': `W/"${patient.version}"`,
        'Content-Type': 'application/json-patch+json',
      })
      const headers = { 'X-Request-ID': randomUUID() }
      const url = `${cloud.url}${PDS_PATH}/Patient/${patient.nhsNumber}`
      const record: unknown = await (await fetch(url, { headers })).json()
      t.match(record, {
        meta: { versionId: String(patient.version + 1) },
        generalPractitioner: [{ id: patient.providers[0]?.id, identifier: { value: 'Z99005' } }],
      })
    },
  )
}

t.test('of a version the record no longer has its sender is told what legacy tells', async t => {
  const [atLegacy, { told, cloud, legacy }] = [await given('legacy'), await given()]
  const stale = (): SupplierRequest => updateOf({ ...patient, version: patient.version + 1 })
  const control = await atLegacy.told(stale())
  t.match(control, { interaction: 'MCCI_IN010000UK13', acknowledged: 'AE', reasons: ['GE002'] })
  t.strictSame(await told(stale()), control)
  t.strictSame([cloud.count(), legacy.count()], [1, 0])
  t.strictSame(await told(updateOf(patient)), UPDATED, 'nothing was changed')
  t.strictSame(await told(updateOf(patient)), control, 'the second of two is too late')
})

t.test('whose practice is another by now is told that it was not changed', async t => {
  const { told, legacy } = await given()
  const id = new RegExp(`(extension=["'])${patient.providers[0]?.id ?? ''}(["'])`)
  const wrong = updateOf(patient, 'PRPA_IN000203UK03', [[id, '$1zzzz$2']])
  t.match(await told(wrong), { acknowledged: 'AE', reasons: ['GE002'] })
  t.equal(legacy.count(), 0)
})

t.test('sent again it is carried out once, and told the same', async t => {
  const { post, fetchAt, cloud } = await given()
  const request = updateOf(patient)
  const [first, again] = [await post(request), await post(request)]
  t.strictSame([again.status, again.headers, again.body], [202, first.headers, first.body])
  t.equal(cloud.count(), 1)
  t.strictSame(outcomeOf(await fetchAt(locationIn(again))), UPDATED)
})

t.test('what one call cannot change is legacy’s, as it came', async t => {
  const { told, cloud, legacy, lines } = await given()
  for (const [there, put] of [
    [/updateMode=(["'])altered\1/, 'updateMode="removed"'],
    [/(code=["'])1(["'] codeSystem=["']2\.16\.840\.1\.113883\.2\.1\.3\.2\.4\.17\.37)/, '$1P1$2'],
  ] as const) {
    const request = updateOf(patient, 'PRPA_IN000203UK03', [[there, put]])
    t.strictSame(await told(request), UPDATED)
    const posted = legacy.seen().filter(({ method }) => method === 'POST')
    t.equal(posted.at(-1)?.body.toString(), request.body)
    t.match(lines.at(-2), { side: 'legacy', because: 'declined', declined: 'asked' })
  }
  t.equal(cloud.count(), 0)
})

t.test(
  'rolled back in between, what was carried out is told, and the next is legacy’s',
  async t => {
    const { post, fetchAt, told, cloud, legacy, admin, place } = await given('legacy')
    await place({ stage: 'cloud', home: 'shadow' })
    const accepted = await post(updateOf(patient))
    const answer = await fetch(new URL('/api/routes/updates/flip', admin), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ verb: 'rollback', reason: 'a test' }),
    })
    t.equal(answer.status, 200)
    t.equal(legacy.count(), 0)
    t.strictSame(outcomeOf(await fetchAt(locationIn(accepted))), UPDATED)
    t.match(await told(updateOf(other)), { acknowledged: 'AA', version: String(other.version + 1) })
    t.equal(cloud.count(), 1)
    t.match(legacy.seen(), [{ method: 'POST' }, { method: 'GET' }])
    t.strictSame(outcomeOf(await fetchAt(locationIn(accepted))), UPDATED, 'again')
  },
)

t.test('a cloud that refuses or fails is no reason to ask legacy', async t => {
  const { post, cloud, legacy, lines } = await given()
  // The cloud takes one practice.
  const second: readonly [RegExp, string] = [/updateMode=(["'])altered\1/, 'updateMode="added"']
  const refused = await post(updateOf(patient, 'PRPA_IN000203UK06', [second]))
  t.match(refused.body.toString(), /eb:errorCode="502"/)
  cloud.set({ status: 503 })
  t.match((await post(updateOf(patient))).body.toString(), /eb:errorCode="504"/)
  t.match(lines.at(-1), { error: 'sent-unknown' })
  t.equal(legacy.count(), 0)
})
