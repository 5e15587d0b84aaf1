/** An ebXML message out of its envelope and its reply in one: what is not there stays away, what is more is not taken. */
import fc from 'fast-check'
import t from 'tap'
import { headerOf } from '../../src/exchange/index.ts'
import {
  type EbxmlHeader,
  type EbxmlSignals,
  readEbxmlMessage,
  writeEbxmlReply,
} from '../../src/message/index.ts'
import { elementsOf, readMultipart, readXml, textOf } from '../../src/xml/index.ts'

const EB = 'http://www.oasis-open.org/committees/ebxml-msg/schema/msg-header-2_0.xsd'
const TYPE = 'multipart/related; boundary="--=_MIME-Boundary"; type=text/xml; start="<head@x>"'
const LINES = ['Content-Type', TYPE]

const ACK =
  '<eb:AckRequested eb:version="2.0" s:mustUnderstand="1" eb:signed="false" s:actor="urn:oasis:names:tc:ebxml-msg:actor:toPartyMSH"/>'
const SYNC =
  '<eb:SyncReply eb:version="2.0" s:mustUnderstand="1" s:actor="http://schemas.xmlsoap.org/soap/actor/next"/>'
const ONCE = '<eb:DuplicateElimination/>'
const PAYLOAD = '<PORX_IN020101UK31 xmlns="urn:hl7-org:v3"><id root="A"/></PORX_IN020101UK31>'
const REFERENCE = '<eb:Reference x:href="cid:pay%3Aload@x"/>'

/** The places of a message a test may want otherwise. */
interface Parts {
  readonly from?: string
  readonly own?: string
  readonly data?: string
  readonly header?: string
  readonly references?: string
  readonly more?: string
  readonly payloadFirst?: boolean
}

function message(parts: Parts = {}): Buffer {
  const head =
    `<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/" xmlns:eb="${EB}" xmlns:x="http://www.w3.org/1999/xlink">` +
    `<s:Header><eb:MessageHeader eb:version="2.0"><eb:From>${parts.from ?? '<eb:PartyId>ACME-100001</eb:PartyId>'}</eb:From>` +
    `<eb:To><eb:PartyId> SPINE-200002 </eb:PartyId></eb:To><eb:CPAId>S1</eb:CPAId><eb:ConversationId>C1</eb:ConversationId>` +
    `<eb:Service>urn:nhs:names:services:mm</eb:Service><eb:Action>PORX_IN020101UK31</eb:Action>` +
    `<eb:MessageData><eb:MessageId>M1</eb:MessageId><eb:Timestamp>2026-11-22T09:00:00Z</eb:Timestamp>${parts.data ?? ''}</eb:MessageData>` +
    `${parts.own ?? ONCE}</eb:MessageHeader>${parts.header ?? ACK + SYNC}</s:Header>` +
    `<s:Body><eb:Manifest eb:version="2.0">${parts.references ?? REFERENCE}</eb:Manifest></s:Body></s:Envelope>`
  const part = (id: string, text: string): string =>
    `----=_MIME-Boundary\r\nContent-Id: <${id}>\r\nContent-Type: text/xml\r\n\r\n${text}\r\n`
  return Buffer.from(
    `${part('head@x', head)}${part('pay:load@x', PAYLOAD)}${parts.more ?? ''}----=_MIME-Boundary--\r\n`,
  )
}

t.test('a message is taken out of its envelope with all it says', t => {
  const read = readEbxmlMessage(message(), LINES)
  t.match(read, {
    kind: 'message',
    header: {
      fromParty: 'ACME-100001',
      toParty: 'SPINE-200002',
      cpaId: 'S1',
      conversationId: 'C1',
      service: 'urn:nhs:names:services:mm',
      action: 'PORX_IN020101UK31',
      messageId: 'M1',
      refToMessageId: undefined,
      signals: { duplicateElimination: true, ackRequested: true, syncReply: true },
    },
    message: { name: 'PORX_IN020101UK31', ns: 'urn:hl7-org:v3' },
  })
  t.end()
})

