import fc from 'fast-check'
import t from 'tap'
import {
  createBinding,
  type RepliedTo,
  type SoapReply,
  writeSoapReply,
} from '../../src/message/index.ts'
import { attributeOf, childOf, elementsOf, readXml, textOf } from '../../src/xml/index.ts'
import { answerHead, expectedOf, MESSAGE_ID, OTHER_ID, PAYLOAD_ID, retrieval } from './given.ts'

const HL7 = 'urn:hl7-org:v3'
const SOAP = 'http://schemas.xmlsoap.org/soap/envelope/'
const WSA = 'http://schemas.xmlsoap.org/ws/2004/08/addressing'
const REPLY_ID = '0F1E2D3C-4B5A-4697-8877-665544332211'
const NOW = new Date('2026-11-22T09:30:15.678Z')

const request: RepliedTo = {
  service: 'urn:nhs:names:services:pdsquery',
  messageId: MESSAGE_ID,
  from: { asid: '200000000115' },
  to: { asid: '200000000220' },
}
const payload =
  `<QUPA_IN000009UK03 xmlns="urn:hl7-org:v3"><id root="${REPLY_ID}"/><acknowledgement typeCode="AA">` +
  `<messageRef><id root="${PAYLOAD_ID}"/></messageRef></acknowledgement><ControlActEvent/></QUPA_IN000009UK03>`
const reply: SoapReply = {
  messageId: REPLY_ID,
  interaction: 'QUPA_IN000009UK03',
  wrapper: 'retrievalQueryResponse',
  payload,
}

t.test('a reply is a 200 with its type, its charset, its date and its length', t => {
  const { status, reason, headers, body } = writeSoapReply(reply, request, NOW)
  t.strictSame([status, reason], [200, 'OK'])
  t.strictSame(headers, [
    ...['Content-Type', 'text/xml; charset=UTF-8'],
    ...['Date', 'Sun, 22 Nov 2026 09:30:15 GMT'],
    ...['Content-Length', String(body.length)],
  ])
  t.end()
})

t.test('its envelope is byte for byte what Spine’s own replies have', t => {
  const end = (name: string, asid: string, typeCode: string): string =>
    `<communicationFunction${name} typeCode="${typeCode}"><device classCode="DEV" determinerCode="INSTANCE">` +
    `<id root="1.2.826.0.1285.0.2.0.107" extension="${asid}"/></device></communicationFunction${name}>`
  t.equal(
    writeSoapReply(reply, request, NOW).body.toString(),
    `<?xml version="1.0" encoding="UTF-8"?>\n` +
      `<soap:Envelope xmlns:soap="${SOAP}" xmlns:wsa="${WSA}" xmlns="${HL7}"><soap:Header>` +
      `<wsa:MessageID>uuid:${REPLY_ID}</wsa:MessageID>` +
      `<wsa:Action>urn:nhs:names:services:pdsquery/QUPA_IN000009UK03</wsa:Action><wsa:To/>` +
      `<wsa:From><wsa:Address>urn:nhs:names:services:pdsquery</wsa:Address></wsa:From>` +
      end('Rcv', '200000000115', 'RCV') +
      end('Snd', '200000000220', 'SND') +
      `<wsa:RelatesTo>uuid:${MESSAGE_ID}</wsa:RelatesTo></soap:Header>` +
      `<soap:Body><retrievalQueryResponse>${payload}</retrievalQueryResponse></soap:Body></soap:Envelope>`,
  )
  t.end()
})

t.test('what is not known is left out, or said as Spine says it', t => {
  const bare = { ...request, messageId: undefined, from: {}, to: {} }
  const text = writeSoapReply({ ...reply, wrapper: undefined }, bare, NOW).body.toString()
  t.notMatch(text, 'RelatesTo')
  t.equal(text.match(/extension="Not Known"/g)?.length, 2)
  t.ok(text.includes(`<soap:Body>${payload}</soap:Body>`))
  t.end()
})

const HEAD = answerHead('text/xml; charset=UTF-8')
const bound = (to: RepliedTo): string =>
  createBinding(expectedOf('soap', retrieval())).check(
    HEAD,
    writeSoapReply(reply, to, NOW).body,
    true,
  )

t.test('it passes the proof that every answer has to pass, and another’s does not', t => {
  t.equal(bound(request), 'bound')
  t.equal(bound({ ...request, messageId: MESSAGE_ID.toLowerCase() }), 'bound')
  t.equal(bound({ ...request, messageId: OTHER_ID }), 'crossed')
  t.end()
})

t.test('what a supplier wrote is in it as text, whatever it is made of', t => {
  const written = fc.string({ unit: 'binary' }).filter(text => /^[\x20-\ud7ff]*$/.test(text))
  const holds = fc.property(written, written, (service, asid) => {
    const body = { ...request, service, from: { asid } }
    const envelope = readXml(writeSoapReply(reply, body, NOW).body)
    const [header] = elementsOf(envelope)
    const action = header && childOf(header, WSA, 'Action')
    const receiver = header && childOf(header, HL7, 'communicationFunctionRcv')
    const [device] = receiver === undefined ? [] : elementsOf(receiver)
    const [id] = device === undefined ? [] : elementsOf(device)
    return (
      header !== undefined &&
      elementsOf(header).length === 7 &&
      textOf(action ?? envelope) === `${service}/QUPA_IN000009UK03` &&
      attributeOf(id ?? envelope, 'extension') === asid
    )
  })
  t.doesNotThrow(() => fc.assert(holds))
  t.throws(() => writeSoapReply(reply, { ...request, service: '\u0001' }, NOW), {
    code: 'malformed',
  })
  t.end()
})
