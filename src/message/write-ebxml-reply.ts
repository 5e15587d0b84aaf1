import type { Answer } from '../exchange/index.ts'
import { documentOf, type Markup, writeMultipart, xml } from '../xml/index.ts'
import { answerOf, ebxmlTime } from './answer.ts'
import { NEXT, NS, PARTY_TYPE, TO_PARTY } from './names.ts'
import type { EbxmlHeader } from './read-ebxml-message.ts'

/** A message that answers one, with what its envelope says of it. */
export interface EbxmlReply {
  /** The id of the message, which its envelope has too. */
  readonly messageId: string
  /** The interaction of the reply. */
  readonly interaction: string
  /** The message as XML that stands by itself, its namespace declared. */
  readonly payload: string
}

/** How Spine's own messages are divided (NHSDigital/integration-adaptor-mhs, the replies of its fake Spine). */
const BOUNDARY = '--=_MIME-Boundary'
const HEADER_ID = '<ebXMLHeader@spine.nhs.uk>'

const party = (key: string): Markup => xml`<eb:PartyId eb:type="${PARTY_TYPE}">${key}</eb:PartyId>`

const when = (isSo: boolean, markup: Markup): Markup | undefined => (isSo ? markup : undefined)

/**
 * Writes the envelope: the request's two ends the other way round, its agreement, conversation and service, what it
 * answers, and of the signals those the request asked for. An express message asks for none, and its reply may not.
 */
function envelopeOf(reply: EbxmlReply, request: EbxmlHeader, now: Date): Buffer {
  const { messageId, interaction } = reply
  const { duplicateElimination, ackRequested, syncReply } = request.signals
  return documentOf(
    xml`<soap:Envelope xmlns:soap="${NS.soap}" xmlns:eb="${NS.eb}" xmlns:xlink="${NS.xlink}"><soap:Header><eb:MessageHeader eb:version="2.0" soap:mustUnderstand="1"><eb:From>${party(request.toParty)}</eb:From><eb:To>${party(request.fromParty)}</eb:To><eb:CPAId>${request.cpaId}</eb:CPAId><eb:ConversationId>${request.conversationId}</eb:ConversationId><eb:Service>${request.service}</eb:Service><eb:Action>${interaction}</eb:Action><eb:MessageData><eb:MessageId>${messageId}</eb:MessageId><eb:Timestamp>${ebxmlTime(now)}</eb:Timestamp><eb:RefToMessageId>${request.messageId}</eb:RefToMessageId></eb:MessageData>${when(duplicateElimination, xml`<eb:DuplicateElimination/>`)}</eb:MessageHeader>${when(
      ackRequested,
      xml`<eb:AckRequested eb:version="2.0" soap:mustUnderstand="1" soap:actor="${TO_PARTY}" eb:signed="false"/>`,
    )}${when(
      syncReply,
      xml`<eb:SyncReply eb:version="2.0" soap:mustUnderstand="1" soap:actor="${NEXT}"/>`,
    )}</soap:Header><soap:Body><eb:Manifest eb:version="2.0"><eb:Reference xlink:href="cid:${messageId}@spine.nhs.uk"><eb:Schema eb:location="urn:hl7-org:v3_${interaction}.xsd" eb:version="13"/><eb:Description xml:lang="en">The HL7 payload</eb:Description><hl7ebxml:Payload xmlns:hl7ebxml="${NS.hl7ebxml}" style="HL7" encoding="XML" version="3.0"/></eb:Reference></eb:Manifest></soap:Body></soap:Envelope>`,
  )
}

const partHead = (contentId: string, type: string): readonly string[] => [
  ...['Content-Id', contentId, 'Content-Type', type],
  ...['Content-Transfer-Encoding', '8bit'],
]

/**
 * Writes the reply to an asynchronous message as whoever polls for it gets it: HTTP 200, its envelope and its payload
 * in a body of two parts. Throws FicusError `malformed` for a character XML cannot hold, and for an id that would
 * not be read as it is meant.
 */
export function writeEbxmlReply(reply: EbxmlReply, request: EbxmlHeader, now: Date): Answer {
  const parts = [
    {
      headers: partHead(HEADER_ID, 'text/xml; charset=UTF-8'),
      bytes: envelopeOf(reply, request, now),
    },
    {
      headers: partHead(`<${reply.messageId}@spine.nhs.uk>`, 'application/xml; charset=UTF-8'),
      bytes: documentOf({ markup: reply.payload }),
    },
  ]
  // What a record says may hold the boundary; an id that was made a moment ago it cannot.
  const isFree = !reply.payload.includes(BOUNDARY)
  const { contentType, bytes } = writeMultipart(parts, isFree ? BOUNDARY : `--=_${reply.messageId}`)
  return answerOf(200, contentType, bytes, ['Content-Length', String(bytes.length)])
}
