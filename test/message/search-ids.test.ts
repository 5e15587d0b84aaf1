import fc from 'fast-check'
import t from 'tap'
import { createBinding, type Expectation, expectationOf } from '../../src/message/index.ts'
import { comparable, isId } from '../../src/message/ids.ts'
import {
  searchAnswer,
  searchMessageId,
  searchMessageIdInParts,
} from '../../src/message/search-ids.ts'
import { readXml } from '../../src/xml/index.ts'
import { answerHead, MESSAGE_ID, OTHER_ID, PAYLOAD_ID, whole } from './given.ts'

/*
 * A search that is certain must say what the parser says. The parser's word is had by a charset of which the
 * search keeps away.
 */
const BY_PARSER = answerHead('text/xml; charset=us-ascii')
const XML = answerHead('text/xml')
const OWN_ID = '5A4B3C2D-1E0F-4A9B-8C7D-6E5F4A3B2C1D'
const EXPECTED: Expectation = { messageId: MESSAGE_ID, payloadId: () => PAYLOAD_ID }

const isExpected = (id: string): boolean => [MESSAGE_ID, PAYLOAD_ID].includes(comparable(id))

const bySearch = (text: string, isComplete: boolean) => searchAnswer(text, isComplete, isExpected)
const byEither = (text: string, isComplete: boolean) =>
  createBinding(EXPECTED).check(XML, Buffer.from(text), isComplete)
const byParser = (text: string, isComplete: boolean) =>
  createBinding(EXPECTED).check(BY_PARSER, Buffer.from(text), isComplete)

const SOAP = 'http://schemas.xmlsoap.org/soap/envelope/'
const WSA = 'http://schemas.xmlsoap.org/ws/2004/08/addressing'
const HL7 = 'urn:hl7-org:v3'
const EB = 'http://www.oasis-open.org/committees/ebxml-msg/schema/msg-header-2_0.xsd'

/** Mostly the first, which is what Spine writes; the rest is what it never should. */
const mostly = <Value>(usual: Value, ...others: readonly Value[]): fc.Arbitrary<Value> =>
  fc.oneof(
    { weight: 12, arbitrary: fc.constant(usual) },
    { weight: others.length, arbitrary: fc.constantFrom(...others) },
  )

const aMessageId = mostly(
  `uuid:${MESSAGE_ID}`,
  MESSAGE_ID.toLowerCase(),
  ` uuid:${MESSAGE_ID}\n`,
  `uuid:${OTHER_ID}`,
  OWN_ID,
  'uuid:example-request-GUID',
  '',
  `<![CDATA[uuid:${MESSAGE_ID}]]>`,
  `uuid:<!-- -->${MESSAGE_ID}`,
  `uuid:<!-- ${MESSAGE_ID} -->${OTHER_ID}`,
  `&#117;uid:${MESSAGE_ID}`,
  `uuid:<x>${MESSAGE_ID}</x>`,
)
const aPayloadId = mostly(
  PAYLOAD_ID,
  PAYLOAD_ID.toLowerCase(),
  MESSAGE_ID,
  OTHER_ID,
  OWN_ID,
  '',
  `${PAYLOAD_ID.slice(0, -1)}&#x44;`,
)

/** What may stand between two elements. */
const between = mostly(
  '',
  '\n\t',
  '<!-- -->',
  `<!-- <a:RelatesTo>uuid:${OTHER_ID}</a:RelatesTo> -->`,
  `<!-- <a:RelatesTo>uuid:${MESSAGE_ID}</a:RelatesTo> -->`,
  '<![CDATA[<]]>',
  '<a:To/>',
  '<x xmlns="urn:other"/>',
  `<x a='xmlns:a="${WSA}"'/>`,
  `<x xmlns:a="urn:other"><a:RelatesTo>uuid:${MESSAGE_ID}</a:RelatesTo></x>`,
  `<x><a:RelatesTo>uuid:${MESSAGE_ID}</a:RelatesTo></x>`,
  `<a:RelatesTo>uuid:${OTHER_ID}</a:RelatesTo>`,
  `<a:RelatesTo a=">">uuid:${MESSAGE_ID}</a:RelatesTo>`,
  `<messageRef><id root="${OTHER_ID}"/></messageRef>`,
  `<ControlActEvent/>`,
  `<h:ControlActEvent/>`,
  'xmlns:a="urn:other"',
  ` xmlns="${HL7}" `,
  '?>',
)

