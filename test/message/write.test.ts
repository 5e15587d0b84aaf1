import fc from 'fast-check'
import t from 'tap'
import type { Answer } from '../../src/exchange/index.ts'
import {
  createBinding,
  type Reason,
  type ReplyContext,
  writeAcknowledgment,
  writeApplicationError,
  writeOperationOutcome,
  writeQueryFailure,
  writeRejection,
} from '../../src/message/index.ts'
import {
  attributeOf,
  childOf,
  elementsOf,
  readXml,
  textOf,
  xml,
  type XmlElement,
} from '../../src/xml/index.ts'
import {
  answerHead,
  expectedOf,
  MESSAGE_ID,
  PAYLOAD_ID,
  prescription,
  RETRIEVAL,
  retrieval,
} from './given.ts'

const HL7 = 'urn:hl7-org:v3'
const SOAP = 'http://schemas.xmlsoap.org/soap/envelope/'
const WSA = 'http://schemas.xmlsoap.org/ws/2004/08/addressing'
const NEW_ID = '0F1E2D3C-4B5A-4697-8877-665544332211'
const HEAD = answerHead('text/xml')

const about: ReplyContext = {
  interaction: RETRIEVAL,
  messageId: MESSAGE_ID,
  payloadId: PAYLOAD_ID,
  from: { asid: '200000000115' },
  to: { asid: '200000000220' },
  now: new Date('2026-11-22T09:30:15.678Z'),
  newId: () => NEW_ID,
}
const NO_MATCH: Reason = {
  code: '1',
  codeSystem: '2.16.840.1.113883.2.1.3.2.4.17.42',
  display: 'No "match" <found>',
}
const WARNING: Reason = {
  code: '3',
  codeSystem: '2.16.840.1.113883.2.1.3.2.4.17.42',
  severity: 'WG',
}

/** Walks down from an element; fails where there is no such way. */
const at = (element: XmlElement, path: string, ns = HL7): XmlElement =>
  path.split('/').reduce((here, name) => {
    const child = childOf(here, ns, name)
    if (child === undefined) throw new Error(`no ${name} in ${here.name}`)
    return child
  }, element)

const partsOf = (answer: Answer): { readonly header: XmlElement; readonly body: XmlElement } => {
  const root = readXml(answer.body)
  return { header: at(root, 'Header', SOAP), body: at(root, 'Body', SOAP) }
}
const asid = (element: XmlElement, end: 'Rcv' | 'Snd'): string | undefined =>
  attributeOf(at(element, `communicationFunction${end}/device/id`), 'extension')
const typeOf = (message: XmlElement): string | undefined =>
  attributeOf(at(message, 'acknowledgement'), 'typeCode')

const NEGATIVE = [
  ['MCCI_IN010000UK13', 'AE', writeApplicationError],
  ['MCCI_IN010000UK13', 'AR', writeRejection],
  ['QUQI_IN010000UK14', 'AE', writeQueryFailure],
] as const

for (const [id, type, write] of NEGATIVE) {
  t.test(`${id} ${type} comes in the wrapper of its interaction and refers to its request`, t => {
    const answer = write([NO_MATCH, WARNING], about)
    t.equal(answer.status, 200)
    t.same(answer.headers, ['Content-Type', 'text/xml; charset=utf-8'])
    const { header, body } = partsOf(answer)
    t.equal(textOf(at(header, 'MessageID', WSA)), `uuid:${NEW_ID}`)
    t.equal(textOf(at(header, 'Action', WSA)), `urn:nhs:names:services:pdsquery/${id}`)
    t.equal(textOf(at(header, 'RelatesTo', WSA)), `uuid:${MESSAGE_ID}`)
    t.same([asid(header, 'Rcv'), asid(header, 'Snd')], ['200000000115', '200000000220'], 'swapped')
    t.equal(elementsOf(body).length, 1)
    const message = at(body, `retrievalQueryResponse/${id}`)
    t.equal(attributeOf(at(message, 'id'), 'root'), NEW_ID)
    t.equal(attributeOf(at(message, 'interactionId'), 'extension'), id)
    t.equal(attributeOf(at(message, 'creationTime'), 'value'), '20261122093015')
    t.equal(typeOf(message), type)
    t.equal(attributeOf(at(message, 'acknowledgement/messageRef/id'), 'root'), PAYLOAD_ID)
    t.same([asid(message, 'Rcv'), asid(message, 'Snd')], ['200000000115', '200000000220'])
    t.end()
  })

  t.test(`${id} ${type} passes the proof that every answer has to pass`, t => {
    const check = (answer: Answer) =>
      createBinding(expectedOf('soap', retrieval())).check(HEAD, answer.body, true)
    t.equal(check(write([NO_MATCH], about)), 'bound')
    t.equal(check(write([NO_MATCH], { ...about, messageId: NEW_ID })), 'crossed')
    t.equal(
      check(write([NO_MATCH], { ...about, payloadId: '7D6C5B4A-0000-4D1C-8B0A-9F8E7D6C5B4A' })),
      'crossed',
    )
    t.end()
  })
}

