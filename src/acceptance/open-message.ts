import { headersOf, isFicusError, type RawHeaders } from '../exchange/index.ts'
import { charsetOf, contentIdIn, partNamed } from '../message/index.ts'
import {
  attributeOf,
  childOf,
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
import type { Envelope } from './families.ts'

const SOAP = 'http://schemas.xmlsoap.org/soap/envelope/'
const WSA = 'http://schemas.xmlsoap.org/ws/2004/08/addressing'
const EB = 'http://www.oasis-open.org/committees/ebxml-msg/schema/msg-header-2_0.xsd'
const XLINK = 'http://www.w3.org/1999/xlink'
const HL7 = 'urn:hl7-org:v3'

/** A message out of its envelope, each as a tree; as much of either as is there. */
export interface OpenMessage {
  readonly kind: 'message'
  readonly travels: Envelope
  readonly envelope: XmlElement | undefined
  readonly message: XmlElement | undefined
  /** What it says it asks for: its root, else what its envelope's action names. */
  readonly interaction: string | undefined
}

/**
 * What no rule for requests holds for: what says whether a message came, what answers one, and what is no HL7v3 at
 * all.
 */
export interface OtherDocument {
  readonly kind: 'signal' | 'answer' | 'other'
}

const OTHER: OtherDocument = { kind: 'other' }

/** What the message service itself sends (ebXML Message Service 2.0 §4.2.4 and §6.3.2). */
const SIGNALS: ReadonlySet<string> = new Set(['Acknowledgment', 'MessageError', 'Pong', 'Ping'])

const only = <T>([first, second]: readonly T[]): T | undefined =>
  second === undefined ? first : undefined

const isMultipart = (contentType: string): boolean => /^\s*multipart\//i.test(contentType)

/**
 * Takes a request out of its envelope without asking that anything of it be as it should be: an HL7v3 message alone,
 * a SOAP envelope, the header of an ebXML message, or all of one.
 *
 * @throws FicusError `malformed` for what the entry checks refuse: XML or multipart that is none, or that two readers
 * could understand differently.
 */
export function openMessage(bytes: Buffer, headers: RawHeaders): OpenMessage | OtherDocument {
  const contentType = only(headersOf(headers, 'content-type')) ?? ''
  if (isMultipart(contentType)) return openEbxml(readMultipart(bytes, contentType))
  const charset = parameterOf(contentType, 'charset')
  const root = readXml(bytes, charset === undefined ? {} : { charset })
  if (root.ns === HL7) return opened('none', undefined, root)
  if (root.ns !== SOAP || root.name !== 'Envelope') return OTHER
  return inHeader(root, EB, 'MessageHeader') === undefined
    ? openSoap(root)
    : openHeader(root, undefined)
}

function openSoap(envelope: XmlElement): OpenMessage | OtherDocument {
  const body = childOf(envelope, SOAP, 'Body')
  const message = body && elementsOf(body)[0]
  if (message?.ns === SOAP) return { kind: 'signal' }
  if (message !== undefined && message.ns !== HL7) return OTHER
  return opened('soap', envelope, message)
}

function openEbxml(parts: readonly MultipartPart[]): OpenMessage | OtherDocument {
  const [first] = parts
  return first === undefined ? OTHER : openHeader(documentIn(first), payloadIn(first, parts))
}

function openHeader(
  envelope: XmlElement,
  message: XmlElement | undefined,
): OpenMessage | OtherDocument {
  const action = namedIn(envelope)
  if (action !== undefined && SIGNALS.has(action)) return { kind: 'signal' }
  return opened('ebxml', envelope, message)
}

const opened = (
  travels: Envelope,
  envelope: XmlElement | undefined,
  message: XmlElement | undefined,
): OpenMessage | OtherDocument =>
  message !== undefined && isAnswer(message)
    ? { kind: 'answer' }
    : {
        ...{ kind: 'message', travels, envelope, message },
        interaction: message?.name ?? (envelope && namedIn(envelope)),
      }

/** An answer says what it acknowledges; one that is given at once has a wrapper around it, as no request has. */
function isAnswer(root: XmlElement): boolean {
  const wrapped = only(elementsOf(root))
  return [root, wrapped].some(
    each => each !== undefined && childOf(each, HL7, 'acknowledgement') !== undefined,
  )
}

/** The part the manifest refers to first, which is the payload (ebXML Message Service 2.0 §3.2); else the second. */
function payloadIn(first: MultipartPart, parts: readonly MultipartPart[]): XmlElement | undefined {
  const body = childOf(documentIn(first), SOAP, 'Body')
  const manifest = body && childOf(body, EB, 'Manifest')
  const [reference] = manifest === undefined ? [] : childrenOf(manifest, EB, 'Reference')
  const cid = reference && contentIdIn(attributeOf(reference, 'href', XLINK))
  const named = partNamed(parts, cid)
  const part = named === undefined || named === first ? parts[1] : named
  return part && messageIn(part)
}

/** Whatever else a part is, it is no HL7v3 message: that there is none, the rules tell. */
function messageIn(part: MultipartPart): XmlElement | undefined {
  try {
    const root = documentIn(part)
    return root.ns === HL7 ? root : undefined
  } catch (error) {
    if (isFicusError(error) && !/xml/i.test(part.contentType ?? 'xml')) return undefined
    throw error
  }
}

function documentIn(part: MultipartPart): XmlElement {
  const charset = charsetOf(part)
  return readXml(decodePart(part), charset === undefined ? {} : { charset })
}

function inHeader(envelope: XmlElement, ns: string, name: string): XmlElement | undefined {
  const header = childOf(envelope, SOAP, 'Header')
  return header && childOf(header, ns, name)
}

/** What an envelope's action names, of either kind. */
function namedIn(envelope: XmlElement): string | undefined {
  const own = inHeader(envelope, EB, 'MessageHeader')
  const action = own === undefined ? inHeader(envelope, WSA, 'Action') : childOf(own, EB, 'Action')
  const name = action && textOf(action).trim()
  return name === undefined ? undefined : name.slice(name.lastIndexOf('/') + 1)
}
