import t from 'tap'
import {
  attachment,
  beginning,
  BOUNDARY,
  EBXML_HEADERS,
  identifier,
  LONG_ID,
  MESSAGE_ID,
  NHS_NUMBER,
  OTHER_ID,
  PAYLOAD_ID,
  prescription,
  received,
  reference,
  scanned,
  SHORT_ID,
} from './given.ts'

const malformed = { code: 'malformed' }
const SHORT_ROOT = '2.16.840.1.113883.2.1.3.2.4.18.8'
const read = (text: string, need: 'scan' | 'whole' = 'whole') => scanned(text, EBXML_HEADERS, need)

t.test('a prescription says who, from whom, to whom and about what', t => {
  for (const need of ['scan', 'whole'] as const) {
    t.match(read(prescription(), need), {
      need,
      interaction: 'PORX_IN020101UK31',
      product: 'eps',
      class: 'write',
      agrees: true,
      messageId: MESSAGE_ID,
      payloadId: PAYLOAD_ID,
      conversationId: OTHER_ID,
      cpaId: 'S20001A000001',
      from: { partyKey: 'A83008-000001', asid: '200000000115' },
      to: { partyKey: 'YES-0000806', asid: '200000000220' },
      keys: { nhsNumber: NHS_NUMBER, prescriptionId: SHORT_ID, prescriptionLongId: LONG_ID },
    })
  }
  t.end()
})

t.test('the payload is the part the manifest names, wherever it stands', t => {
  const letter = attachment('letter@ficus.example', '<letter xmlns="urn:x"/>')
  const manifest =
    reference('letter@ficus.example', false) + reference('payload@ficus.example', true)
  t.match(read(prescription({ between: letter, manifest })), {
    agrees: true,
    payloadId: PAYLOAD_ID,
  })
  t.end()
})

t.test('a part referred to alone is the payload, said or not', t => {
  const manifest = reference('payload@ficus.example', false)
  t.equal(read(prescription({ manifest })).agrees, true)
  t.end()
})

t.test('the payload’s namespace is about in two spellings', t => {
  const manifest = reference('payload@ficus.example', true).replace('ebXML/DSTU', 'ebxml/DSTU')
  const both = reference('letter@ficus.example', false) + manifest
  t.equal(read(prescription({ manifest: both })).agrees, true)
  t.end()
})

t.test('a reference is the Content-Id percent-encoded', t => {
  const manifest = reference('payload%40ficus.example', true)
  t.equal(read(prescription({ manifest })).agrees, true)
  t.equal(read(prescription({ manifest: reference('payload%4', true) })).agrees, false)
  t.end()
})

const UNPROVEN: readonly (readonly [title: string, text: string])[] = [
  ['eb:Action names another', prescription({ action: 'PORX_IN030101UK32' })],
  ['the payload is another message', prescription({ root: 'PORX_IN030101UK32' })],
  ['the manifest names no part', prescription({ manifest: '' })],
  [
    'the manifest names a part that is not there',
    prescription({ manifest: reference('x@y', true) }),
  ],
  [
    'the manifest names two payloads',
    prescription({ manifest: reference('payload@ficus.example', true).repeat(2) }),
  ],
  [
    'two parts have the name',
    prescription({ between: attachment('payload@ficus.example', '<a/>') }),
  ],
  ['the reference leads out of the message', prescription().replace('cid:', 'mid:')],
  [
    'there are two eb:Actions',
    prescription().replace('<m:Action>', '<m:Action>X</m:Action><m:Action>'),
  ],
  [
    'there are two message ids',
    prescription().replace('<m:MessageId>', '<m:MessageId>X</m:MessageId><m:MessageId>'),
  ],
  ['its header names another root part', prescription().replace('ebXMLHeader@', 'another@')],
]

for (const [title, text] of UNPROVEN) {
  t.test(`a message does not agree where ${title}`, t => {
    t.equal(read(text).agrees, false)
    t.end()
  })
}

