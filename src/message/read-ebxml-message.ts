import { headersOf, type RawHeaders } from '../exchange/index.ts'
import {
  attributeOf,
  childrenOf,
  decodePart,
  elementsOf,
  type MultipartPart,
  parameterOf,
  readMultipart,
  readXml,
  textOf,
  type XmlElement,
} from '../xml/index.ts'
import { charsetOf, contentIdIn, partNamed } from './manifest.ts'
import { NEXT, NS, TO_PARTY } from './names.ts'

/** Which signals of the message service a message asks for (ebXML Message Service 2.0 §6.3.1, §4.3.1 and §6.4.1). */
export interface EbxmlSignals {
  readonly duplicateElimination: boolean
  readonly ackRequested: boolean
  readonly syncReply: boolean
}

/** What the header of an ebXML message says, as written but for the blanks around it. */
export interface EbxmlHeader {
  /** Party keys, the only name each end has. */
  readonly fromParty: string
  readonly toParty: string
  readonly cpaId: string
  readonly conversationId: string
  readonly service: string
  readonly action: string
  readonly messageId: string
  /** The message this one answers, if it is an answer. */
  readonly refToMessageId: string | undefined
  readonly signals: EbxmlSignals
}

/** An ebXML message out of its envelope. */
export interface EbxmlMessage {
  readonly kind: 'message'
  readonly header: EbxmlHeader
  /** The HL7v3 message. */
  readonly message: XmlElement
  /** Its part as it was written, its transfer encoding undone: what was signed is proven by these bytes. */
  readonly written: Uint8Array
}

/**
 * Why a message is not taken out of its envelope: it is no single message in one envelope; its header says something
 * that has no place in {@link EbxmlHeader}; it has more than its payload with it, or other than as a part of its own.
 */
export interface EbxmlRest {
  readonly kind: 'rest'
  readonly of: 'envelope' | 'header' | 'attachments'
}

const rest = (of: EbxmlRest['of']): EbxmlRest => ({ kind: 'rest', of })

const only = <T>([first, second]: readonly T[]): T | undefined =>
  second === undefined ? first : undefined

/** The text of the one child of a name; undefined where there is none, another, or nothing in it. */
function wordIn(element: XmlElement | undefined, name: string): string | undefined {
  const child = element && only(childrenOf(element, NS.eb, name))
  const text = child === undefined ? '' : textOf(child).trim()
  return text === '' ? undefined : text
}

/** Whether an element has no children but these of the message service's, each once at most. */
const hasOnly = (element: XmlElement, names: readonly string[]): boolean => {
  const found = elementsOf(element).map(({ ns, name }) => (ns === NS.eb ? name : ''))
  return found.every((name, i) => names.includes(name) && found.indexOf(name) === i)
}

/** Whether an element asks for what it always asks for: anything else is not what the reply would say again. */
const isUsual = (
  element: XmlElement | undefined,
  usual: Readonly<Record<'actor' | 'signed', string>>,
): boolean =>
  element === undefined ||
  ((attributeOf(element, 'actor', NS.soap) ?? usual.actor) === usual.actor &&
    (attributeOf(element, 'signed', NS.eb) ?? usual.signed) === usual.signed)

const HEADER = [
  ...['From', 'To', 'CPAId', 'ConversationId', 'Service', 'Action', 'MessageData'],
  'DuplicateElimination',
]

/** The signals a header asks for; undefined where it says more than they can. */
function signalsOf(header: XmlElement, own: XmlElement): EbxmlSignals | undefined {
  const ack = childrenOf(header, NS.eb, 'AckRequested')[0]
  const sync = childrenOf(header, NS.eb, 'SyncReply')[0]
  if (!hasOnly(header, ['MessageHeader', 'AckRequested', 'SyncReply'])) return undefined
  if (!isUsual(ack, { actor: TO_PARTY, signed: 'false' })) return undefined
  if (!isUsual(sync, { actor: NEXT, signed: '' })) return undefined
  return {
    duplicateElimination: childrenOf(own, NS.eb, 'DuplicateElimination').length > 0,
    ackRequested: ack !== undefined,
    syncReply: sync !== undefined,
  }
}