t.test('the reasons of a failure are in its act, with their severity', t => {
  for (const write of [writeApplicationError, writeQueryFailure]) {
    const { body } = partsOf(write([NO_MATCH, WARNING], about))
    const act = at(elementsOf(at(body, 'retrievalQueryResponse'))[0]!, 'ControlActEvent')
    const codes = elementsOf(act)
      .filter(({ name }) => name === 'reason')
      .map(reason => at(reason, 'justifyingDetectedIssueEvent/code'))
    t.same(
      codes.map(code => attributeOf(code, 'code')),
      ['1', '3'],
    )
    t.same(
      codes.map(code => attributeOf(at(code, 'qualifier'), 'code')),
      ['ER', 'WG'],
    )
    t.same(
      codes.map(code => attributeOf(code, 'displayName')),
      ['No "match" <found>', undefined],
    )
  }
  t.end()
})

t.test('why a request is not taken stands in the acknowledgement', t => {
  const { body } = partsOf(writeRejection([NO_MATCH], about))
  const message = at(body, 'retrievalQueryResponse/MCCI_IN010000UK13')
  const code = at(message, 'acknowledgement/acknowledgementDetail/code')
  t.equal(attributeOf(code, 'code'), '1')
  t.equal(childOf(at(message, 'ControlActEvent'), HL7, 'reason'), undefined)
  t.end()
})

t.test('only a query that failed says so in a queryAck', t => {
  const ack = (answer: Answer): string => answer.body.toString()
  t.match(ack(writeQueryFailure([NO_MATCH], about)), '<queryResponseCode code="ID"/>')
  t.notMatch(ack(writeApplicationError([NO_MATCH], about)), 'queryAck')
  t.end()
})

t.test(
  'without a wrapper the message stands in the body itself, and what is unknown is not made up',
  t => {
    const bare = {
      ...about,
      interaction: { service: 'urn:x' },
      messageId: undefined,
      payloadId: undefined,
      from: {},
      to: {},
    }
    const { header, body } = partsOf(writeApplicationError([NO_MATCH], bare))
    t.equal(childOf(header, WSA, 'RelatesTo'), undefined)
    const message = at(body, 'MCCI_IN010000UK13')
    t.equal(childOf(at(message, 'acknowledgement'), HL7, 'messageRef'), undefined)
    t.equal(asid(message, 'Snd'), 'Not Known', 'as Spine writes it')
    t.end()
  },
)

t.test('an acknowledgement is a 202 that refers to its message in both places', t => {
  const answer = writeAcknowledgment({
    messageId: MESSAGE_ID,
    conversationId: 'c',
    cpaId: 'S1',
    from: { partyKey: 'A-1' },
    to: { partyKey: 'B-2' },
    now: about.now,
    newId: about.newId,
  })
  t.equal(answer.status, 202)
  t.equal(answer.body.toString().split(`<eb:RefToMessageId>${MESSAGE_ID}<`).length, 3)
  const binding = createBinding(expectedOf('ebxml', prescription()))
  t.equal(binding.check(HEAD, answer.body, true), 'bound')
  const { header } = partsOf(answer)
  const EB = 'http://www.oasis-open.org/committees/ebxml-msg/schema/msg-header-2_0.xsd'
  t.equal(textOf(at(header, 'MessageHeader/From/PartyId', EB)), 'B-2')
  t.equal(textOf(at(header, 'MessageHeader/To/PartyId', EB)), 'A-1')
  t.equal(textOf(at(header, 'Acknowledgment/From/PartyId', EB)), 'B-2')
  t.equal(textOf(at(header, 'MessageHeader/Action', EB)), 'Acknowledgment')
  t.end()
})

t.test('an OperationOutcome carries a code of Spine’s where one is given', t => {
  const spine = { code: 'INVALIDATED_RESOURCE', display: 'Resource has been invalidated' }
  const answer = writeOperationOutcome({
    status: 404,
    code: 'not-found',
    severity: 'fatal',
    spine,
    says: 'x',
  })
  t.equal(answer.status, 404)
  t.match(JSON.parse(answer.body.toString()), {
    issue: [
      {
        severity: 'fatal',
        code: 'not-found',
        details: {
          coding: [
            { system: 'https://fhir.nhs.uk/R4/CodeSystem/Spine-ErrorOrWarningCode', ...spine },
          ],
        },
      },
    ],
  })
  t.end()
})

t.test('a value is what a reader reads, whatever it is made of, or it is refused', t => {
  const values = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.string({
      unit: fc.constantFrom(...Array.from('<>&"\']/!-=\t\r\n \u0000\u0085\u2028\uFFFE')),
    }),
  )
  let written = 0
  const property = fc.property(values, value => {
    let markup: string
    try {
      ;({ markup } = xml`<a b="${value}">${value}</a>`)
    } catch {
      return true
    }
    written += 1
    const element = readXml(Buffer.from(markup))
    return attributeOf(element, 'b') === value && textOf(element) === value
  })
  t.doesNotThrow(() => fc.assert(property, { numRuns: 1_000 }))
  t.ok(written > 300, `${written} of 1000 could be written`)
  t.end()
})
