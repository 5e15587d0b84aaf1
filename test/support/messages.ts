import { randomUUID } from 'node:crypto'

/** A supplier's SOAP retrieval, hand-written: enough of it for routing, agreement, keys and binding. */
export interface SoapParts {
  readonly messageId?: string
  /** The id of the HL7v3 message, which its answer's messageRef names; that of the envelope where left out. */
  readonly payloadId?: string
  readonly interaction?: string
  readonly soapAction?: string
  readonly wsaAction?: string
  readonly root?: string
  readonly interactionId?: string
  readonly headerFrom?: string
  readonly bodyFrom?: string
  readonly nhsNumber?: string
  readonly filler?: string
}

const SERVICE = 'urn:nhs:names:services:pdsquery'
const TO = '000000000222'
export const FROM = '200000000115'

const device = (side: 'Rcv' | 'Snd', asid: string, typeCode: string): string =>
  `<hl7:communicationFunction${side}${typeCode}><hl7:device classCode="DEV" determinerCode="INSTANCE">` +
  `<hl7:id root="1.2.826.0.1285.0.2.0.107" extension="${asid}"/></hl7:device></hl7:communicationFunction${side}>`

/** The envelope of a retrieval; every place that names the interaction can be made to say something else. */
export function soapRetrieval(parts: SoapParts = {}): string {
  const id = parts.messageId ?? randomUUID().toUpperCase()
  const interaction = parts.interaction ?? 'QUPA_IN000008UK02'
  const root = parts.root ?? interaction
  const from = parts.headerFrom ?? FROM
  return (
    `<?xml version="1.0" encoding="UTF-8"?>\n<e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/"` +
    ` xmlns:wsa="http://schemas.xmlsoap.org/ws/2004/08/addressing" xmlns:hl7="urn:hl7-org:v3"><e:Header>` +
    `<wsa:MessageID>uuid:${id}</wsa:MessageID>` +
    `<wsa:Action>${SERVICE}/${parts.wsaAction ?? interaction}</wsa:Action>` +
    `<wsa:To>urn:nhs:names:services:pdsquery</wsa:To>` +
    device('Rcv', TO, '') +
    device('Snd', from, '') +
    `</e:Header><e:Body><hl7:${root}><hl7:id root="${parts.payloadId ?? id}"/><hl7:creationTime value="20261101120000"/>` +
    `<hl7:versionCode code="V3NPfIT3.0"/>` +
    `<hl7:interactionId root="2.16.840.1.113883.2.1.3.2.4.12" extension="${parts.interactionId ?? interaction}"/>` +
    device('Rcv', TO, ' typeCode="RCV"') +
    device('Snd', parts.bodyFrom ?? from, ' typeCode="SND"') +
    `<hl7:ControlActEvent classCode="CACT" moodCode="EVN"><hl7:query>` +
    `<hl7:historicDataIndicator><hl7:value code="0"/><hl7:semanticsText>historicDataIndicator</hl7:semanticsText></hl7:historicDataIndicator>` +
    `<hl7:person.id><hl7:value root="2.16.840.1.113883.2.1.4.1" extension="${parts.nhsNumber ?? '9990000018'}"/>` +
    `<hl7:semanticsText>person.id</hl7:semanticsText></hl7:person.id></hl7:query></hl7:ControlActEvent>` +
    `${parts.filler ?? ''}</hl7:${root}></e:Body></e:Envelope>`
  )
}

/** The answer to a retrieval: names the request twice, as Spine's answers do. */
export function soapAnswer(
  relatesTo: string,
  options: { readonly messageRef?: string; readonly filler?: string } = {},
): string {
  return (
    `<SOAP-ENV:Envelope xmlns:SOAP-ENV="http://schemas.xmlsoap.org/soap/envelope/"` +
    ` xmlns:wsa="http://schemas.xmlsoap.org/ws/2004/08/addressing"><SOAP-ENV:Header>` +
    `<wsa:MessageID>uuid:${randomUUID().toUpperCase()}</wsa:MessageID>` +
    `<wsa:Action>${SERVICE}/QUPA_IN000009UK03</wsa:Action>` +
    `<wsa:RelatesTo>uuid:${relatesTo}</wsa:RelatesTo></SOAP-ENV:Header><SOAP-ENV:Body>` +
    `<retrievalQueryResponse xmlns="urn:hl7-org:v3"><QUPA_IN000009UK03><id root="${randomUUID().toUpperCase()}"/>` +
    `<acknowledgement typeCode="AA"><messageRef><id root="${options.messageRef ?? relatesTo}"/></messageRef>` +
    `</acknowledgement><ControlActEvent/>${options.filler ?? ''}</QUPA_IN000009UK03>` +
    `</retrievalQueryResponse></SOAP-ENV:Body></SOAP-ENV:Envelope>`
  )
}

