import type { Pattern } from './accept-ebxml.ts'
import type { EbxmlError, EbxmlRequest } from './ebxml-request.ts'
import { writeMessage } from './hl7-message.ts'
import type { Message } from './hl7-message.ts'
import type { SimulatedAnswer } from './serve.ts'
import { ebxmlTime } from './times.ts'
import type { World } from './world.ts'
import { escape } from './xml-text.ts'

const SIGNALS = 'urn:oasis:names:tc:ebxml-msg:service'
const BOUNDARY = '--=_MIME-Boundary'

const party = (key: string): string =>
  `<eb:PartyId eb:type="urn:nhs:names:partyType:ocs+serviceInstance">${escape(key)}</eb:PartyId>`

interface Header {
  readonly service: string
  readonly action: string
  readonly id: string
  /** Stands at the end of the message header, or after it. */
  readonly within: string
  readonly after: string
  readonly body: string
}

function envelope(request: EbxmlRequest, header: Header, world: World): string {
  const { service, action, id, within, after, body } = header
  return (
    `<?xml version='1.0' encoding='UTF-8'?>\n` +
    `<soap:Envelope xmlns:xsi="http://www.w3c.org/2001/XML-Schema-Instance"` +
    ` xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/"` +
    ` xmlns:eb="http://www.oasis-open.org/committees/ebxml-msg/schema/msg-header-2_0.xsd"` +
    ` xmlns:xlink="http://www.w3.org/1999/xlink"><soap:Header>` +
    `<eb:MessageHeader eb:version="2.0" soap:mustUnderstand="1">` +
    `<eb:From>${party(request.toParty)}</eb:From><eb:To>${party(request.fromParty)}</eb:To>` +
    `<eb:CPAId>${escape(request.cpaId)}</eb:CPAId>` +
    `<eb:ConversationId>${escape(request.conversationId)}</eb:ConversationId>` +
    `<eb:Service>${escape(service)}</eb:Service><eb:Action>${action}</eb:Action>` +
    `<eb:MessageData><eb:MessageId>${id}</eb:MessageId>` +
    `<eb:Timestamp>${ebxmlTime(world.now)}</eb:Timestamp>` +
    `<eb:RefToMessageId>${escape(world.boundTo(request.messageId))}</eb:RefToMessageId></eb:MessageData>` +
    `${within}</eb:MessageHeader>${after}</soap:Header>` +
    `${body === '' ? '<soap:Body/>' : `<soap:Body>${body}</soap:Body>`}</soap:Envelope>`
  )
}

const XML = ['Content-Type', 'text/xml; charset=UTF-8'] as const

/** Writes the signal that a message was taken over, and where its reply can be fetched. */
export function acknowledgment(
  request: EbxmlRequest,
  world: World,
  poll: string,
  retryAfterMs: number | undefined,
): SimulatedAnswer {
  const time = `<eb:Timestamp>${ebxmlTime(world.now)}</eb:Timestamp>`
  const ref = `<eb:RefToMessageId>${escape(world.boundTo(request.messageId))}</eb:RefToMessageId>`
  const after =
    `<eb:Acknowledgment eb:version="2.0" soap:mustUnderstand="1"` +
    ` soap:actor="urn:oasis:names:tc:ebxml-msg:actor:toPartyMSH">${time}${ref}` +
    `<eb:From>${party(request.toParty)}</eb:From></eb:Acknowledgment>`
  const header = {
    service: SIGNALS,
    action: 'Acknowledgment',
    id: world.newId(),
    within: '',
    after,
    body: '',
  }
  const wait = retryAfterMs === undefined ? [] : [['Retry-After', String(retryAfterMs)] as const]
  return {
    status: 202,
    headers: [XML, ['Content-Location', poll], ...wait],
    body: envelope(request, header, world),
  }
}

/** Says that a message of which nothing is promised came; its reply is where the others' are. */
export const taken = (poll: string): SimulatedAnswer => ({
  status: 202,
  headers: [XML, ['Content-Location', poll]],
  body: '',
})

/** Writes an ebXML MessageError: HTTP 200, not multipart. */
export function messageError(
  request: EbxmlRequest,
  world: World,
  error: EbxmlError,
): SimulatedAnswer {
  const after =
    `<eb:ErrorList eb:version="2.0" soap:mustUnderstand="1" eb:highestSeverity="Error">` +
    `<eb:Error eb:codeContext="urn:oasis:names:tc:ebxml-msg:service:errors" eb:errorCode="${error.code}"` +
    ` eb:severity="Error"><eb:Description xml:lang="en-GB">${escape(error.says)}</eb:Description>` +
    `</eb:Error></eb:ErrorList>`
  const header = {
    service: SIGNALS,
    action: 'MessageError',
    id: world.newId(),
    within: '',
    after,
    body: '',
  }
  return { status: 200, headers: [XML], body: envelope(request, header, world) }
}

const SYNC_REPLY = `<eb:SyncReply eb:version="2.0" soap:mustUnderstand="1" soap:actor="http://schemas.xmlsoap.org/soap/actor/next"/>`

const reliability =
  `<eb:AckRequested eb:version="2.0" soap:mustUnderstand="1"` +
  ` soap:actor="urn:oasis:names:tc:ebxml-msg:actor:toPartyMSH" eb:signed="false"/>` +
  SYNC_REPLY

const manifest = (id: string, root: string): string =>
  `<eb:Manifest xmlns:hl7ebxml="urn:hl7-org:transport/ebXML/DSTUv1.0" eb:version="2.0">` +
  `<eb:Reference xlink:href="cid:${id}@spine.nhs.uk">` +
  `<eb:Schema eb:location="urn:hl7-org:v3_${root}.xsd" eb:version="${root.slice(-2)}"/>` +
  `<eb:Description xml:lang="en">The HL7 payload</eb:Description>` +
  `<hl7ebxml:Payload style="HL7" encoding="XML" version="3.0"/></eb:Reference></eb:Manifest>`

const part = (id: string, type: string, content: string): string =>
  `--${BOUNDARY}\r\nContent-Id: <${id}>\r\nContent-Type: ${type}\r\n` +
  `Content-Transfer-Encoding: 8bit\r\n\r\n${content}\r\n`

/** Writes the business reply: a message of its own, fetched by polling. */
export function ebxmlReply(
  request: EbxmlRequest,
  message: Message,
  world: World,
  pattern: Pattern = 'reliable',
): SimulatedAnswer {
  const id = world.newId()
  const header = {
    service: request.service,
    action: message.root,
    id,
    within: pattern === 'reliable' ? '<eb:DuplicateElimination/>' : '',
    after: pattern === 'reliable' ? reliability : SYNC_REPLY,
    body: manifest(id, message.root),
  }
  const ends = {
    id,
    ref: world.boundTo(request.payloadId),
    toAsid: request.fromAsid,
    fromAsid: request.toAsid,
  }
  const payload = `<?xml version='1.0' encoding='UTF-8'?>\n${writeMessage(message, ends, world, 'hl7:')}`
  return {
    status: 200,
    headers: [
      [
        'Content-Type',
        `multipart/related; boundary="${BOUNDARY}"; type="text/xml"; start="<ebXMLHeader@spine.nhs.uk>"`,
      ],
    ],
    body:
      part('ebXMLHeader@spine.nhs.uk', 'text/xml', envelope(request, header, world)) +
      part(`${id}@spine.nhs.uk`, 'application/xml', payload) +
      `--${BOUNDARY}--\r\n`,
  }
}
