import { type Body, type Identified, type RawHeaders, NO_BODY } from '../../src/exchange/index.ts'
import { createIdentifier, languageOf } from '../../src/message/index.ts'
import { INTERACTIONS } from '../../src/products/index.ts'

const identifier = createIdentifier(INTERACTIONS)

const ID = '1B0B2C6E-3F0B-4B37-9B4F-1D2E3F4A5B6C'
const BOUNDARY = '--=_MIME-Boundary'

const device = (end: string, asid: string): string =>
  `<h:communicationFunction${end}><h:device classCode="DEV" determinerCode="INSTANCE">` +
  `<h:id root="1.2.826.0.1285.0.2.0.107" extension="${asid}"/></h:device></h:communicationFunction${end}>`

const ENDS = device('Rcv', '000000000222') + device('Snd', '200000000115')

/** An HL7v3 message of an interaction with this inside its ControlActEvent; `c` is bound to the crs namespace. */
export const hl7 = (id: string, inside: string): string =>
  `<${id} xmlns="urn:hl7-org:v3" xmlns:h="urn:hl7-org:v3" xmlns:c="http://national.carerecords.nhs.uk/schema/crs/">` +
  `<id root="${ID}"/><creationTime value="20261101120000"/><versionCode code="3NPfIT7.2.02"/>` +
  `<interactionId root="2.16.840.1.113883.2.1.3.2.4.12" extension="${id}"/><processingCode code="P"/>` +
  `<processingModeCode code="T"/><acceptAckCode code="NE"/>${ENDS}` +
  `<ControlActEvent classCode="CACT" moodCode="EVN">${inside}</ControlActEvent></${id}>`

const soap = (action: string, message: string): string =>
  `<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/" xmlns:h="urn:hl7-org:v3"` +
  ` xmlns:wsa="http://schemas.xmlsoap.org/ws/2004/08/addressing"><s:Header>` +
  `<wsa:MessageID>uuid:${ID}</wsa:MessageID><wsa:Action>${action}</wsa:Action><wsa:To>urn:to</wsa:To>${ENDS}` +
  `</s:Header><s:Body>${message}</s:Body></s:Envelope>`

const EB = 'http://www.oasis-open.org/committees/ebxml-msg/schema/msg-header-2_0.xsd'

function ebxml(service: string, id: string, message: string): string {
  const header =
    `<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/" xmlns:eb="${EB}" xmlns:x="http://www.w3.org/1999/xlink">` +
    `<s:Header><eb:MessageHeader eb:version="2.0" s:mustUnderstand="1"><eb:From><eb:PartyId>ACME-100001</eb:PartyId></eb:From>` +
    `<eb:To><eb:PartyId>SPINE-200002</eb:PartyId></eb:To><eb:CPAId>S2001A0001</eb:CPAId>` +
    `<eb:ConversationId>${ID}</eb:ConversationId><eb:Service>${service}</eb:Service><eb:Action>${id}</eb:Action>` +
    `<eb:MessageData><eb:MessageId>${ID}</eb:MessageId><eb:Timestamp>2026-11-01T12:00:00Z</eb:Timestamp></eb:MessageData>` +
    `</eb:MessageHeader></s:Header><s:Body><eb:Manifest eb:version="2.0">` +
    `<eb:Reference x:href="cid:${ID}@spine.nhs.uk"/></eb:Manifest></s:Body></s:Envelope>`
  const part = (cid: string, text: string): string =>
    `--${BOUNDARY}\r\nContent-Id: <${cid}>\r\nContent-Type: text/xml; charset=UTF-8\r\n\r\n${text}\r\n`
  return `${part('header@spine.nhs.uk', header)}${part(`${ID}@spine.nhs.uk`, message)}--${BOUNDARY}--\r\n`
}

/** Reads an HL7v3 message of a known interaction in the envelope it travels in. */
export function readHl7(id: string, message: string): Identified {
  const interaction = INTERACTIONS.find(each => each.id === id)
  if (interaction?.service === undefined) throw new Error(`${id} is no HL7v3 interaction`)
  const action = `${interaction.service}/${id}`
  const isSoap = interaction.transport === 'soap'
  const text = isSoap ? soap(action, message) : ebxml(interaction.service, id, message)
  const type = isSoap
    ? 'text/xml; charset=UTF-8'
    : `multipart/related; boundary="${BOUNDARY}"; type="text/xml"; start="<header@spine.nhs.uk>"`
  const headers = ['Content-Type', type, 'SOAPAction', `"${action}"`]
  return read('POST', '/', headers, { kind: 'whole', bytes: Buffer.from(text) })
}

/** Reads a REST call without a body. */
export const readCall = (method: string, target: string, headers: RawHeaders = []): Identified =>
  read(method, target, ['Accept', 'application/fhir+json', ...headers], NO_BODY)

/** Reads a REST call with a body of a type. */
export const readCallWith = (
  method: string,
  target: string,
  type: RawHeaders,
  body: string,
): Identified => read(method, target, type, { kind: 'whole', bytes: Buffer.from(body) })

function read(method: string, target: string, headers: RawHeaders, body: Body): Identified {
  const length = body.kind === 'whole' ? body.bytes.length : 0
  const language = languageOf(method, target, headers)
  return identifier.scan(
    { number: 1, at: 0, method, target, headers, language, length },
    body,
    'whole',
  )
}
