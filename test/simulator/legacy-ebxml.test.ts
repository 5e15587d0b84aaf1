import t from 'tap'
import {
  createLegacySpine,
  createPatients,
  createRequest,
  patientsOf,
  SPINE,
  SUPPLIERS,
} from '../../src/simulator/index.ts'
import type { RequestKind, Simulator, SupplierRequest } from '../../src/simulator/index.ts'
import { ask, closing, get, idsOf, read } from './ask.ts'

const [patient] = patientsOf('plain')
const [prescriber, , pharmacy, otherPharmacy] = SUPPLIERS

const poll = (path: string): SupplierRequest => ({
  ...get(path),
  headers: [['nhsd-asid', '200000000115']],
})

/** Sends a message and fetches its reply. */
async function exchange(spine: Simulator, sent: SupplierRequest) {
  const signal = await ask(spine, sent)
  const path = signal.header('content-location') ?? ''
  let reply = await ask(spine, poll(path))
  while (reply.status === 202) reply = await ask(spine, poll(path))
  return { signal, path, reply }
}

let n = 0
const about = (kind: RequestKind, supplier = prescriber, prescription = 0) =>
  createRequest(kind, patient!, { ...idsOf(++n), supplier: supplier!, prescription })

t.test(
  'a message is taken over with 202, its reply is there at the second poll, until it expires',
  async t => {
    let now = Date.UTC(2025, 3, 1)
    const spine = await closing(t, createLegacySpine({ now: () => now, repliesMs: 60_000 }))
    const sent = createRequest('PORX_IN020101UK31', patient!, {
      ...idsOf(1),
      payloadId: '22222222-0000-4000-8000-000000000001',
    })
    const id = read(sent.body, /<eb:MessageId>([^<]*)/)
    const signal = await ask(spine, sent)
    t.equal(signal.status, 202)
    t.equal(signal.header('content-type'), 'text/xml; charset=UTF-8')
    t.match(signal.body, '<eb:Action>Acknowledgment</eb:Action>')
    t.equal(signal.body.split(`<eb:RefToMessageId>${id}</eb:RefToMessageId>`).length, 3)
    t.match(
      signal.body,
      new RegExp(`<eb:From><eb:PartyId[^>]*>${SPINE.partyKey}`),
      'from and to change places',
    )
    t.match(signal.body, '<soap:Body/>')

    const path = signal.header('content-location') ?? ''
    t.match(path, /^\/_poll\/[0-9A-F-]{36}$/)
    t.equal((await ask(spine, poll(path))).status, 202)
    const reply = await ask(spine, poll(path))
    t.equal(reply.status, 200)
    t.match(reply.header('content-type'), 'multipart/related; boundary="--=_MIME-Boundary"')
    t.match(reply.body, /^----=_MIME-Boundary\r\nContent-Id: <ebXMLHeader@spine.nhs.uk>/)
    t.equal(read(reply.body, /<eb:RefToMessageId>([^<]*)/), id)
    const own = read(reply.body, /<eb:MessageId>([^<]*)/)
    t.match(reply.body, `xlink:href="cid:${own}@spine.nhs.uk"`)
    t.match(reply.body, `Content-Id: <${own}@spine.nhs.uk>`)
    t.match(reply.body, '<hl7:acknowledgement typeCode="AA">')
    t.equal(
      read(reply.body, /<hl7:messageRef><hl7:id root="([^"]*)/).toLowerCase(),
      '22222222-0000-4000-8000-000000000001',
    )
    t.match(reply.body, /--\r\n$/)
    now += 60_000
    t.equal((await ask(spine, poll(path))).body, reply.body, 'the same again, to the last moment')
    now += 1
    t.equal((await ask(spine, poll(path))).status, 404, 'and then never more')
  },
)

t.test('the same message id a second time is AR 202, not the first answer again', async t => {
  const spine = await closing(t, createLegacySpine())
  const sent = about('PORX_IN020101UK31')
  t.match((await exchange(spine, sent)).reply.body, 'typeCode="AA"')
  const { reply } = await exchange(spine, sent)
  t.match(reply.body, '<hl7:acknowledgement typeCode="AR">')
  t.match(
    reply.body,
    /acknowledgementDetail typeCode="ER"><hl7:code code="202" codeSystem="2\.16\.840\.1\.113883\.2\.1\.3\.2\.4\.17\.32"/,
  )
})

