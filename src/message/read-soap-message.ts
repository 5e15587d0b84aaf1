import { headersOf, type RawHeaders } from '../exchange/index.ts'
import {
  attributeOf,
  childrenOf,
  elementsOf,
  parameterOf,
  readXml,
  textOf,
  type XmlElement,
} from '../xml/index.ts'
import { NS } from './names.ts'

/** A synchronous message out of its envelope. */
export interface SoapMessage {
  /** The text of its wsa:MessageID, as written. */
  readonly messageId: string
  /** What its action names before its interaction, e.g. `urn:nhs:names:services:pdsquery`. */
  readonly service: string
  /**
   * Whether its header has something, besides what addresses it, that nobody may act on the message without
   * understanding (SOAP 1.1 §4.2.3).
   */
  readonly mustBeUnderstood: boolean
  /** The HL7v3 message. */
  readonly message: XmlElement
}

const only = <T>([first, second]: readonly T[]): T | undefined =>
  second === undefined ? first : undefined

const ADDRESSING: ReadonlySet<string> = new Set([NS.wsa, NS.hl7])

const mustBeUnderstood = (header: XmlElement): boolean =>
  elementsOf(header).some(
    entry =>
      !ADDRESSING.has(entry.ns) &&
      (attributeOf(entry, 'mustUnderstand', NS.soap) ?? '0').trim() !== '0',
  )

/**
 * Takes a synchronous message out of its envelope, read to its end; undefined where it is not one message in one
 * envelope with one id and one action.
 *
 * @throws FicusError `malformed` for what the entry checks refuse.
 */
export function readSoapMessage(bytes: Uint8Array, headers: RawHeaders): SoapMessage | undefined {
  const charset = parameterOf(only(headersOf(headers, 'content-type')) ?? '', 'charset')
  const envelope = readXml(bytes, charset === undefined ? {} : { charset })
  if (envelope.ns !== NS.soap || envelope.name !== 'Envelope') return undefined
  const header = only(childrenOf(envelope, NS.soap, 'Header'))
  const body = only(childrenOf(envelope, NS.soap, 'Body'))
  const message = body && only(elementsOf(body))
  if (header === undefined || message === undefined) return undefined
  const id = only(childrenOf(header, NS.wsa, 'MessageID'))
  const action = only(childrenOf(header, NS.wsa, 'Action'))
  if (id === undefined || action === undefined) return undefined
  const named = textOf(action).trim()
  return {
    messageId: textOf(id).trim(),
    service: named.slice(0, Math.max(0, named.lastIndexOf('/'))),
    mustBeUnderstood: mustBeUnderstood(header),
    message,
  }
}
