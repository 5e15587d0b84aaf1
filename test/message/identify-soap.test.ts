import t from 'tap'
import {
  beginning,
  identifier,
  MESSAGE_ID,
  NHS_NUMBER,
  OTHER_ID,
  PAYLOAD_ID,
  received,
  retrieval,
  scanned,
  SOAP_HEADERS,
  type SoapParts,
  whole,
} from './given.ts'

const ASID = '1.2.826.0.1285.0.2.0.107'
const malformed = { code: 'malformed' }

t.test('the head of a SOAP request names its interaction and nothing else', t => {
  const head = received(SOAP_HEADERS)
  t.equal(identifier.headInteraction(head), 'QUPA_IN000008UK02')
  const body = whole('never looked at')
  t.match(identifier.fromHead(head, body, 'headers'), {
    need: 'headers',
    interaction: 'QUPA_IN000008UK02',
    product: 'pds',
    class: 'audited-read',
    agrees: undefined,
    messageId: undefined,
    keys: {},
    from: {},
    body,
  })
  t.end()
})

t.test('a SOAPAction names what follows its last slash', t => {
  const named = (line: string): string | undefined =>
    identifier.headInteraction(received(['SOAPAction', line]))
  t.equal(named('urn:nhs:names:services:pdsquery/QUPA_IN000008UK02'), 'QUPA_IN000008UK02')
  t.equal(named('"urn:nhs:names:services:pdsquery/QUPA_IN000008SM13"'), 'QUPA_IN000008SM13')
  t.equal(named('"QUPA_IN000008UK02"'), 'QUPA_IN000008UK02')
  t.equal(named('"urn:nobody/KNOWS_THIS"'), 'KNOWS_THIS')
  t.equal(named('""'), undefined)
  t.equal(named(''), undefined)
  t.equal(named('urn:service/'), undefined)
  t.end()
})

t.test('a SOAPAction given twice names nothing: readers could take either', t => {
  const [, , , , name = '', action = ''] = SOAP_HEADERS
  const twice = received([...SOAP_HEADERS, name, action.replace('QUPA_IN000008UK02', 'WRITE')])
  t.equal(identifier.headInteraction(twice), undefined)
  t.end()
})

t.test('a retrieval says who, from whom, to whom and about whom', t => {
  const { body, ...said } = scanned(retrieval())
  t.equal(body.kind, 'whole')
  t.match(said, {
    interaction: 'QUPA_IN000008UK02',
    product: 'pds',
    class: 'audited-read',
    agrees: true,
    messageId: MESSAGE_ID,
    payloadId: PAYLOAD_ID,
    from: { asid: '200000000115' },
    to: { asid: '200000000220' },
    keys: { nhsNumber: NHS_NUMBER },
    cpaId: undefined,
    conversationId: undefined,
  })
  t.end()
})

t.test('elements are known by their namespace, whatever their prefix', t => {
  const asRead = scanned(retrieval())
  const otherwise = retrieval()
    .replaceAll(/(<\/?)e:/g, '$1h:')
    .replaceAll(/(<\/?)h:(?!Envelope|Header|Body)/g, '$1x:')
    .replace('xmlns:h=', 'xmlns:x=')
    .replace('xmlns:e=', 'xmlns:h=')
  t.match(scanned(otherwise), { agrees: true, keys: asRead.keys, messageId: MESSAGE_ID })

  const lying = retrieval().replace('xmlns:a="http:', 'xmlns:a="https:')
  t.match(scanned(lying), { agrees: false, messageId: undefined }, 'the right prefix is not enough')
  t.end()
})

const AGREEMENTS: readonly (readonly [title: string, parts: SoapParts])[] = [
  ['wsa:Action names another', { action: 'urn:nhs:names:services:pdsquery/QUPA_IN000008SM13' }],
  ['wsa:Action names none', { action: '' }],
  [
    'the body’s root names another',
    { root: 'QUPA_IN000008SM13', interactionId: 'QUPA_IN000008UK02' },
  ],
  ['interactionId names another', { interactionId: 'QUPA_IN000008SM13' }],
  ['the header is from another system', { headerFrom: '200000000999' }],
  ['the header is to another system', { headerTo: '200000000999' }],
  ['there is a second wsa:Action', { more: '<a:Action>urn:x/QUPA_IN000008UK02</a:Action>' }],
  ['there is a second wsa:MessageID', { more: `<a:MessageID>uuid:${OTHER_ID}</a:MessageID>` }],
  [
    'there is a second sender in the header',
    {
      more: `<h:communicationFunctionSnd><h:device><h:id root="${ASID}" extension="200000000115"/></h:device></h:communicationFunctionSnd>`,
    },
  ],
  [
    'it asks for two patients',
    {
      query:
        '<h:person.id><h:value root="2.16.840.1.113883.2.1.4.1" extension="9990000018"/></h:person.id><h:person.id><h:value root="2.16.840.1.113883.2.1.4.1" extension="9990000026"/></h:person.id>',
    },
  ],
]

