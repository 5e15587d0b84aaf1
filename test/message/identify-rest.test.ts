import t from 'tap'
import { NO_BODY, type RawHeaders } from '../../src/exchange/index.ts'
import { createIdentifier, defineInteraction } from '../../src/message/index.ts'
import {
  beginning,
  called,
  identifier,
  INTERACTIONS,
  NHS_NUMBER,
  received,
  RETRIEVAL,
  SHORT_ID,
  whole,
} from './given.ts'

const CALLS: readonly (readonly [
  method: string,
  target: string,
  interaction: string | undefined,
  nhsNumber?: string,
])[] = [
  ['GET', '/Patient/9990000018', 'pds-read', NHS_NUMBER],
  ['GET', '/personal-demographics/FHIR/R4/Patient/9990000018', 'pds-read', NHS_NUMBER],
  ['GET', '/Patient/9990000018?_history=true', 'pds-read', NHS_NUMBER],
  ['GET', '/Patient/9990000018/RelatedPerson', 'pds-related', NHS_NUMBER],
  ['GET', '/Patient', 'pds-search'],
  ['GET', '/Patient?family=Bauer', 'pds-search'],
  ['GET', '/Patient/not-a-number', 'pds-read'],
  ['GET', '/Patient/$match', undefined],
  ['GET', '/Patient/', undefined],
  ['GET', '/MyPatient/9990000018', undefined],
  ['POST', '/Patient', undefined],
  ['PUT', '/Patient/9990000018', undefined],
  ['GET', '/DocumentReference', 'nrl-all'],
  ['GET', '/DocumentReference?subject=9990000018', 'nrl-search', NHS_NUMBER],
  [
    'GET',
    '/STU3/DocumentReference?subject=https%3A%2F%2Fdemographics.example%2FPatient%2F9990000018',
    'nrl-search',
    NHS_NUMBER,
  ],
  [
    'GET',
    '/DocumentReference?_count=1&subject=https://fhir.nhs.uk/Id/nhs-number|9990000018',
    'nrl-search',
    NHS_NUMBER,
  ],
  ['GET', '/DocumentReference?subject=9990000018&subject=9990000026', 'nrl-search'],
  ['GET', '/mm/mine', undefined],
  ['GET', '/', undefined],
  ['GET', '', undefined],
  ['GET', '/__proto__/constructor', undefined],
  ['toString', '/Patient', undefined],
]

for (const [method, target, interaction, nhsNumber] of CALLS) {
  t.test(`${method} ${target} is ${interaction ?? 'nothing we know'}`, t => {
    const identified = called(method, target)
    t.equal(identified.interaction, interaction)
    t.equal(identified.keys.nhsNumber, nhsNumber)
    t.equal(identifier.headInteraction(received([], method, target)), interaction)
    t.equal(identified.class, interaction === undefined ? 'unknown' : 'audited-read')
    t.end()
  })
}

t.test('a prescription id in a path is read as it was meant', t => {
  t.same(called('GET', `/RequestGroup/${SHORT_ID}`).keys, { prescriptionId: SHORT_ID })
  const plus = `${SHORT_ID.slice(0, -1)}%2B`
  t.same(called('GET', `/RequestGroup/${plus}`).keys, {
    prescriptionId: `${SHORT_ID.slice(0, -1)}+`,
  })
  t.same(called('GET', '/RequestGroup/%E0%A4%A').keys, {}, 'what cannot be decoded is no key')
  t.end()
})

t.test('a key may stand in a header the call names, in any case and once', t => {
  const mine = (headers: RawHeaders) => called('GET', '/mm/mine?format=trace-summary', headers)
  t.match(mine(['NHSNUMBER', NHS_NUMBER]), {
    interaction: 'eps-mine',
    keys: { nhsNumber: NHS_NUMBER },
  })
  t.same(mine(['nhsNumber', NHS_NUMBER, 'nhsNumber', '9990000026']).keys, {})
  t.same(mine([]).keys, {})
  t.end()
})

t.test('the head of a call says its ids and its sender', t => {
  const headers = [
    'X-Request-ID',
    'r-1',
    'X-Correlation-ID',
    'c-1',
    'nhsd-asid',
    '200000000115',
    'NHSD-Party-Key',
    'A83008-000001',
  ]
  t.match(called('GET', '/Patient', headers), {
    messageId: 'r-1',
    conversationId: 'c-1',
    from: { asid: '200000000115', partyKey: 'A83008-000001' },
    to: {},
    agrees: undefined,
  })
  t.match(called('GET', '/x', ['fromASID', '1', 'toASID', '2']), {
    from: { asid: '1' },
    to: { asid: '2' },
  })
  t.end()
})

t.test(
  'a call through the Spine Secure Proxy is named by its header, not by the provider’s path',
  t => {
    const headers = [
      'Ssp-InteractionID',
      'urn:nhs:names:services:gpconnect:fhir:rest:read:patient-1',
      'Ssp-TraceID',
      't-1',
      'Ssp-From',
      '1',
      'Ssp-To',
      '2',
    ]
    t.match(called('GET', '/https://gp.example/STU3/1/Patient/9990000018', headers), {
      interaction: 'urn:nhs:names:services:gpconnect:fhir:rest:read:patient-1',
      class: 'unknown',
      messageId: 't-1',
      from: { asid: '1' },
      to: { asid: '2' },
      keys: {},
    })
    t.end()
  },
)

t.test('a header cannot pass a call off as an interaction that has other places to name it', t => {
  for (const id of ['pds-read', 'QUPA_IN000008UK02']) {
    const headers = ['Ssp-InteractionID', id]
    t.match(called('POST', '/Patient', headers), { interaction: undefined, class: 'unknown' }, id)
    t.equal(identifier.headInteraction(received(headers, 'POST', '/Patient')), undefined)
  }
  t.end()
})

