import type { Answer, Party } from '../exchange/index.ts'
import { documentOf, type Markup, xml, xmlName } from '../xml/index.ts'
import { answerOf } from './answer.ts'
import { ASID, NS } from './names.ts'

/** What of a synchronous request its reply says again. */
export interface RepliedTo {
  /** What its action names before its interaction, e.g. `urn:nhs:names:services:pdsquery`. */
  readonly service: string
  /** Its wsa:MessageID without `uuid:`, as written; undefined where it has none. */
  readonly messageId: string | undefined
  /** As in the request: the reply goes the other way. */
  readonly from: Party
  readonly to: Party
}

/** A message that answers one, with what its envelope says of it. */
export interface SoapReply {
  /** The id of the message, without `uuid:`, which is that of its envelope too. */
  readonly messageId: string
  /** The interaction of the reply. */
  readonly interaction: string
  /** Local name of the HL7v3 element around the message; undefined where there is none. */
  readonly wrapper: string | undefined
  /** The message as XML that stands by itself, its namespace declared. */
  readonly payload: string
}

/** What Spine itself writes for a system it does not know. */
const NOT_KNOWN = 'Not Known'

/** Writes the id of a system. */
export const systemId = ({ asid = NOT_KNOWN }: Party): Markup =>
  xml`<id root="${ASID}" extension="${asid}"/>`

const device = (party: Party): Markup =>
  xml`<device classCode="DEV" determinerCode="INSTANCE">${systemId(party)}</device>`

/** Writes whom a reply goes to and whom it comes from: its request's two ends the other way round. */
export const endsOf = ({ from, to }: Pick<RepliedTo, 'from' | 'to'>): Markup =>
  xml`<communicationFunctionRcv typeCode="RCV">${device(from)}</communicationFunctionRcv><communicationFunctionSnd typeCode="SND">${device(to)}</communicationFunctionSnd>`

/**
 * Puts a reply's message in the envelope Spine's own replies have, the reference to the request at the end of its
 * header (NHSDigital/integration-adaptor-mhs, the replies of its fake Spine).
 */
export function replyEnvelope(
  { messageId, interaction, wrapper }: Omit<SoapReply, 'payload'>,
  request: RepliedTo,
  message: Markup,
): Markup {
  const { service, messageId: answered } = request
  const relatesTo =
    answered === undefined ? undefined : xml`<wsa:RelatesTo>uuid:${answered}</wsa:RelatesTo>`
  const around = wrapper === undefined ? undefined : xmlName(wrapper)
  const body = around === undefined ? message : xml`<${around}>${message}</${around}>`
  return xml`<soap:Envelope xmlns:soap="${NS.soap}" xmlns:wsa="${NS.wsa}" xmlns="${NS.hl7}"><soap:Header><wsa:MessageID>uuid:${messageId}</wsa:MessageID><wsa:Action>${service}/${interaction}</wsa:Action><wsa:To/><wsa:From><wsa:Address>${service}</wsa:Address></wsa:From>${endsOf(request)}${relatesTo}</soap:Header><soap:Body>${body}</soap:Body></soap:Envelope>`
}

/**
 * Writes the reply to a synchronous query: HTTP 200, whatever its message says. It has its length, as Spine's own
 * have, and its date, as every 200 of one who has a clock (RFC 9110 §6.6.1). Throws FicusError `malformed` for a
 * character XML cannot hold.
 */
export function writeSoapReply(reply: SoapReply, request: RepliedTo, now: Date): Answer {
  const body = documentOf(replyEnvelope(reply, request, { markup: reply.payload }))
  const more = ['Date', now.toUTCString(), 'Content-Length', String(body.length)]
  return answerOf(200, 'text/xml; charset=UTF-8', body, more)
}
