import { parameterOf } from '../xml/index.ts'
import { createEnvelope } from './envelope.ts'
import { createHl7Message } from './hl7.ts'
import { ASID } from './names.ts'
import { compilePathSet, createPathReader, type PathReader } from './path-reader.ts'
import { compilePath } from './paths.ts'
import {
  idInUri,
  nameInAction,
  partyOf,
  readDocument,
  type Reading,
  type ReadingOptions,
} from './reading.ts'

/** Where ebXML says what a message is, below the SOAP header. */
const EBXML_HEADER = {
  ebFrom: 'eb:MessageHeader/eb:From/eb:PartyId/text()',
  ebTo: 'eb:MessageHeader/eb:To/eb:PartyId/text()',
  ebCpaId: 'eb:MessageHeader/eb:CPAId/text()',
  ebConversationId: 'eb:MessageHeader/eb:ConversationId/text()',
  ebAction: 'eb:MessageHeader/eb:Action/text()',
  ebMessageId: 'eb:MessageHeader/eb:MessageData/eb:MessageId/text()',
} as const

/** Where a synchronous message says what it is. */
const SOAP_HEADER = {
  messageId: 'wsa:MessageID/text()',
  action: 'wsa:Action/text()',
  to: `communicationFunctionRcv/device/id[@root=${ASID}]/@extension`,
  from: `communicationFunctionSnd/device/id[@root=${ASID}]/@extension`,
} as const

const HEADER = compilePathSet(
  Object.entries({ ...EBXML_HEADER, ...SOAP_HEADER }).map(
    ([into, path]) => [into, compilePath(path, 'hl7')] as const,
  ),
)

/** Builds a reader of either kind of header. */
export const createHeaderReader = (): PathReader => createPathReader(HEADER)

/** What an ebXML header says, to which its payload may add. */
export const ebxmlReading = (
  header: PathReader,
): Pick<Reading, 'messageId' | 'conversationId' | 'cpaId' | 'from' | 'to'> => ({
  messageId: idInUri(header.one('ebMessageId')),
  conversationId: header.one('ebConversationId'),
  cpaId: header.one('ebCpaId'),
  from: partyOf(undefined, header.one('ebFrom')),
  to: partyOf(undefined, header.one('ebTo')),
})

/**
 * Reads a message in a SOAP envelope of its own: a synchronous one, or an ebXML signal without payload.
 *
 * @throws FicusError `malformed`
 */
export function readSoap(bytes: Buffer, options: ReadingOptions): Reading {
  const header = createHeaderReader()
  const isSignal = (): boolean => header.all('ebMessageId').length > 0
  const message = createHl7Message(options.readers, options)
  const envelope = createEnvelope({ header, body: message.events, holdsAnything: isSignal })
  const charset = parameterOf(options.contentType, 'charset')
  const end = readDocument(envelope.events, bytes, options.isWhole, charset)
  if (end === 'ended') envelope.finish()
  if (isSignal()) return signalOf(header)

  const { root, id, interactionId, isAmbiguous, keys, ...body } = message.reading()
  const from = header.one('from')
  const to = header.one('to')
  const isAddressed = from !== undefined && to !== undefined
  const messageId = idInUri(header.one('messageId'))
  return {
    named: [nameInAction(header.one('action')), root, interactionId],
    holdsTogether:
      end !== 'broke off' &&
      !isAmbiguous &&
      messageId !== undefined &&
      isAddressed &&
      from === body.from &&
      to === body.to,
    messageId,
    payloadId: id,
    conversationId: undefined,
    cpaId: undefined,
    from: partyOf(from, undefined),
    to: partyOf(to, undefined),
    keys,
  }
}

/** An acknowledgement or error of the message service: no interaction, so nothing in it can agree. */
const signalOf = (header: PathReader): Reading => ({
  ...ebxmlReading(header),
  named: [header.one('ebAction')],
  holdsTogether: false,
  payloadId: undefined,
  keys: {},
})
