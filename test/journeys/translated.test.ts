/** At the cloud, retrievals are asked and answered in words no supplier ever sees. */
import t from 'tap'
import {
  askedNumber,
  createCloud,
  createLegacySpine,
  createPatients,
  INVALIDATED_NUMBER,
  type Patient,
  patientsOf,
  PATIENT_KINDS,
  type SeenRequest,
  UNKNOWN_NUMBER,
} from '../../src/simulator/index.ts'
import { ask, lineOf } from '../support/raw-client.ts'
import {
  onTheWire,
  PDS_PATH,
  PRIVATE_LINES,
  RETRIEVALS,
  retrievalOf,
  startTranslating,
  type Wanted,
} from '../support/translated.ts'
import { readReply } from '../translation/reply.ts'

const REPLIES = {
  QUPA_IN000008UK02: 'QUPA_IN000009UK03',
  QUPA_IN000008UK05: 'QUPA_IN000009UK06',
  QUPA_IN000008SM13: 'QUPA_IN000009UK06',
} as const

/** Both sides as simulators, and a proxy between. */
async function given(wanted: Wanted = {}) {
  const [legacy, cloud] = [await createLegacySpine(), await createCloud()]
  t.teardown(() => Promise.all([legacy.close(), cloud.close()]))
  const sides = { legacy: new URL(legacy.url), cloud: new URL(cloud.url) }
  return { legacy, cloud, ...(await startTranslating(t, sides, wanted)) }
}

const linesOf = ({ headers }: SeenRequest, ...without: readonly string[]) =>
  headers.filter(([name]) => !without.includes(name.toLowerCase()))

/** A patient the sides know nothing of, who asks under a number. */
const nobody = (nhsNumber: string): Patient => {
  const [patient] = patientsOf('plain')
  if (patient === undefined) throw new Error('there is no plain patient')
  return { ...patient, nhsNumber }
}

for (const interaction of RETRIEVALS) {
  t.test(
    `${interaction} of every patient is answered about that patient, to that request`,
    async t => {
      const { url, legacy, lines } = await given()
      const kinds = new Set<string>()
      for (const patient of createPatients()) {
        const request = retrievalOf(interaction, patient)
        const answer = await ask(url, onTheWire(request))
        const called = patient.kinds.join(', ')
        if (answer === undefined) throw new Error(`no answer: ${called}`)
        // A number of old is answered about another than was asked for: only legacy can say that it is the same person.
        const isSuperseded = patient.formerNumber !== undefined
        t.equal(lines.at(-1)?.side, isSuperseded ? 'legacy' : 'cloud', called)
        t.equal(answer.status, 200, called)
        const { messageId, id, reasons, ...reply } = readReply(answer)
        const ends = [request.fromAsid, request.toAsid]
        t.strictSame(
          reply,
          {
            relatesTo: `uuid:${request.messageId}`,
            messageRef: request.payloadId,
            action: `urn:nhs:names:services:pdsquery/${REPLIES[interaction]}`,
            interaction: REPLIES[interaction],
            wrapper: 'retrievalQueryResponse',
            ends: [...ends, ...ends],
            acknowledged: 'AA',
            patients: [patient.nhsNumber],
          },
          called,
        )
        t.equal(messageId, `uuid:${id}`)
        t.strictSame(reasons, patient.restricted ? ['9'] : [], called)
        const [name] = patient.names
        const family = name?.family.replaceAll('&', '&amp;') ?? 'no family'
        t.ok(answer.body.toString().includes(`<family>${family}</family>`), called)
        for (const kind of patient.kinds) kinds.add(kind)
      }
      t.equal(kinds.size, PATIENT_KINDS.length, 'every kind of patient was asked for')
      t.equal(legacy.count(), createPatients().filter(each => each.formerNumber).length)
      const said = JSON.stringify(lines)
      t.notOk(
        createPatients().some(each => said.includes(askedNumber(each))),
        'nobody is named in a log',
      )
    },
  )
}