const BROKEN: readonly (readonly [string, (body: string) => string, string])[] = [
  ['the agreement is unknown', b => b.replace(SPINE.cpaId, 'nobody'), '501319:Unknown eb:CPAId'],
  ['there is no receiver', b => b.replace(/<eb:To>.*?<\/eb:To>/, ''), '501314'],
  [
    'duplicate elimination is not asked for',
    b => b.replace('<eb:DuplicateElimination/>', ''),
    'DuplicateElimination',
  ],
  ['no acknowledgement is asked for', b => b.replace(/<eb:AckRequested[^>]*>/, ''), 'AckRequested'],
  ['no synchronous reply is asked for', b => b.replace(/<eb:SyncReply[^>]*>/, ''), 'SyncReply'],
  [
    'an acknowledgement is asked for twice',
    b => b.replace(/<eb:AckRequested[^>]*>/, '$&$&'),
    'AckRequested',
  ],
  [
    'a signed acknowledgement is asked for',
    b => b.replace('eb:signed="false"', 'eb:signed="true"'),
    'Invalid AckRequested signed attribute',
  ],
  [
    'the synchronous reply is asked of another actor',
    b => b.replace('actor/next', 'actor/last'),
    'Invalid SyncReply actor attribute',
  ],
  [
    'it says when it was sent twice',
    b => b.replace(/<eb:Timestamp>[^<]*<\/eb:Timestamp>/, '$&$&'),
    'Timestamp',
  ],
  ['the manifest names another payload', b => b.replace('cid:', 'cid:not-'), 'No payload'],
  [
    'the payload is of another action',
    b => b.replace(/<eb:Action>\w+/, '<eb:Action>PORX_IN030101UK32'),
    'SOAPAction',
  ],
]
for (const [title, spoil, says] of BROKEN) {
  t.test(`a message is a MessageError with HTTP 200 where ${title}`, async t => {
    const spine = await closing(t, createLegacySpine())
    const sent = about('PORX_IN020101UK31')
    const { status, body, header } = await ask(spine, { ...sent, body: spoil(sent.body) })
    t.equal(status, 200)
    t.equal(header('content-type'), 'text/xml; charset=UTF-8')
    t.equal(header('content-location'), undefined)
    t.match(body, '<eb:Action>MessageError</eb:Action>')
    t.match(body, 'eb:highestSeverity="Error"')
    t.match(read(body, /<eb:Description[^>]*>([^<]*)/), says)
  })
}

t.test('an action the simulator does not know is a MessageError NotSupported', async t => {
  const spine = await closing(t, createLegacySpine())
  const sent = about('PORX_IN020101UK31')
  const as = (text: string) => text.replaceAll('PORX_IN020101UK31', 'PORX_IN990101UK31')
  const headers = sent.headers.map(([name, value]) => [name, as(value)] as const)
  const { body } = await ask(spine, { ...sent, headers, body: as(sent.body) })
  t.match(body, 'eb:errorCode="NotSupported"')
})

t.test('a prescription goes to the dispenser who asks first, and to nobody else', async t => {
  const spine = await closing(t, createLegacySpine())
  const prescribed = about('PORX_IN020101UK31')
  await exchange(spine, prescribed)
  const shortId = read(prescribed.body, /extension="(\w{6}-\w{6}-[\w+]{6})"/)
  t.ok(shortId)
  const asked = about('PORX_IN132004UK30', pharmacy)
  const { reply } = await exchange(spine, asked)
  t.match(reply.body, '<hl7:PORX_IN070103UK31 ')
  t.match(
    reply.body,
    '<templateId root="2.16.840.1.113883.2.1.3.2.4.17.120" extension="PORX_MT122003UK32"/><ParentPrescription ',
  )
  t.match(reply.body, shortId)
  t.match(reply.body, 'xmlns="http://www.w3.org/2000/09/xmldsig#"', 'with its signature')
  t.equal(
    read(reply.body, /priorDownloadRequestRef[^>]*><id root="([^"]*)/),
    read(asked.body, /<eb:MessageId>([^<]*)/),
  )
  const again = await exchange(spine, about('PORX_IN132004UK30', otherPharmacy))
  t.match(again.reply.body, '<hl7:PORX_IN110101UK30 ')
  t.match(again.reply.body, /<value code="0004" codeSystem="[\d.]*16\.34"/)
  await exchange(spine, about('PORX_IN100101UK31', pharmacy))
  const back = await exchange(spine, about('PORX_IN132004UK30', otherPharmacy))
  t.match(back.reply.body, '<hl7:PORX_IN070103UK31 ', 'what was given back can be released again')
  await exchange(spine, about('PORX_IN080101UK31', otherPharmacy))
  const done = await exchange(spine, about('PORX_IN132004UK30', pharmacy))
  t.match(done.reply.body, '<value code="0005"')
})

t.test(
  'a prescription nobody sent is a reject 0003, and a second one of its id is refused',
  async t => {
    const spine = await closing(t, createLegacySpine())
    t.match(
      (await exchange(spine, about('PORX_IN132004SM30', pharmacy))).reply.body,
      '<value code="0003"',
    )
    await exchange(spine, about('PORX_IN020101SM31'))
    const { reply } = await exchange(spine, about('PORX_IN020101SM31'))
    t.match(reply.body, /typeCode="AE".*<hl7:code code="0002" codeSystem="[\d.]*17\.22"/)
  },
)

