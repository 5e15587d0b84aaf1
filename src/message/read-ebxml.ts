import { decodePart, type MultipartPart, parameterOf, readMultipart } from '../xml/index.ts'
import { createEnvelope } from './envelope.ts'
import { createHl7Message, type Hl7Reading } from './hl7.ts'
import { charsetOf, createManifest, partNamed } from './manifest.ts'
import { createHeaderReader, ebxmlReading } from './read-soap.ts'
import { partyOf, readDocument, type Reading, type ReadingOptions } from './reading.ts'

/** Whether the Content-Type means the part we read as the root, where it names one (RFC 2387 §3.2). */
function startsAt(first: MultipartPart, contentType: string): boolean {
  const start = parameterOf(contentType, 'start')?.replace(/^<(.*)>$/, '$1')
  return start === undefined || start === first.contentId
}

const NOTHING: Reading = Object.freeze({
  named: [],
  holdsTogether: false,
  messageId: undefined,
  payloadId: undefined,
  conversationId: undefined,
  cpaId: undefined,
  from: {},
  to: {},
  keys: {},
})

/**
 * Reads an ebXML message: its header from the first part, its payload from the part the manifest names, whatever
 * order the parts are in.
 *
 * @throws FicusError `malformed`
 */
export function readEbxml(bytes: Buffer, options: ReadingOptions): Reading {
  const { contentType, isWhole } = options
  const parts = readMultipart(bytes, contentType, { partial: !isWhole })
  const [first] = parts
  if (first === undefined) return NOTHING

  const header = createHeaderReader()
  const manifest = createManifest()
  const envelope = createEnvelope({ header, body: manifest.events, holdsAnything: () => true })
  const end = readDocument(envelope.events, decodePart(first), first.complete, charsetOf(first))
  if (end === 'ended') envelope.finish()

  const part = partNamed(parts, manifest.payload())
  const payload = part === undefined ? undefined : readPayload(part, options)
  const { from, to, ...said } = ebxmlReading(header)
  return {
    ...said,
    named: [header.one('ebAction'), payload?.root, payload?.interactionId],
    holdsTogether:
      payload?.isRead === true &&
      !payload.isAmbiguous &&
      said.messageId !== undefined &&
      startsAt(first, contentType),
    payloadId: payload?.id,
    from: partyOf(payload?.from, from.partyKey),
    to: partyOf(payload?.to, to.partyKey),
    keys: payload?.keys ?? {},
  }
}

function readPayload(
  part: MultipartPart,
  options: ReadingOptions,
): Hl7Reading & { readonly isRead: boolean } {
  const message = createHl7Message(options.readers, options)
  const end = readDocument(message.events, decodePart(part), part.complete, charsetOf(part))
  return { ...message.reading(), isRead: end !== 'broke off' }
}