const declarations = mostly(
  `xmlns:e="${SOAP}" xmlns:a="${WSA}" xmlns:h="${HL7}"`,
  `xmlns:e="${SOAP}" xmlns:a="${WSA}" xmlns="${HL7}" xmlns:h="${HL7}"`,
  `xmlns:e='${SOAP}' xmlns:a='${WSA}' xmlns:h='${HL7}'`,
  `xmlns:e = "${SOAP}" xmlns:a="${WSA}" xmlns:h="${HL7}"`,
  `xmlns:a="${SOAP}" xmlns:e="${WSA}" xmlns:h="${HL7}"`,
  `xmlns:e="${SOAP}" xmlns:a="${WSA}/" xmlns:h="${HL7}"`,
  `xmlns:e="${SOAP}" xmlns:a="${WSA}" xmlns:h="urn:other"`,
  `xmlns:e="urn:other" xmlns:a="${WSA}" xmlns:h="${HL7}"`,
  `xmlns:e="${SOAP}" xmlns:f="${SOAP}" xmlns:a="${WSA}" xmlns:h="${HL7}"`,
  `xmlns:e="${SOAP}" xmlns:h="${HL7}"`,
  `xmlns:e="${SOAP}" note="xmlns:a=" xmlns:h="${HL7}" xmlns:a="${WSA}"`,
)

const relatesTo = fc
  .tuple(
    aMessageId,
    mostly(
      ['<a:RelatesTo>', '</a:RelatesTo>'],
      ['', ''],
      ['<e:RelatesTo>', '</e:RelatesTo>'],
      ['<a:RelatesTo xmlns:a="urn:other">', '</a:RelatesTo>'],
      ['<a:RelatesTo RelationshipType="a:Reply">', '</a:RelatesTo >'],
      // What no longer is an element looks like one that ends its header.
      ['<!--<a:RelatesTo>', '</a:RelatesTo></e:Header>-->'],
      ['<![CDATA[<a:RelatesTo>', '</a:RelatesTo></e:Header>]]>'],
      ['<x:Header xmlns:x="urn:other"><a:RelatesTo>', '</a:RelatesTo></x:Header>'],
    ),
  )
  .map(([id, [open = '', close = '']]) => (open === '' ? '' : `${open}${id}${close}`))

const messageRef = fc
  .tuple(aPayloadId, mostly('h:', '', 'x:'), mostly('', ' ', '\n'))
  .map(
    ([id, p, blank]) => `<${p}messageRef>${blank}<${p}id root="${id}"${blank}/></${p}messageRef>`,
  )
const reference = fc.oneof(
  { weight: 4, arbitrary: messageRef },
  { weight: 1, arbitrary: fc.constant('') },
)

const wrapper = mostly(
  ['<h:wrapper>', '</h:wrapper>'],
  [`<wrapper xmlns="${HL7}">`, '</wrapper>'],
  [`<wrapper xmlns="${HL7}"/><w>`, '</w>'],
  ['<wrapper xmlns="urn:other">', '</wrapper>'],
  [`<w> xmlns="${HL7}" `, '</w>'],
  [`<w a="/>" xmlns="${HL7}">`, '</w>'],
  [`<w a=">" xmlns="${HL7}"/>`, ''],
  [`<x:wrapper xmlns:x="${HL7}">`, '</x:wrapper>'],
  ['', ''],
)

