import t from 'tap'
import {
  askedNumber,
  createLegacySpine,
  createPatients,
  createRequest,
  patientsOf,
  SPINE,
  UNKNOWN_NUMBER,
} from '../../src/simulator/index.ts'
import type { RequestKind } from '../../src/simulator/index.ts'
import { ask, closing, idsOf, read } from './ask.ts'

const QUERIES: readonly (readonly [RequestKind, string, string])[] = [
  ['QUPA_IN000005UK01', 'traceQueryResponse', 'QUPA_IN000007UK01'],
  ['QUPA_IN000005UK03', 'traceQueryResponse', 'QUPA_IN000007UK03'],
  ['QUPA_IN000008UK02', 'retrievalQueryResponse', 'QUPA_IN000009UK03'],
  ['QUPA_IN000008UK05', 'retrievalQueryResponse', 'QUPA_IN000009UK06'],
  ['QUPA_IN000008SM13', 'retrievalQueryResponse', 'QUPA_IN000009UK06'],
  ['QUPA_IN000014UK01', 'crossCheckTraceQueryResponse', 'QUPA_IN000015UK02'],
  ['QUPA_IN000014UK03', 'crossCheckTraceQueryResponse', 'QUPA_IN000015UK02'],
  ['QUPA_IN000014SM03', 'crossCheckTraceQueryResponse', 'QUPA_IN000015UK02'],
]