for (const [title, parts] of AGREEMENTS) {
  t.test(`a message does not agree where ${title}`, t => {
    t.equal(scanned(retrieval(parts)).agrees, false)
    t.end()
  })
}

t.test('a message whose places name two interactions is treated as a write', t => {
  const asWrite = retrieval({ root: 'PORX_IN020101UK31' })
  t.match(scanned(asWrite), { interaction: 'QUPA_IN000008UK02', class: 'write', agrees: false })
  t.end()
})

t.test('the supplier’s and the façade’s version are two interactions', t => {
  const headers = SOAP_HEADERS.map(line => line.replace('UK02', 'SM13'))
  const facade = retrieval({
    root: 'QUPA_IN000008SM13',
    action: 'urn:nhs:names:services:pdsquery/QUPA_IN000008SM13',
  })
  t.match(scanned(facade, headers), { interaction: 'QUPA_IN000008SM13', agrees: true })
  t.end()
})

t.test('what no product knows is unknown, and still says who it is', t => {
  const headers = SOAP_HEADERS.map(line => line.replace('QUPA_IN000008UK02', 'ABCD_IN000001UK01'))
  const unknown = retrieval({ root: 'ABCD_IN000001UK01', action: 'urn:x/ABCD_IN000001UK01' })
  t.match(scanned(unknown, headers), {
    interaction: 'ABCD_IN000001UK01',
    product: undefined,
    class: 'unknown',
    agrees: true,
    messageId: MESSAGE_ID,
    from: { asid: '200000000115' },
    keys: {},
  })
  t.end()
})

t.test('a message without a SOAPAction is named by itself and does not agree', t => {
  const headers = ['Content-Type', 'text/xml']
  t.match(scanned(retrieval(), headers), { interaction: 'QUPA_IN000008UK02', agrees: false })
  t.end()
})

t.test('a key is one only where it looks like one', t => {
  const asked = (number: string): string | undefined =>
    scanned(
      retrieval({
        query: `<h:person.id><h:value root="2.16.840.1.113883.2.1.4.1" extension="${number}"/></h:person.id>`,
      }),
    ).keys.nhsNumber
  t.equal(asked('9990000018'), '9990000018')
  t.equal(asked('999000001'), undefined)
  t.equal(asked('999 000 0018'), undefined)
  t.equal(asked(''), undefined)
  t.end()
})

t.test('a key is looked for in its place and under its root', t => {
  const elsewhere = `<h:person.id><h:value root="1.2.3" extension="9990000026"/></h:person.id>`
  t.same(scanned(retrieval({ query: elsewhere })).keys, {})
  const further = `<h:other><h:person.id><h:value root="2.16.840.1.113883.2.1.4.1" extension="9990000026"/></h:person.id></h:other>`
  t.same(scanned(retrieval({ query: further })).keys, {})
  t.end()
})

t.test('a path may lead through any levels and Spine’s other namespaces', t => {
  const headers = SOAP_HEADERS.map(line =>
    line.replace('QUPA_IN000008UK02', 'SET_PERMISSIONS_IN01'),
  )
  const asked = (ns: string): string =>
    `<c:a xmlns:c="${ns}"><c:b><c:context root="2.16.840.1.113883.2.1.4.1" extension="9990000018"/></c:b></c:a>`
  const parts = { root: 'SET_PERMISSIONS_IN01', action: 'urn:x/SET_PERMISSIONS_IN01' }
  const crs = 'http://national.carerecords.nhs.uk/schema/crs/'
  t.same(scanned(retrieval({ ...parts, query: asked(crs) }), headers).keys, {
    nhsNumber: NHS_NUMBER,
  })
  t.same(scanned(retrieval({ ...parts, query: asked('urn:hl7-org:v3') }), headers).keys, {})
  t.end()
})

t.test('a message in its beginning is only what was reached', t => {
  const bytes = Buffer.from(retrieval())
  const upTo = (mark: string): Buffer => bytes.subarray(0, bytes.indexOf(mark))
  const read = (body: Buffer) => identifier.scan(received(SOAP_HEADERS), beginning(body), 'scan')
  t.match(read(upTo('<a:Action>')), { messageId: MESSAGE_ID, from: {}, agrees: false, keys: {} })
  t.match(read(upTo('<e:Body>')), { from: { asid: '200000000115' }, payloadId: undefined })
  t.match(read(upTo('<h:ControlActEvent>')), { payloadId: PAYLOAD_ID, keys: {}, agrees: false })
  t.match(read(bytes.subarray(0, 7)), { interaction: 'QUPA_IN000008UK02', messageId: undefined })
  t.match(read(Buffer.alloc(0)), { interaction: 'QUPA_IN000008UK02', agrees: false })
  t.end()
})

t.test('a character cut in two at the end of what was read is no fault of the message', t => {
  const bytes = Buffer.from(retrieval({ more: '<x>Zoë</x>' }))
  const cut = bytes.subarray(0, bytes.indexOf(Buffer.from('ë')) + 1)
  t.doesNotThrow(() => identifier.scan(received(SOAP_HEADERS), beginning(cut), 'scan'))
  t.end()
})