const answers = fc
  .tuple(
    declarations,
    relatesTo,
    reference,
    wrapper,
    between,
    between,
    between,
    mostly('h:', '', 'x:'),
    fc.constantFrom(PAYLOAD_ID, OTHER_ID),
  )
  .map(([declared, relates, refers, [open = '', close = ''], a, b, c, act, last]) =>
    [
      mostlyDeclared(declared),
      `<e:Envelope ${declared}>`,
      `<e:Header><a:MessageID>uuid:${OWN_ID}</a:MessageID>${a}${relates}${b}</e:Header>`,
      `<e:Body>${open}<h:id root="${OWN_ID}"/><h:acknowledgement>${refers}</h:acknowledgement>${c}`,
      `<${act}ControlActEvent><h:subject><h:messageRef><h:id root="${last}"/></h:messageRef></h:subject></${act}ControlActEvent>`,
      `${close}</e:Body></e:Envelope>`,
    ].join(''),
  )

const mostlyDeclared = (declared: string): string =>
  declared.includes("'") ? '' : '<?xml version="1.0" encoding="UTF-8"?>\n'

/** Breaks a text off, or changes one character of it. */
const spoilt = (texts: fc.Arbitrary<string>): fc.Arbitrary<string> =>
  fc
    .tuple(
      texts,
      mostly('none', 'cut', 'drop', 'put'),
      fc.nat(),
      fc.constantFrom(...Array.from('<>&"\'/ =:ax!?\u0000')),
    )
    .map(([text, how, where, character]) => {
      const at = where % (text.length + 1)
      if (how === 'none') return text
      if (how === 'cut') return text.slice(0, at)
      return (
        text.slice(0, at) +
        (how === 'put' ? character : '') +
        text.slice(at + (how === 'drop' ? 1 : 0))
      )
    })

const signals = fc
  .tuple(mostly(EB, 'urn:other'), aMessageId, mostly(MESSAGE_ID, OTHER_ID, ''), between)
  .map(
    ([eb, inData, inAcknowledgment, a]) =>
      `<e:Envelope xmlns:e="${SOAP}" xmlns:m="${eb}" xmlns:a="${WSA}" xmlns:h="${HL7}"><e:Header><m:MessageHeader><m:MessageData><m:MessageId>${OWN_ID}</m:MessageId>${a}<m:RefToMessageId>${inData}</m:RefToMessageId></m:MessageData></m:MessageHeader><m:Acknowledgment><m:RefToMessageId>${inAcknowledgment}</m:RefToMessageId></m:Acknowledgment></e:Header><e:Body/></e:Envelope>`,
  )

const runs = { numRuns: 3_000 }

t.test('where a search of an answer is certain, the parser says the same', t => {
  const seen = new Map<string, number>()
  const property = fc.property(
    spoilt(fc.oneof(answers, answers, signals)),
    fc.boolean(),
    (text, isComplete) => {
      const found = bySearch(text, isComplete)
      const read = byParser(text, isComplete)
      const outcome = `${found ?? 'left'} ${read}`
      seen.set(outcome, (seen.get(outcome) ?? 0) + 1)
      return byEither(text, isComplete) === read
    },
  )
  t.doesNotThrow(() => fc.assert(property, runs))
  // The property could hold because nothing was ever found, or because everything came to the same.
  for (const outcome of [
    'bound bound',
    'unstated unstated',
    'left bound',
    'left crossed',
    'left unstated',
    'left more',
  ]) {
    t.ok((seen.get(outcome) ?? 0) > 10, `${outcome}: ${seen.get(outcome) ?? 0} times`)
  }
  t.comment(Object.fromEntries(seen))
  t.end()
})

const HEADER = `<e:Envelope xmlns:e="${SOAP}" xmlns:a="${WSA}" xmlns:m="${EB}"><e:Header><a:RelatesTo>uuid:${MESSAGE_ID}</a:RelatesTo></e:Header><e:Body>`
const REFERENCE = `<messageRef><id root="${PAYLOAD_ID}"/></messageRef>`
const OTHERS = `<a:RelatesTo>uuid:${OTHER_ID}</a:RelatesTo>`

