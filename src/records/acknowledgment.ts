import { type Captured, headerOf, isFicusError } from '../exchange/index.ts'
import { holdsPatientKey, MOST_ACKNOWLEDGED } from '../fleet/index.ts'
import { LONGEST_PLACE } from './told.ts'
import { type Attribute, createXmlScanner, type XmlEvents } from '../xml/index.ts'

const SOAP = 'http://schemas.xmlsoap.org/soap/envelope/'
const EB = 'http://www.oasis-open.org/committees/ebxml-msg/schema/msg-header-2_0.xsd'

/**
 * Every element an acknowledgement has (ebXML Message Service 2.0, §3.1 and §6.3.2), and the longest text each may
 * hold: ids, times and parties. Whatever has another is none, and is not kept.
 */
const ELEMENTS: ReadonlyMap<string, number> = new Map([
  ...['Envelope', 'Header', 'Body'].map(name => [`${SOAP} ${name}`, 0] as const),
  ...['MessageHeader', 'From', 'To', 'MessageData', 'SyncReply', 'Acknowledgment'].map(
    name => [`${EB} ${name}`, 0] as const,
  ),
  ...['PartyId', 'Role', 'CPAId', 'ConversationId', 'Service', 'Action', 'MessageId'].map(
    name => [`${EB} ${name}`, 128] as const,
  ),
  ...['Timestamp', 'RefToMessageId', 'TimeToLive'].map(name => [`${EB} ${name}`, 128] as const),
])

const LONGEST_ATTRIBUTE = 128
/** So much is left for the head of what is kept. */
const MOST_BYTES = MOST_ACKNOWLEDGED - 256 - LONGEST_PLACE

/**
 * Says whether an answer is an ebXML Acknowledgment and nothing besides: no other element, no comment, no text but
 * ids, times and parties, and nothing in it that a patient is known by.
 */
export function isAcknowledgment({ status, headers, body }: Captured): boolean {
  if (status < 200 || status > 299 || body.length > MOST_BYTES) return false
  if (headerOf(headers, 'content-encoding') !== undefined) return false
  if (!isPlace(headerOf(headers, 'content-location') ?? '/')) return false
  const text = Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString('utf8')
  if (!isPlain(text) || holdsPatientKey(text)) return false
  return text.trimStart().startsWith('<') && isOfSignals(body)
}

const isPlace = (place: string): boolean =>
  place.length <= LONGEST_PLACE && /^[!-~]+$/.test(place) && !holdsPatientKey(place)

// Only elements are looked at one by one: what stands beside them could hold anything.
const isPlain = (text: string): boolean =>
  !text.includes('<!') && !text.replace(/^\s*<\?xml [^>]*\?>/, '').includes('<?')

function isOfSignals(body: Uint8Array): boolean {
  const found = new Signals()
  const scanner = createXmlScanner(found)
  try {
    scanner.write(body)
    if (!scanner.stopped) scanner.end()
  } catch (error) {
    if (!isFicusError(error)) throw error
    return false
  }
  return !scanner.stopped && found.isAcknowledgment
}

/** Looks at each element of an answer, and stops at the first that no acknowledgement has. */
class Signals implements XmlEvents {
  readonly #texts: string[] = []
  #action = ''
  #acknowledged = 0

  get isAcknowledgment(): boolean {
    return this.#action === 'Acknowledgment' && this.#acknowledged === 1
  }

  open(ns: string, name: string, attributes: readonly Attribute[]): 'stop' | undefined {
    this.#texts.push('')
    if (ns === EB && name === 'Acknowledgment') this.#acknowledged += 1
    const isLong = attributes.some(({ value }) => value.length > LONGEST_ATTRIBUTE)
    return isLong || !ELEMENTS.has(`${ns} ${name}`) ? 'stop' : undefined
  }

  text(text: string): void {
    const last = this.#texts.length - 1
    this.#texts[last] = (this.#texts[last] ?? '') + text
  }

  close(ns: string, name: string): 'stop' | undefined {
    const text = this.#texts.pop()?.trim() ?? ''
    if (ns === EB && name === 'Action') this.#action = text
    return text.length > (ELEMENTS.get(`${ns} ${name}`) ?? 0) ? 'stop' : undefined
  }
}