const part = (id: string): string =>
  `----=_MIME-Boundary\r\nContent-Id: <${id}>\r\nContent-Type: text/plain\r\n\r\nmore\r\n`

const NOT_TAKEN: readonly (readonly [what: string, of: string, parts: Parts])[] = [
  [
    'an attachment',
    'attachments',
    { references: `${REFERENCE}<eb:Reference x:href="cid:b@x"/>`, more: part('b@x') },
  ],
  [
    'an attachment kept elsewhere',
    'attachments',
    { references: `${REFERENCE}<eb:Reference x:href="mid:b@x"/>` },
  ],
  ['a part its manifest does not name', 'attachments', { more: part('b@x') }],
  [
    'a payload that is not there',
    'attachments',
    { references: '<eb:Reference x:href="cid:other@x"/>' },
  ],
  [
    'its own header for a payload',
    'attachments',
    { references: '<eb:Reference x:href="cid:head@x"/>' },
  ],
  [
    'a payload that is somewhere else',
    'attachments',
    { references: '<eb:Reference x:href="http://x/"/>' },
  ],
  ['an empty manifest', 'envelope', { references: '' }],
  [
    'two names of its sender',
    'header',
    { from: '<eb:PartyId>A</eb:PartyId><eb:PartyId>B</eb:PartyId>' },
  ],
  ['no name of its sender', 'header', { from: '<eb:PartyId> </eb:PartyId>' }],
  ['the role of its sender', 'header', { from: '<eb:PartyId>A</eb:PartyId><eb:Role>r</eb:Role>' }],
  [
    'a moment after which it means nothing',
    'header',
    { data: '<eb:TimeToLive>2026-11-22T09:05:00Z</eb:TimeToLive>' },
  ],
  ['two agreements', 'header', { own: '<eb:CPAId>S2</eb:CPAId>' }],
  ['a description', 'header', { own: '<eb:Description>d</eb:Description>' }],
  [
    'its place in an order',
    'header',
    { header: '<eb:MessageOrder><eb:SequenceNumber>1</eb:SequenceNumber></eb:MessageOrder>' },
  ],
  [
    'a signature',
    'header',
    { header: '<d:Signature xmlns:d="http://www.w3.org/2000/09/xmldsig#"/>' },
  ],
  ['two messages', 'header', { header: '<eb:MessageHeader/>' }],
  ['a signed acknowledgement', 'header', { header: ACK.replace('false', 'true') }],
  [
    'an acknowledgement of somebody else',
    'header',
    { header: ACK.replace('toPartyMSH', 'nextMSH') },
  ],
  ['two acknowledgements', 'header', { header: ACK + ACK }],
]

for (const [what, of, parts] of NOT_TAKEN) {
  t.test(`a message with ${what} is not taken, for its ${of}`, t => {
    t.strictSame(readEbxmlMessage(message(parts), LINES), { kind: 'rest', of })
    t.end()
  })
}

t.test('a message whose root is another part than the first is not taken', t => {
  const lines = ['Content-Type', TYPE.replace('head@x', 'pay:load@x')]
  t.strictSame(readEbxmlMessage(message(), lines), { kind: 'rest', of: 'envelope' })
  t.end()
})

t.test('what is no multipart, or no XML, is malformed', t => {
  const malformed = { code: 'malformed' }
  t.throws(() => readEbxmlMessage(message(), []), malformed)
  t.throws(() => readEbxmlMessage(message({ from: '<eb:PartyId>' }), LINES), malformed)
  t.throws(() => readEbxmlMessage(message({ from: '&x;' }), LINES), malformed)
  t.end()
})

const PLAIN = { noNullPrototype: true } as const