/** Beginnings of answers whose body looks as if it proved them, and does not. */
const LEFT: readonly (readonly [title: string, verdict: string, body: string])[] = [
  ['the default namespace is that of a sibling', 'more', `<w xmlns="${HL7}"/>${REFERENCE}`],
  [
    'the default namespace is that of a closed sibling',
    'more',
    `<w xmlns="${HL7}"></w>${REFERENCE}`,
  ],
  ['the default namespace is only text', 'more', `<w> xmlns="${HL7}" ${REFERENCE}`],
  ['a value hides that its tag is closed', 'more', `<w xmlns="${HL7}" a=">"/>${REFERENCE}`],
  ['a value hides where its tag ends', 'more', `<w a=">" xmlns="${HL7}"/>${REFERENCE}`],
  ['there is no namespace', 'more', `<w>${REFERENCE}`],
  [
    'there is another header',
    'crossed',
    `<w xmlns="${HL7}"><e:Header>${OTHERS}</e:Header>${REFERENCE}`,
  ],
  [
    'it refers as ebXML does, too',
    'crossed',
    `<w xmlns="${HL7}"><m:MessageData><m:RefToMessageId>${OTHER_ID}</m:RefToMessageId></m:MessageData>${REFERENCE}`,
  ],
]

t.test('a search leaves to the parser whatever could be otherwise', t => {
  const sound = `${HEADER}<w xmlns="${HL7}">${REFERENCE}`
  t.same([bySearch(sound, false), byParser(sound, false)], ['bound', 'bound'])
  for (const [title, verdict, body] of LEFT) {
    const text = HEADER + body
    t.same([bySearch(text, false), byParser(text, false)], [undefined, verdict], title)
  }
  t.end()
})

/** An id as a request is expected by it. */
const expected = (written: string): string | undefined => {
  const id = comparable(written)
  return isId(id) ? id : undefined
}

t.test('where a search of a request is certain, the parser says the same', t => {
  const requests = fc
    .tuple(declarations, aMessageId, between, between, between)
    .map(
      ([declared, id, a, b, c]) =>
        `<e:Envelope ${declared}>${a}<e:Header>${b}<a:MessageID>${id}</a:MessageID><a:To/>${c}</e:Header><e:Body><h:Q><h:id root="${PAYLOAD_ID}"/></h:Q></e:Body></e:Envelope>`,
    )
  let found = 0
  const property = fc.property(spoilt(requests), text => {
    const id = searchMessageId(text)
    if (id === undefined) return true
    found += 1
    // A comment in front of the document sends the search away and says nothing to the parser.
    const read = expectationOf('soap', whole(`<!-- -->${text}`))
    return isWellFormed(text) ? expected(id) === read?.messageId : true
  })
  t.doesNotThrow(() => fc.assert(property, runs))
  t.ok(found > 100, `certain ${found} times`)
  t.end()
})

t.test('where a search of a request in parts is certain, the parser says the same', t => {
  const envelopes = fc
    .tuple(mostly(EB, 'urn:other'), aMessageId, between, between)
    .map(
      ([eb, id, a, b]) =>
        `<e:Envelope xmlns:e="${SOAP}" xmlns:m="${eb}" xmlns:a="${WSA}" xmlns:h="${HL7}"><e:Header>${a}<m:MessageHeader><m:MessageData><m:MessageId>${id}</m:MessageId>${b}</m:MessageData></m:MessageHeader></e:Header><e:Body/></e:Envelope>`,
    )
  const inParts = (header: string): string =>
    `--b\r\nContent-Type: text/xml\r\n\r\n${header}\r\n--b\r\n\r\n<m:MessageId>x</m:MessageId>\r\n--b--`
  let found = 0
  const property = fc.property(spoilt(envelopes), text => {
    const id = searchMessageIdInParts(inParts(`<?xml version="1.0"?>${text}`), 'b')
    if (id === undefined) return true
    found += 1
    // Without a declaration to begin at, the search keeps away.
    const read = expectationOf('ebxml', whole(inParts(text)))
    return isWellFormed(text) ? expected(id) === read?.messageId : true
  })
  t.doesNotThrow(() => fc.assert(property, runs))
  t.ok(found > 100, `certain ${found} times`)
  t.end()
})

/** Of a request that is not well formed the legacy side is the judge. */
function isWellFormed(text: string): boolean {
  try {
    readXml(Buffer.from(text))
    return true
  } catch {
    return false
  }
}