t.test('a reply has the head of Spine’s own', async t => {
  const { url } = await given()
  const [patient = nobody('')] = patientsOf('plain')
  const answer = await ask(url, onTheWire(retrievalOf('QUPA_IN000008UK02', patient)))
  t.match(answer, { statusLine: 'HTTP/1.1 200 OK' })
  const { headers = [], body } = answer ?? {}
  t.strictSame(
    headers.filter((_, i) => i % 2 === 0),
    ['Content-Type', 'Date', 'Content-Length'],
  )
  t.equal(lineOf(headers, 'content-type'), 'text/xml; charset=UTF-8')
  t.equal(lineOf(headers, 'content-length'), String(body?.length))
})

t.test(
  'the cloud is asked in its own words, and sees nothing that was meant for Spine',
  async t => {
    const { url, cloud } = await given()
    const [patient = nobody('')] = patientsOf('plain')
    const request = retrievalOf('QUPA_IN000008UK05', patient)
    await ask(url, onTheWire(request))
    const [seen] = cloud.seen()
    t.match(seen, { method: 'GET', target: `${PDS_PATH}/Patient/${patient.nhsNumber}` })
    t.equal(seen?.body.length, 0)
    const traced = seen?.headers.filter(([name]) => name.toLowerCase() === 'traceparent')
    t.match(traced, [['traceparent', /^00-[0-9a-f]{32}-[0-9a-f]{16}-02$/]])
    t.strictSame(seen === undefined ? [] : linesOf(seen, 'connection', 'traceparent').toSorted(), [
      ['Accept', 'application/fhir+json'],
      ['X-Correlation-ID', request.payloadId.toLowerCase()],
      ['X-Request-ID', request.messageId.toLowerCase()],
      ['host', new URL(cloud.url).host],
    ])
  },
)

t.test('whom nobody knows is no match, as Spine says it', async t => {
  const { url, legacy } = await given()
  for (const number of [UNKNOWN_NUMBER, INVALIDATED_NUMBER]) {
    const request = retrievalOf('QUPA_IN000008UK02', nobody(number))
    const answer = await ask(url, onTheWire(request))
    t.equal(answer?.status, 200)
    t.match(answer && readReply(answer), {
      interaction: 'QUQI_IN010000UK14',
      wrapper: 'retrievalQueryResponse',
      relatesTo: `uuid:${request.messageId}`,
      messageRef: request.payloadId,
      acknowledged: 'AE',
      reasons: ['1'],
    })
  }
  t.equal(legacy.count(), 0)
})

t.test(
  'what is asked for that the cloud does not give, legacy gives: it sees the supplier’s own bytes',
  async t => {
    const { url, legacy, cloud, lines, admin } = await given()
    const [patient = nobody('')] = patientsOf('history')
    const request = retrievalOf('QUPA_IN000008UK02', patient)
    const body = request.body.replace(/(historicDataIndicator>[^]*?code=["'])0/, '$11')
    t.not(body, request.body)
    const answer = await ask(url, onTheWire({ ...request, body }))
    t.match(answer && readReply(answer), {
      relatesTo: `uuid:${request.messageId}`,
      messageRef: request.payloadId,
      patients: [patient.nhsNumber],
    })
    t.match(lines.at(-1), { side: 'legacy', because: 'declined', declined: 'asked', status: 200 })
    t.equal(cloud.count(), 0)
    const [seen] = legacy.seen()
    t.equal(seen?.body.toString(), body)
    t.match(seen, { method: 'POST', target: request.path })
    t.strictSame(seen === undefined ? [] : linesOf(seen, 'host', 'connection', 'content-length'), [
      ...request.headers,
      ...PRIVATE_LINES,
    ])
    const metrics = await (await fetch(new URL('/metrics', admin))).text()
    t.match(metrics, 'ficus_declined_total{route="pds-retrieval",reason="asked"} 1\n')
  },
)

t.test(
  'a message that says two things of itself goes to legacy, and no mapping is asked',
  async t => {
    const { url, legacy, cloud, lines } = await given()
    const [patient = nobody('')] = patientsOf('plain')
    const request = retrievalOf('QUPA_IN000008UK02', patient)
    const headers = request.headers.map(
      ([name, value]) => [name, value.replace('UK02', 'UK05')] as const,
    )
    await ask(url, onTheWire({ ...request, headers }))
    t.match(lines.at(-1), { side: 'legacy', because: 'disagrees', declined: undefined })
    t.strictSame([legacy.count(), cloud.count()], [1, 0])
  },
)