t.test('a provider’s path behind the Spine Secure Proxy is not taken for ours', t => {
  for (const provider of [
    '/https://gp.example',
    '/HTTPS%3A%2F%2Fgp.example',
    '/http://gp.example',
  ]) {
    const proxied = called('GET', `${provider.toLowerCase()}/Patient/9990000018`)
    t.match(proxied, { interaction: undefined, keys: {} }, provider)
  }
  t.equal(called('GET', '/httpd/Patient/9990000018').interaction, 'pds-read')
  t.end()
})

const JSON_TYPE = ['Content-Type', 'application/fhir+json', 'X-Request-ID', 'r-1']
const XML_TYPE = ['Content-Type', 'application/fhir+xml']
const created = (body: string | Buffer, headers: RawHeaders = JSON_TYPE) =>
  identifier.scan(received(headers, 'POST', '/DocumentReference'), whole(body), 'scan')

t.test('a resource names its patient where the interaction says', t => {
  const pointer = {
    resourceType: 'DocumentReference',
    subject: { identifier: { value: NHS_NUMBER } },
  }
  t.match(created(JSON.stringify(pointer)), {
    need: 'scan',
    interaction: 'nrl-create',
    class: 'write',
    agrees: true,
    messageId: 'r-1',
    keys: { nhsNumber: NHS_NUMBER },
  })
  const reference = {
    subject: [{ reference: `https://demographics.example/Patient/${NHS_NUMBER}` }],
  }
  t.same(created(JSON.stringify(reference)).keys, { nhsNumber: NHS_NUMBER }, 'in a reference')
  t.same(created('{"subject":{"display":"9990000018"}}').keys, {}, 'and nowhere else')
  t.same(created('{"__proto__":{"subject":{"reference":"9990000018"}}}').keys, {})
  t.same(created('null').keys, {})
  t.same(created('{"subject":"9990000018"}').keys, {})
  t.end()
})

t.test('a resource that names two patients agrees on none', t => {
  const two = [{ reference: '9990000018' }, { reference: '9990000026' }]
  t.match(created(JSON.stringify({ subject: two })), { agrees: false, keys: {} })
  t.end()
})

t.test('a resource in FHIR’s XML is read by its namespace', t => {
  const pointer = (ns: string) =>
    `<f:DocumentReference xmlns:f="${ns}"><f:subject><f:reference value="https://demographics.example/Patient/${NHS_NUMBER}"/></f:subject></f:DocumentReference>`
  t.match(created(pointer('http://hl7.org/fhir'), XML_TYPE), {
    agrees: true,
    keys: { nhsNumber: NHS_NUMBER },
  })
  t.throws(() => created(pointer('urn:hl7-org:v3'), XML_TYPE), { code: 'malformed' })
  t.throws(() => created('<DocumentReference', XML_TYPE), { code: 'malformed' })
  t.end()
})

t.test('a resource that is none is refused without a word of it', t => {
  t.throws(() => created('{"zebra":'), { code: 'malformed', message: /^(?!.*zebra)/s })
  t.throws(() => created(Buffer.from([0x7b, 0xff, 0x7d])), { code: 'malformed' })
  t.end()
})

t.test('a resource of which only the beginning is there agrees on nothing', t => {
  const head = received(JSON_TYPE, 'POST', '/DocumentReference')
  const cut = beginning(Buffer.from('{"subject":{"reference":"9990000018"}'))
  t.match(identifier.scan(head, cut, 'scan'), { agrees: false, keys: {} })
  t.end()
})

t.test('a resource with a content coding is refused only where it has to be read', t => {
  const coded = [...JSON_TYPE, 'Content-Encoding', 'gzip']
  t.throws(() => created('{}', coded), { code: 'unsupported-media' })
  t.doesNotThrow(() => created('{}', [...JSON_TYPE, 'Content-Encoding', 'identity']))
  const head = received(coded, 'POST', '/unknown')
  t.doesNotThrow(() => identifier.scan(head, whole('coded'), 'scan'))
  t.end()
})

t.test('a body nobody asks a key of is not looked at', t => {
  const head = received(JSON_TYPE, 'GET', '/Patient/9990000018')
  t.match(identifier.scan(head, whole('no JSON'), 'scan'), {
    agrees: true,
    keys: { nhsNumber: NHS_NUMBER },
  })
  t.match(identifier.scan(received([], 'POST', '/unknown'), NO_BODY, 'scan'), {
    agrees: true,
    class: 'unknown',
  })
  t.end()
})

t.test('two interactions of one id are a mistake at start', t => {
  t.throws(() => createIdentifier([...INTERACTIONS, RETRIEVAL]), /one id/)
  t.end()
})

t.test('an interaction that does not hold together is a mistake at start', t => {
  const { service, ...without } = RETRIEVAL
  t.ok(service)
  t.throws(() => defineInteraction(without), /service/)
  t.throws(() => defineInteraction({ ...RETRIEVAL, rest: { method: 'GET', path: '/' } }), /REST/)
  t.throws(() => defineInteraction({ ...without, transport: 'rest' }), /REST/)
  for (const path of [
    '',
    'value',
    '@root',
    '**/@root',
    'a//@b',
    'nobody:knows/@root',
    'a[@b]/@c',
    'a/@b/c',
  ]) {
    t.throws(() => defineInteraction({ ...RETRIEVAL, keys: { nhsNumber: [path] } }), path)
  }
  t.end()
})