t.test('a nominated release gives at most 25 at once, then the rest, then reject 0006', async t => {
  const spine = await closing(t, createLegacySpine({ pollsBefore: 0 }))
  for (let i = 0; i < 30; i++) await exchange(spine, about('PORX_IN020101UK31', prescriber, i))
  const count = (body: string) => body.match(/<ParentPrescription /g)?.length ?? 0
  const other = await exchange(spine, about('PORX_IN060102UK30', otherPharmacy))
  t.match(other.reply.body, '<value code="0006"', 'it was not nominated')
  const first = await exchange(spine, about('PORX_IN060102UK30', pharmacy))
  t.match(first.reply.body, '<hl7:PORX_IN070101UK31 ')
  t.equal(count(first.reply.body), 25)
  const second = await exchange(spine, about('PORX_IN060102UK30', pharmacy))
  t.equal(count(second.reply.body), 5)
  t.match(
    (await exchange(spine, about('PORX_IN060102UK30', pharmacy))).reply.body,
    '<value code="0006"',
  )
})

t.test('a cancellation says what became of the prescription', async t => {
  const spine = await closing(t, createLegacySpine({ pollsBefore: 0 }))
  const cancelled = async (prescription: number) => {
    const { reply } = await exchange(spine, about('PORX_IN030101UK32', prescriber, prescription))
    t.match(reply.body, '<hl7:PORX_IN050101UK31 ')
    return read(reply.body, /<value code="(\d{4})" codeSystem="[\d.]*17\.19"/)
  }
  t.equal(await cancelled(0), '0008', 'nobody sent it')
  await exchange(spine, about('PORX_IN020101UK31'))
  t.equal(await cancelled(0), '0001')
  await exchange(spine, about('PORX_IN020101UK31', prescriber, 1))
  await exchange(spine, about('PORX_IN132004UK30', pharmacy, 1))
  t.equal(await cancelled(1), '0002', 'a dispenser has it')
})

t.test('a PDS update needs the current version and answers with the next', async t => {
  const spine = await closing(t, createLegacySpine())
  const sent = about('PRPA_IN000203UK03')
  const { reply } = await exchange(spine, sent)
  t.match(reply.body, '<hl7:PRPA_IN000202UK01 ')
  t.match(reply.body, `<value value="${patient!.version + 1}"/>`)
  const stale = createRequest('PRPA_IN000203UK03', { ...patient!, version: 999 }, idsOf(900))
  t.match((await exchange(spine, stale)).reply.body, /MCCI_IN010000UK13.*typeCode="AE".*17\.42/)
})

t.test('an uploaded summary is found by event queries, newest first', async t => {
  const spine = await closing(t, createLegacySpine())
  const before = await ask(spine, about('QUPC_IN180000UK04'))
  t.match(before.body, '<eventListQueryResponse><QUPC_IN200000UK04>')
  t.equal(before.body.match(/<psis:event>/g)?.length, 1)
  const sent = about('REPC_IN150016UK05')
  const { signal, reply } = await exchange(spine, sent)
  t.equal(signal.header('retry-after'), '500', 'in milliseconds')
  t.match(reply.body, '<hl7:acknowledgement typeCode="AA">')
  const after = await ask(spine, about('QUPC_IN180000SM04'))
  t.match(after.body, '<QUPC_IN200000SM04>')
  t.equal(after.body.match(/<psis:event>/g)?.length, 2)
  const eventId = read(after.body, /<psis:eventID root="([^"]*)/)
  const query = about('QUPC_IN190000UK04')
  const body = query.body.replace(/(eventRecord>[\s\S]*?root=["'])[^"']*/, `$1${eventId}`)
  const found = await ask(spine, { ...query, body })
  t.match(found.body, '<eventQueryResponse><QUPC_IN210000UK04>')
  t.match(
    found.body,
    `<GPSummary classCode="COMPOSITION" moodCode="EVN"><id root="${read(sent.body, /<eb:MessageId>([^<]*)/)}"`,
  )
})

t.test('who has no GP has no summary, and a restricted record may not be seen', async t => {
  const spine = await closing(t, createLegacySpine())
  const [noGp] = patientsOf('no-gp')
  const none = await ask(spine, createRequest('QUPC_IN180000UK04', noGp!, idsOf(1)))
  t.match(none.body, '<permissions>')
  t.notMatch(none.body, '<psis:event>')
  const [restricted] = patientsOf('restricted')
  const refused = await ask(spine, createRequest('QUPC_IN180000UK04', restricted!, idsOf(2)))
  t.match(
    refused.body,
    /<eventListQueryResponse><QUQI_IN010000UK14>.*code="420" codeSystem="[\d.]*17\.33"/,
  )
  const unknown = await ask(spine, createRequest('QUPC_IN190000UK04', noGp!, idsOf(3)))
  t.match(unknown.body, /<eventQueryResponse><QUQI_IN010000UK14>/)
})

t.test('every patient has a first summary where they have a GP', async t => {
  const spine = await closing(t, createLegacySpine())
  for (const [i, each] of createPatients().entries()) {
    if (each.restricted || !each.providers.some(({ code, past }) => code === '1' && !past)) continue
    const { body } = await ask(spine, createRequest('QUPC_IN190000UK04', each, idsOf(i)))
    if (each.formerNumber !== undefined) {
      t.match(body, /<code code="410".*<code code="30307"/, 'a number that was merged has none')
      continue
    }
    t.match(body, `<psis:id root="2.16.840.1.113883.2.1.4.1" extension="${each.nhsNumber}"/>`)
    t.match(body, '<h2 id="Title">General Practice Summary</h2>')
  }
})