for (const [kind, wrapper, reply] of QUERIES) {
  t.test(`${kind} is answered with ${reply}, bound to its request`, async t => {
    const spine = await closing(t, createLegacySpine())
    for (let n = 0; n < 24; n++) {
      const patient = createPatients()[n * 8] ?? t.bailout('no patient')
      if (patient?.restricted) continue
      const ids = {
        ...idsOf(n),
        payloadId: `11111111-0000-4000-8000-${String(n).padStart(12, '0')}`,
      }
      const sent = createRequest(kind, patient!, ids)
      const { status, body } = await ask(spine, sent)
      t.equal(status, 200, `${sent.body}\n${body}`)
      const from = read(sent.body, /Snd[\s\S]*?extension=["'](\d+)/)
      t.match(body, new RegExp(`<SOAP-ENV:Body><${wrapper}><${reply}>`))
      t.match(body, `<wsa:Action>urn:nhs:names:services:pdsquery/${reply}</wsa:Action>`)
      t.equal(
        read(body, /<wsa:RelatesTo>uuid:([^<]*)/).toLowerCase(),
        ids.messageId.toLowerCase(),
        'RelatesTo names the request',
      )
      t.equal(read(body, /<messageRef><id root="([^"]*)/).toLowerCase(), ids.payloadId)
      t.equal(read(body, /<wsa:MessageID>uuid:([^<]*)/), read(body, /<QUPA_\w+><id root="([^"]*)/))
      t.equal(read(body, /Rcv[\s\S]*?extension="(\d+)/), from)
      t.equal(read(body, /Snd[\s\S]*?extension="(\d+)/), SPINE.asid)
      t.equal(read(body, /<patientRole.*?1\.4\.1" extension="(\d+)/), patient!.nhsNumber)
    }
  })
}

t.test('all 200 patients are reached by retrieval, in both shapes', async t => {
  const spine = await closing(t, createLegacySpine())
  for (const [n, patient] of createPatients().entries()) {
    for (const kind of ['QUPA_IN000008UK02', 'QUPA_IN000008UK05'] as const) {
      const { body } = await ask(spine, createRequest(kind, patient, idsOf(n)))
      t.equal(read(body, /<patientRole.*?1\.4\.1" extension="(\d+)/), patient.nhsNumber)
      t.equal(read(body, /<birthTime value="(\d+)"/), patient.birth)
      t.equal(
        read(body, /pertinentSerialChangeNumber.*?<value value="(\d+)"/),
        `${patient.version}`,
      )
    }
  }
  t.equal(spine.count(), 400)
})

t.test('who asks for a former number gets the record under its new one', async t => {
  const spine = await closing(t, createLegacySpine())
  const [patient] = patientsOf('superseded')
  t.not(askedNumber(patient!), patient!.nhsNumber)
  const { body } = await ask(spine, createRequest('QUPA_IN000008UK05', patient!, idsOf(1)))
  t.equal(read(body, /<patientRole.*?extension="(\d+)/), patient!.nhsNumber)
  t.equal(read(body, /oldVersion.*?extension="(\d+)/), askedNumber(patient!))
})

t.test('nobody under a number is AE with reason 1 in the wrapper of the question', async t => {
  const spine = await closing(t, createLegacySpine())
  const nobody = { ...createPatients()[0]!, nhsNumber: UNKNOWN_NUMBER }
  for (const kind of ['QUPA_IN000008UK02', 'QUPA_IN000014UK01'] as const) {
    const { status, body } = await ask(spine, createRequest(kind, nobody, idsOf(3)))
    t.equal(status, 200)
    t.match(body, /<\w+QueryResponse><QUQI_IN010000UK14>/)
    t.match(body, '<acknowledgement typeCode="AE">')
    t.match(body, 'code="1" codeSystem="2.16.840.1.113883.2.1.3.2.4.17.42"')
    t.match(body, '<queryResponseCode code="ID"/>')
    t.notMatch(body, '<subject')
  }
})

t.test('a restricted record says nothing of where the person is', async t => {
  const spine = await closing(t, createLegacySpine())
  for (const patient of patientsOf('restricted')) {
    for (const kind of ['QUPA_IN000008UK02', 'QUPA_IN000008UK05'] as const) {
      const { body } = await ask(spine, createRequest(kind, patient, idsOf(4)))
      t.match(body, /<code code="9"[^>]*><qualifier code="WG"/)
      t.match(body, /<confidentialityCode[^>]*code="Y"/)
      t.notMatch(body, /<addr|<telecom|playedOtherProviderPatient|sharedSecret/)
    }
    for (const kind of ['QUPA_IN000005UK03', 'QUPA_IN000014UK01'] as const) {
      const { body } = await ask(spine, createRequest(kind, patient, idsOf(5)))
      t.match(body, /QUQI_IN010000UK14.*<code code="9"[^>]*><qualifier code="ER"/)
    }
  }
})

t.test('history is shown to who asks for it and to nobody else', async t => {
  const spine = await closing(t, createLegacySpine())
  const [patient] = patientsOf('long-history')
  const sent = createRequest('QUPA_IN000008UK02', patient!, idsOf(6))
  const now = await ask(spine, sent)
  const body = sent.body.replace(/(value code=["'])0/, '$11')
  const ever = await ask(spine, { ...sent, body })
  t.equal(now.body.match(/<addr /g)?.length, 1)
  t.equal(ever.body.match(/<addr /g)?.length, 91)
  t.ok(ever.body.length > 50_000, 'large')
})

const BROKEN: readonly (readonly [string, (body: string) => string, string])[] = [
  ['MessageID is not 41 characters', b => b.replace('uuid:', 'urn:uuid:'), 'MessageID'],
  [
    'wsa:Action is another than SOAPAction',
    b => b.replace(/UK02<\/wsa:Action/, 'UK05</wsa:Action'),
    'Action',
  ],
]
for (const [title, spoil, location] of BROKEN) {
  t.test(`a request is a SOAP fault where ${title}`, async t => {
    const spine = await closing(t, createLegacySpine())
    for (let n = 0; n < 8; n++) {
      const sent = createRequest('QUPA_IN000008UK02', createPatients()[n]!, idsOf(n))
      const { status, body, header } = await ask(spine, { ...sent, body: spoil(sent.body) })
      t.equal(status, 500)
      t.equal(header('content-type'), 'text/xml; charset=UTF-8')
      t.match(read(body, /<nasp:location>([^<]*)/), location)
      t.notMatch(read(body, /<nasp:errorCode>(\d+)/), /^(200|206|208)$/, 'is not asked again')
    }
  })
}

const REJECTED: readonly (readonly [string, (body: string) => string, string])[] = [
  [
    'the body is of another interaction',
    b => b.replaceAll(/QUPA_IN000008UK02(?![<])/g, 'QUPA_IN000008UK05'),
    'INCONSISTENT_HL7_INTERACTION_ID',
  ],
  [
    'interactionId differs from the root',
    b => b.replace(/(extension=["'])QUPA_IN000008UK02/, '$1QUPA_IN000008UK05'),
    'INCONSISTENT_HL7_INTERACTION_ID',
  ],
  ['header and body name different receivers', b => b.replace(SPINE.asid, '990000000002'), '519'],
  [
    'no system is its author',
    b => b.replaceAll('author1', 'author2'),
    'CONTROL_ACT_AUTHOR_INVALID_CARDINALITY',
  ],
  ['there is no query', b => b.replace(/query>/g, 'question>'), 'CONTROL_ACT_QUERY_INVALID'],
]
for (const [title, spoil, code] of REJECTED) {
  t.test(`a request is rejected by its HL7v3 wrapper where ${title}`, async t => {
    const spine = await closing(t, createLegacySpine())
    for (let n = 0; n < 8; n++) {
      const sent = createRequest('QUPA_IN000008UK02', createPatients()[n]!, idsOf(n))
      const { status, body } = await ask(spine, { ...sent, body: spoil(sent.body) })
      t.equal(status, 200)
      t.match(body, '<retrievalQueryResponse><QUQI_IN010000UK14>')
      t.match(
        body,
        `<acknowledgement typeCode="AR"><acknowledgementDetail typeCode="ER"><code code="${code}" codeSystem="2.16.840.1.113883.2.1.3.2.4.17.32"`,
      )
      t.match(body, `<messageRef><id root="${read(sent.body, /uuid:([^<]*)/)}"`)
      t.notMatch(body, '<subject')
    }
  })
}

t.test('an unknown SOAPAction is fault 101', async t => {
  const spine = await closing(t, createLegacySpine())
  const sent = createRequest('QUPA_IN000008UK02', createPatients()[0]!, idsOf(1))
  for (const action of [
    '',
    'urn:nhs:names:services:pdsquery/QUPA_IN000099UK02',
    'urn:nhs:names:services:mm/QUPA_IN000008UK02',
  ]) {
    const { status, body } = await ask(spine, {
      ...sent,
      headers: [
        ['SOAPAction', action],
        ['Content-Type', 'text/xml'],
      ],
    })
    t.equal(status, 500)
    t.equal(read(body, /<nasp:errorCode>(\d+)/), '101')
  }
})

t.test('a person behind a request is named in full or the request is rejected', async t => {
  const spine = await closing(t, createLegacySpine())
  const requests = Array.from({ length: 20 }, (_, n) =>
    createRequest('QUPA_IN000008UK02', createPatients()[n]!, idsOf(n)),
  )
  const signed = requests.filter(({ body }) => body.includes('AgentPersonSDS'))
  t.ok(signed.length > 0 && signed.length < 20)
  for (const sent of requests) t.equal((await ask(spine, sent)).status, 200)
  for (const sent of signed) {
    const body = sent.body.replaceAll('990000000651', '')
    t.match(
      (await ask(spine, { ...sent, body })).body,
      /AR".*<code code="CONTROL_ACT_AUTHOR_INVALID"/,
    )
  }
})

t.test(
  'a number that is none, a retrieval without its indicator and a trace without birth are AE',
  async t => {
    const spine = await closing(t, createLegacySpine())
    const patient = createPatients()[0]!
    const spoilt = async (kind: RequestKind, spoil: (body: string) => string) => {
      const sent = createRequest(kind, patient, idsOf(1))
      const { body } = await ask(spine, { ...sent, body: spoil(sent.body) })
      t.match(body, /<\w+QueryResponse><QUQI_IN010000UK14>/)
      return read(body, /<code code="([A-Z]\w+)"/)
    }
    t.equal(await spoilt('QUPA_IN000008UK02', b => b.replace(patient.nhsNumber, '999')), 'AT002')
    t.equal(await spoilt('QUPA_IN000008UK05', b => b.replace(/(value code=["'])0/, '$17')), 'AT009')
    t.equal(await spoilt('QUPA_IN000005UK03', b => b.replaceAll('birthTime', 'birth')), 'AT009')
    t.equal(await spoilt('QUPA_IN000014UK03', b => b.replaceAll('birthTime', 'birth')), 'AT009')
    t.equal(
      await spoilt('QUPA_IN000014UK03', b => b.replace(patient.birth, '18000101')),
      'NHSNCC002',
    )
  },
)

t.test('a trace that more than one person meets finds nobody', async t => {
  const [first, second] = createPatients().filter(
    each => each.names.length === 1 && !each.restricted,
  )
  const twin = {
    ...second!,
    names: first!.names,
    birth: first!.birth,
    gender: first!.gender,
    addresses: first!.addresses,
  }
  const spine = await closing(t, createLegacySpine({ patients: [first!, twin] }))
  const { body } = await ask(spine, createRequest('QUPA_IN000005UK01', first!, idsOf(1)))
  t.match(body, /QUQI_IN010000UK14.*<code code="2" codeSystem="[\d.]*17\.42"/)
})