t.test('a slot holds the short or the long form, and only its looks tell', t => {
  const slot = (value: string) =>
    read(prescription({ slot: `<slot><value ${value}/></slot>` })).keys
  t.match(slot(`root="${SHORT_ROOT}" extension="${SHORT_ID}"`), {
    prescriptionId: SHORT_ID,
    prescriptionLongId: undefined,
  })
  t.match(slot(`root="${LONG_ID}"`), { prescriptionId: undefined, prescriptionLongId: LONG_ID })
  t.match(
    slot(`root="${LONG_ID}B"`),
    { prescriptionLongId: `${LONG_ID}B` },
    'with a check character',
  )
  t.match(slot(`root="${SHORT_ID.slice(0, -1)}+"`), { prescriptionId: `${SHORT_ID.slice(0, -1)}+` })
  t.match(slot('root="1.2.3"'), { prescriptionId: undefined, prescriptionLongId: undefined })
  t.end()
})

t.test('a message in its beginning is only what was reached', t => {
  const bytes = Buffer.from(prescription())
  const upTo = (mark: string) =>
    identifier.scan(
      received(EBXML_HEADERS),
      beginning(bytes.subarray(0, bytes.indexOf(mark))),
      'scan',
    )
  t.match(upTo('<m:MessageData>'), { cpaId: 'S20001A000001', messageId: undefined, agrees: false })
  t.match(upTo('<PORX'), { messageId: MESSAGE_ID, payloadId: undefined, agrees: false })
  t.match(upTo('<dosage>'), {
    payloadId: PAYLOAD_ID,
    keys: { nhsNumber: NHS_NUMBER },
    agrees: true,
  })
  t.match(upTo('<interactionId'), { payloadId: PAYLOAD_ID, keys: {}, agrees: false })
  t.match(upTo(`--${BOUNDARY}`), {
    interaction: 'PORX_IN020101UK31',
    messageId: undefined,
    agrees: false,
  })
  t.end()
})

t.test(
  'the SOAPAction ebXML itself asks for names nothing: the message does, and does not agree',
  t => {
    for (const action of ['"ebXML"', 'ebXML']) {
      const headers = EBXML_HEADERS.map((line, i) => (i === 1 ? action : line))
      t.equal(identifier.headInteraction(received(headers)), undefined)
      t.match(scanned(prescription(), headers), {
        interaction: 'PORX_IN020101UK31',
        class: 'write',
        agrees: false,
      })
    }
    t.end()
  },
)

t.test('a header in base64 is read like any other', t => {
  t.match(read(prescription({ headerEncoding: 'base64' })), { agrees: true, messageId: MESSAGE_ID })
  t.end()
})

t.test('lines may end in LF alone, and a blank one may come first', t => {
  const lf = `\n${prescription().replaceAll('\r\n', '\n')}`
  t.match(read(lf), { agrees: true, payloadId: PAYLOAD_ID })
  t.end()
})

const REFUSED: readonly (readonly [title: string, text: string])[] = [
  ['no part', 'hello'],
  ['a header that is no XML', prescription().replace('<?xml', 'mock <?xml')],
  ['a header that is no envelope', prescription().replaceAll(/(<\/?)e:Envelope/g, '$1e:Letter')],
  ['a header without a SOAP header', prescription().replace(/<e:Header>.*<\/e:Header>/, '')],
  ['a payload that is no XML', prescription().replace('<PORX', 'defect <PORX')],
  ['a payload that does not end', prescription().replace('</PORX_IN020101UK31>', '')],
]

for (const [title, text] of REFUSED) {
  t.test(`${title}: the message is refused as malformed`, t => {
    t.throws(() => read(text), malformed)
    t.end()
  })
}

t.test('a multipart without its boundary is refused as malformed', t => {
  t.throws(() => scanned(prescription(), ['Content-Type', 'multipart/related']), malformed)
  t.end()
})

t.test('an acknowledgement on its own is no interaction, and no offence', t => {
  const [envelope = ''] = /<e:Envelope.*<\/e:Envelope>/s.exec(prescription()) ?? []
  const acknowledgement = envelope
    .replace('>PORX_IN020101UK31<', '>Acknowledgment<')
    .replace(/<m:Manifest.*<\/m:Manifest>/, '')
  t.match(scanned(acknowledgement, ['Content-Type', 'text/xml']), {
    interaction: 'Acknowledgment',
    class: 'unknown',
    agrees: false,
    messageId: MESSAGE_ID,
    cpaId: 'S20001A000001',
    from: { partyKey: 'A83008-000001' },
  })
  t.end()
})
