import { SPINE } from './parties.ts'
import type { Draft, SupplierRequest } from './request-message.ts'
import { dress } from './request-style.ts'
import { ebxmlTime } from './times.ts'

const party = (key: string): string =>
  `<eb:PartyId eb:type="urn:nhs:names:partyType:ocs+serviceInstance">${key}</eb:PartyId>`

function header(draft: Draft, { service, interaction, pattern = 'reliable' }: Sending): string {
  const isReliable = pattern === 'reliable'
  const { messageId, supplier, ids, style } = draft
  const s = style.soap
  return (
    `<?xml version="1.0" encoding="UTF-8"?>\n` +
    `<${s}:Envelope xmlns:${s}="http://schemas.xmlsoap.org/soap/envelope/"` +
    ` xmlns:eb="http://www.oasis-open.org/committees/ebxml-msg/schema/msg-header-2_0.xsd"` +
    ` xmlns:hl7ebxml="urn:hl7-org:transport/ebXML/DSTUv1.0" xmlns:xlink="http://www.w3.org/1999/xlink">` +
    `<${s}:Header><eb:MessageHeader eb:version="2.0" ${s}:mustUnderstand="1">` +
    `<eb:From>${party(supplier.partyKey)}</eb:From><eb:To>${party(SPINE.partyKey)}</eb:To>` +
    `<eb:CPAId>${SPINE.cpaId}</eb:CPAId><eb:ConversationId>${messageId}</eb:ConversationId>` +
    `<eb:Service>${service}</eb:Service><eb:Action>${interaction}</eb:Action>` +
    `<eb:MessageData><eb:MessageId>${messageId}</eb:MessageId>` +
    `<eb:Timestamp>${ebxmlTime(ids.now)}</eb:Timestamp></eb:MessageData>` +
    `${isReliable ? '<eb:DuplicateElimination/>' : ''}</eb:MessageHeader>` +
    (isReliable
      ? `<eb:AckRequested eb:version="2.0" ${s}:mustUnderstand="1" eb:signed="false"` +
        ` ${s}:actor="urn:oasis:names:tc:ebxml-msg:actor:toPartyMSH"/>`
      : '') +
    `<eb:SyncReply eb:version="2.0" ${s}:mustUnderstand="1"` +
    ` ${s}:actor="http://schemas.xmlsoap.org/soap/actor/next"/></${s}:Header>` +
    `<${s}:Body><eb:Manifest eb:version="2.0" ${s}:mustUnderstand="1">` +
    `<eb:Reference xlink:href="cid:${messageId}@spine.nhs.uk">` +
    `<eb:Schema eb:location="http://www.nhsia.nhs.uk/schemas/HL7-Message.xsd" eb:version="1.0"/>` +
    `<eb:Description xml:lang="en">HL7 payload</eb:Description>` +
    `<hl7ebxml:Payload style="HL7" encoding="XML" version="3.0"/></eb:Reference></eb:Manifest>` +
    `</${s}:Body></${s}:Envelope>`
  )
}

const part = (boundary: string, id: string, type: string, content: string): string =>
  `--${boundary}\r\nContent-Id: <${id}>\r\nContent-Type: ${type}\r\n` +
  `Content-Transfer-Encoding: 8bit\r\n\r\n${content}\r\n`

/** How one reliable message is sent. */
export interface Sending {
  readonly service: string
  readonly interaction: string
  readonly path: string
  /** Default `reliable`; of an express message neither elimination nor acknowledgement is asked. */
  readonly pattern?: 'reliable' | 'express'
  /** Whether whitespace and prefixes of the message must stay as they are: it is signed or has mixed content. */
  readonly untouched?: boolean
}

/** Puts a message into a multipart ebXML request. */
export function ebxmlRequest(draft: Draft, message: string, sending: Sending): SupplierRequest {
  const { style, messageId } = draft
  const { service, interaction, path } = sending
  const start = style.bracketedStart ? '"<ebXMLHeader@spine.nhs.uk>"' : 'ebXMLHeader@spine.nhs.uk'
  const action = `${service}/${interaction}`
  return {
    method: 'POST',
    path,
    headers: [
      [
        'Content-Type',
        `multipart/related; boundary="${style.boundary}"; type=text/xml; start=${start}`,
      ],
      ['SOAPAction', style.quotedAction ? `"${action}"` : action],
    ],
    body:
      (style.preamble ? '\r\n' : '') +
      part(
        style.boundary,
        'ebXMLHeader@spine.nhs.uk',
        'text/xml; charset=UTF-8',
        header(draft, sending),
      ) +
      part(
        style.boundary,
        `${messageId}@spine.nhs.uk`,
        'application/xml; charset=UTF-8',
        dress(message, style, sending.untouched === true),
      ) +
      `--${style.boundary}--\r\n`,
  }
}
