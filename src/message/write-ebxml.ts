import type { Answer, Party } from '../exchange/index.ts'
import { type Markup, xml } from '../xml/index.ts'
import { ebxmlTime, xmlAnswer } from './answer.ts'
import { EBXML_SIGNALS, NS, PARTY_TYPE, TO_PARTY } from './names.ts'

/** The message a signal is about; what is unknown of it stays open. */
export interface SignalContext {
  readonly messageId?: string | undefined
  readonly conversationId?: string | undefined
  readonly cpaId?: string | undefined
  /** As in the message: a signal goes the other way. */
  readonly from?: Party | undefined
  readonly to?: Party | undefined
  readonly now: Date
  readonly newId: () => string
}

/** What stands where the header must say something and nobody knows it. */
const UNKNOWN = 'unknown'

const partyId = (party: Party | undefined): Markup =>
  xml`<eb:PartyId eb:type="${PARTY_TYPE}">${party?.partyKey ?? UNKNOWN}</eb:PartyId>`

const refersTo = (messageId: string | undefined): Markup | undefined =>
  messageId === undefined ? undefined : xml`<eb:RefToMessageId>${messageId}</eb:RefToMessageId>`

/** The envelope every signal has, From and To swapped (ebXML Message Service 2.0 §3.1). */
const signal = (action: string, about: SignalContext, said: Markup): Markup =>
  xml`<soap:Envelope xmlns:soap="${NS.soap}" xmlns:eb="${NS.eb}"><soap:Header><eb:MessageHeader eb:version="2.0" soap:mustUnderstand="1"><eb:From>${partyId(about.to)}</eb:From><eb:To>${partyId(about.from)}</eb:To><eb:CPAId>${about.cpaId ?? UNKNOWN}</eb:CPAId><eb:ConversationId>${about.conversationId ?? about.messageId ?? UNKNOWN}</eb:ConversationId><eb:Service>${EBXML_SIGNALS}</eb:Service><eb:Action>${action}</eb:Action><eb:MessageData><eb:MessageId>${about.newId()}</eb:MessageId><eb:Timestamp>${ebxmlTime(about.now)}</eb:Timestamp>${refersTo(about.messageId)}</eb:MessageData></eb:MessageHeader>${said}</soap:Header><soap:Body/></soap:Envelope>`

/** Writes the acknowledgement of an ebXML message: HTTP 202 (ebXML Message Service 2.0 §6.3.2). */
export const writeAcknowledgment = (about: SignalContext): Answer =>
  xmlAnswer(
    202,
    signal(
      'Acknowledgment',
      about,
      xml`<eb:Acknowledgment eb:version="2.0" soap:mustUnderstand="1" soap:actor="${TO_PARTY}"><eb:Timestamp>${ebxmlTime(about.now)}</eb:Timestamp>${refersTo(about.messageId)}<eb:From>${partyId(about.to)}</eb:From></eb:Acknowledgment>`,
    ),
  )

/**
 * Writes an ebXML MessageError with one error: HTTP 200, which is how Spine sends them (nhsdigitalmait/SPINE_MTH,
 * its rule sets).
 */
export const writeMessageError = (
  error: { readonly code: number; readonly says: string },
  about: SignalContext,
): Answer =>
  xmlAnswer(
    200,
    signal(
      'MessageError',
      about,
      xml`<eb:ErrorList eb:version="2.0" soap:mustUnderstand="1" eb:highestSeverity="Error"><eb:Error eb:codeContext="urn:nhs:names:errors:tms" eb:errorCode="${error.code}" eb:severity="Error"><eb:Description xml:lang="en-GB">${error.says}</eb:Description></eb:Error></eb:ErrorList>`,
    ),
  )