t.test('a read is read to its end, for a copy of it may leave', t => {
  const twice = retrieval().replace('</e:Body>', '<h:PORX_IN020101UK31/></e:Body>')
  t.throws(() => scanned(twice, SOAP_HEADERS, 'scan'), malformed)
  t.end()
})

t.test('a write is read no further than its keys', t => {
  const headers = SOAP_HEADERS.map(line =>
    line.replace('QUPA_IN000008UK02', 'SET_PERMISSIONS_IN01'),
  )
  const asked = `<c:context xmlns:c="http://national.carerecords.nhs.uk/schema/crs/" root="2.16.840.1.113883.2.1.4.1" extension="9990000018"/>`
  const parts = { root: 'SET_PERMISSIONS_IN01', action: 'urn:x/SET_PERMISSIONS_IN01' }
  const broken = retrieval({ ...parts, query: `${asked}<h:never closed>` })
  t.match(scanned(broken, headers, 'scan'), { agrees: true, keys: { nhsNumber: NHS_NUMBER } })
  t.throws(() => scanned(broken, headers, 'whole'), malformed, 'whole is read whole')
  t.end()
})

t.test(
  'what nobody knows is read to its end where it is whole, for its route may call it a read',
  t => {
    const headers = SOAP_HEADERS.map(line => line.replace('QUPA_IN000008UK02', 'ABCD_IN000001UK01'))
    const parts = { root: 'ABCD_IN000001UK01', action: 'urn:x/ABCD_IN000001UK01' }
    const twice = retrieval(parts).replace('</e:Body>', '<h:other/></e:Body>')
    t.throws(() => scanned(twice, headers, 'scan'), malformed)
    const cut = Buffer.from(twice.slice(0, twice.indexOf('<h:query>') + 4))
    t.equal(identifier.scan(received(headers), beginning(cut), 'scan').agrees, true)
    t.end()
  },
)

t.test('a message with a content coding is refused where it has to be read, and only there', t => {
  const coded = [...SOAP_HEADERS, 'Content-Encoding', 'gzip']
  t.throws(() => scanned('coded', coded), { code: 'unsupported-media' })
  t.doesNotThrow(() => identifier.fromHead(received(coded), whole('coded'), 'kept'))
  t.equal(scanned(retrieval(), [...SOAP_HEADERS, 'content-encoding', 'Identity']).agrees, true)
  t.end()
})

const REFUSED: readonly (readonly [title: string, text: string])[] = [
  ['no XML', 'hello'],
  ['nothing', ''],
  ['not an envelope', '<h:QUPA_IN000008UK02 xmlns:h="urn:hl7-org:v3"/>'],
  ['an envelope of another namespace', retrieval().replace('soap/envelope/', 'soap/envelope')],
  ['no header', retrieval().replace(/<e:Header>.*<\/e:Header>/, '')],
  ['a second header', retrieval().replace('<e:Header>', '<e:Header/><e:Header>')],
  [
    'a header behind the body',
    retrieval().replace(/(<e:Header>.*<\/e:Header>)(<e:Body>.*<\/e:Body>)/, '$2$1'),
  ],
  ['no body', retrieval().replace(/<e:Body>.*<\/e:Body>/, '')],
  ['a second body', retrieval().replace('<e:Body>', '<e:Body/><e:Body>')],
  ['an empty body', retrieval().replace(/<e:Body>.*<\/e:Body>/, '<e:Body> </e:Body>')],
  ['two messages in the body', retrieval().replace('</e:Body>', '<h:QUPA_IN000008UK02/></e:Body>')],
  [
    'a second Security header',
    retrieval({
      more: '<w:Security xmlns:w="http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd"/>'.repeat(
        2,
      ),
    }),
  ],
  ['a document type', `<!DOCTYPE e:Envelope>${retrieval()}`],
  ['an end that is missing', retrieval().slice(0, -3)],
]

for (const [title, text] of REFUSED) {
  t.test(`${title}: the message is refused as malformed`, t => {
    t.throws(() => scanned(text), malformed)
    t.end()
  })
}

t.test('one Security header is no offence', t => {
  const security =
    '<w:Security xmlns:w="http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd"/>'
  t.equal(scanned(retrieval({ more: security })).agrees, true)
  t.end()
})

t.test('a refusal holds not one character of the message', t => {
  const secret = retrieval({ query: '<h:zebra>zebra</h:zebr>' })
  t.throws(() => scanned(secret), { code: 'malformed', message: /^(?!.*zebra)/s })
  t.end()
})

t.test('the bytes that were read are the bytes that are handed on', t => {
  const bytes = Buffer.from(retrieval())
  const before = Buffer.from(bytes)
  const body = whole(bytes)
  t.equal(identifier.scan(received(SOAP_HEADERS), body, 'whole').body, body)
  t.ok(bytes.equals(before))
  t.end()
})