/** Reads what a header says; undefined where it says more than there is a word for, or less than it has to. */
function headerOf(header: XmlElement): EbxmlHeader | undefined {
  const own = only(childrenOf(header, NS.eb, 'MessageHeader'))
  const signals = own && signalsOf(header, own)
  if (own === undefined || signals === undefined || !hasOnly(own, HEADER)) return undefined
  const [from, to, sent] = ['From', 'To', 'MessageData'].map(name =>
    only(childrenOf(own, NS.eb, name)),
  )
  if (from === undefined || to === undefined || sent === undefined) return undefined
  const isPlain = hasOnly(from, ['PartyId']) && hasOnly(to, ['PartyId'])
  if (!isPlain || !hasOnly(sent, ['MessageId', 'Timestamp', 'RefToMessageId'])) return undefined
  const words = {
    fromParty: wordIn(from, 'PartyId') ?? '',
    toParty: wordIn(to, 'PartyId') ?? '',
    cpaId: wordIn(own, 'CPAId') ?? '',
    conversationId: wordIn(own, 'ConversationId') ?? '',
    service: wordIn(own, 'Service') ?? '',
    action: wordIn(own, 'Action') ?? '',
    messageId: wordIn(sent, 'MessageId') ?? '',
  }
  if (Object.values(words).includes('')) return undefined
  return { ...words, refToMessageId: wordIn(sent, 'RefToMessageId'), signals }
}

/** The payload's part: the only one there is besides the header's, and the only one the manifest refers to. */
function payloadOf(
  body: XmlElement,
  parts: readonly MultipartPart[],
): MultipartPart | EbxmlRest['of'] {
  const manifest = only(elementsOf(body))
  if (manifest?.ns !== NS.eb || manifest.name !== 'Manifest') return 'envelope'
  const references = elementsOf(manifest)
  const reference = only(references)
  if (references.length > 1 || parts.length > 2) return 'attachments'
  if (reference?.ns !== NS.eb || reference.name !== 'Reference') return 'envelope'
  const href = attributeOf(reference, 'href', NS.xlink)
  const part = partNamed(parts, contentIdIn(href))
  return part === undefined || part === parts[0] ? 'attachments' : part
}

/**
 * Takes a message out of its ebXML envelope, read to its end: its header from the first part, the HL7v3 message from
 * the part its manifest refers to, wherever that stands (ebXML Message Service 2.0 §2.1 and §3.2).
 *
 * @throws FicusError `malformed` for what the entry checks refuse.
 */
export function readEbxmlMessage(bytes: Buffer, headers: RawHeaders): EbxmlMessage | EbxmlRest {
  const contentType = only(headersOf(headers, 'content-type')) ?? ''
  const parts = readMultipart(bytes, contentType)
  const [first] = parts
  const start = parameterOf(contentType, 'start')?.replace(/^<(.*)>$/, '$1')
  if (first === undefined || (start !== undefined && start !== first.contentId)) {
    return rest('envelope')
  }
  const envelope = documentIn(first)
  if (envelope.ns !== NS.soap || envelope.name !== 'Envelope') return rest('envelope')
  const header = only(childrenOf(envelope, NS.soap, 'Header'))
  const body = only(childrenOf(envelope, NS.soap, 'Body'))
  if (header === undefined || body === undefined) return rest('envelope')
  const payload = payloadOf(body, parts)
  if (typeof payload === 'string') return rest(payload)
  const said = headerOf(header)
  if (said === undefined) return rest('header')
  return {
    kind: 'message',
    header: said,
    message: documentIn(payload),
    written: decodePart(payload),
  }
}

function documentIn(part: MultipartPart): XmlElement {
  const charset = charsetOf(part)
  return readXml(decodePart(part), charset === undefined ? {} : { charset })
}