const signals: fc.Arbitrary<EbxmlSignals> = fc.record(
  {
    duplicateElimination: fc.boolean(),
    ackRequested: fc.boolean(),
    syncReply: fc.boolean(),
  },
  PLAIN,
)

t.test('each signal a message asks for is found, and no other', t => {
  fc.assert(
    fc.property(signals, wanted => {
      const { duplicateElimination, ackRequested, syncReply } = wanted
      const own = duplicateElimination ? ONCE : ''
      const header = (ackRequested ? ACK : '') + (syncReply ? SYNC : '')
      const read = readEbxmlMessage(message({ own, header }), LINES)
      t.strictSame(read.kind === 'message' ? read.header.signals : read.of, wanted)
    }),
    { numRuns: 20 },
  )
  t.end()
})

const UNITS = ['a', 'Z', '9', '-', '&', '<', '>', '"', "'", 'é', '☃', ':', '/', '.', ' ']
const word = fc
  .string({ minLength: 1, maxLength: 40, unit: fc.constantFrom(...UNITS) })
  .filter(text => text.trim() === text)
const id = fc.uuid().map(text => text.toUpperCase())

const request: fc.Arbitrary<EbxmlHeader> = fc.record(
  {
    fromParty: word,
    toParty: word,
    cpaId: word,
    conversationId: word,
    service: word,
    action: word,
    messageId: word,
    refToMessageId: fc.constant(undefined),
    signals,
  },
  PLAIN,
)

t.test('a reply read again says of its request what the request said, the other way round', t => {
  const now = new Date('2026-11-22T09:30:15.678Z')
  fc.assert(
    fc.property(request, id, word, (asked, messageId, text) => {
      const interaction = 'MCCI_IN010000UK13'
      const said = text.replaceAll('&', '').replaceAll('<', '')
      const payload = `<MCCI_IN010000UK13 xmlns="urn:hl7-org:v3"><a>${said}</a></MCCI_IN010000UK13>`
      const answer = writeEbxmlReply({ messageId, interaction, payload }, asked, now)
      const read = readEbxmlMessage(answer.body, answer.headers)
      if (read.kind === 'rest') throw new Error(`not read: ${read.of}`)
      t.strictSame(read.header, {
        ...asked,
        fromParty: asked.toParty,
        toParty: asked.fromParty,
        action: interaction,
        messageId,
        refToMessageId: asked.messageId,
      })
      t.equal(answer.status, 200)
      t.equal(headerOf(answer.headers, 'content-length'), String(answer.body.length))
      const [child] = elementsOf(read.message)
      t.equal(child && textOf(child), said)
    }),
  )
  t.end()
})

t.test('a reply divides as Spine’s own do, unless what it says would divide it', t => {
  const asked = readEbxmlMessage(message(), LINES)
  if (asked.kind === 'rest') throw new Error('not taken')
  const now = new Date('2026-11-22T09:30:15.678Z')
  const messageId = '0F1E2D3C-4B5A-4697-8877-665544332211'
  for (const text of ['plain', '\r\n----=_MIME-Boundary--\r\n']) {
    const payload = `<R xmlns="urn:hl7-org:v3">${text}</R>`
    const answer = writeEbxmlReply({ messageId, interaction: 'R', payload }, asked.header, now)
    const type = headerOf(answer.headers, 'content-type') ?? ''
    t.equal(type.includes('boundary="--=_MIME-Boundary"'), text === 'plain')
    const [head, own, ...more] = readMultipart(answer.body, type)
    t.equal(head?.contentId, 'ebXMLHeader@spine.nhs.uk')
    t.equal(own?.contentId, `${messageId}@spine.nhs.uk`)
    t.equal(more.length, 0)
    const time = /<eb:Timestamp>([^<]*)</.exec(String(head?.bytes))?.[1]
    t.equal(time, '2026-11-22T09:30:15Z')
    t.equal(readXml(own?.bytes ?? Buffer.alloc(0)).name, 'R')
  }
  t.end()
})