/** An HTTP/1.1 POST of a SOAP message, as bytes. */
export const soapPost = (body: string, soapAction = `"${SERVICE}/QUPA_IN000008UK02"`): Buffer =>
  Buffer.from(
    `POST /syncservice-pds/pds HTTP/1.1\r\nHost: spine\r\nContent-Type: text/xml; charset=UTF-8\r\n` +
      `SOAPAction: ${soapAction}\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  )

const PARTY = 'urn:nhs:names:partyType:ocs+serviceInstance'

/** A supplier's ebXML message, hand-written: a prescription is a write. */
export function ebxmlPrescription(
  parts: {
    readonly messageId?: string
    readonly payloadId?: string
    readonly action?: string
    readonly root?: string
    readonly filler?: string
    /** What its control act is about. */
    readonly subject?: string
  } = {},
): { readonly body: string; readonly messageId: string } {
  const id = parts.messageId ?? randomUUID().toUpperCase()
  const action = parts.action ?? 'PORX_IN020101UK31'
  const root = parts.root ?? action
  const payload =
    `<${root} xmlns="urn:hl7-org:v3"><id root="${parts.payloadId ?? id}"/><creationTime value="20261101120000"/>` +
    `<interactionId root="2.16.840.1.113883.2.1.3.2.4.12" extension="${action}"/>` +
    device('Rcv', TO, ' typeCode="RCV"').replaceAll('hl7:', '') +
    device('Snd', FROM, ' typeCode="SND"').replaceAll('hl7:', '') +
    `<ControlActEvent classCode="CACT" moodCode="EVN"><subject>${parts.subject ?? ''}</subject></ControlActEvent>` +
    `${parts.filler ?? ''}</${root}>`
  return { messageId: id, body: ebxmlAround(payload, action, id) }
}

/** An ebXML message around one HL7v3 message. */
export function ebxmlAround(
  payload: string,
  action: string,
  id = randomUUID().toUpperCase(),
): string {
  const header =
    `<?xml version="1.0" encoding="UTF-8"?><SOAP:Envelope xmlns:SOAP="http://schemas.xmlsoap.org/soap/envelope/"` +
    ` xmlns:eb="http://www.oasis-open.org/committees/ebxml-msg/schema/msg-header-2_0.xsd"` +
    ` xmlns:xlink="http://www.w3.org/1999/xlink"><SOAP:Header><eb:MessageHeader eb:version="2.0" SOAP:mustUnderstand="1">` +
    `<eb:From><eb:PartyId eb:type="${PARTY}">ACME-100001</eb:PartyId></eb:From>` +
    `<eb:To><eb:PartyId eb:type="${PARTY}">SPINE-200002</eb:PartyId></eb:To><eb:CPAId>S2001A0001</eb:CPAId>` +
    `<eb:ConversationId>${id}</eb:ConversationId><eb:Service>urn:nhs:names:services:mm</eb:Service>` +
    `<eb:Action>${action}</eb:Action><eb:MessageData><eb:MessageId>${id}</eb:MessageId>` +
    `<eb:Timestamp>2026-11-01T12:00:00Z</eb:Timestamp></eb:MessageData><eb:DuplicateElimination/></eb:MessageHeader>` +
    `</SOAP:Header><SOAP:Body><eb:Manifest eb:version="2.0" SOAP:mustUnderstand="1">` +
    `<eb:Reference xlink:href="cid:${id}@spine.nhs.uk"/></eb:Manifest></SOAP:Body></SOAP:Envelope>`
  const part = (cid: string, text: string): string =>
    `----=_MIME-Boundary\r\nContent-Id: <${cid}>\r\nContent-Type: text/xml; charset=UTF-8\r\n` +
    `Content-Transfer-Encoding: 8bit\r\n\r\n${text}\r\n`
  return (
    part('ebXMLHeader@spine.nhs.uk', header) +
    part(`${id}@spine.nhs.uk`, payload) +
    '----=_MIME-Boundary--\r\n'
  )
}

/** An HTTP/1.1 POST of an ebXML message, as bytes. */
export const ebxmlPost = (body: string, action = 'PORX_IN020101UK31'): Buffer =>
  Buffer.from(
    `POST /reliablemessaging/reliablerequest HTTP/1.1\r\nHost: spine\r\n` +
      `Content-Type: multipart/related; boundary="--=_MIME-Boundary"; type=text/xml; start="<ebXMLHeader@spine.nhs.uk>"\r\n` +
      `SOAPAction: urn:nhs:names:services:mm/${action}\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  )

/** The acknowledgement of an ebXML message: names it twice. */
export const ebxmlAcknowledgment = (
  refTo: string,
  options: { readonly acknowledged?: string; readonly filler?: string } = {},
): string =>
  `<SOAP:Envelope xmlns:SOAP="http://schemas.xmlsoap.org/soap/envelope/"` +
  ` xmlns:eb="http://www.oasis-open.org/committees/ebxml-msg/schema/msg-header-2_0.xsd"><SOAP:Header>` +
  `<eb:MessageHeader eb:version="2.0"><eb:Action>Acknowledgment</eb:Action><eb:MessageData>` +
  `<eb:MessageId>${randomUUID().toUpperCase()}</eb:MessageId><eb:RefToMessageId>${refTo}</eb:RefToMessageId>` +
  `</eb:MessageData></eb:MessageHeader><eb:Acknowledgment eb:version="2.0">` +
  `<eb:RefToMessageId>${options.acknowledged ?? refTo}</eb:RefToMessageId>` +
  `</eb:Acknowledgment></SOAP:Header><SOAP:Body>${options.filler ?? ''}</SOAP:Body></SOAP:Envelope>`
