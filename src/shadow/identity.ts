import type { RawHeaders } from '../exchange/index.ts'
import { attributeOf, elementsOf, readXml, type XmlElement } from '../xml/index.ts'

const ASID_ROOT = '1.2.826.0.1285.0.2.0.107'
const ASID = /^\d{12}$/

/** The header lines that name the system that sends. */
const SENDER_LINES: ReadonlySet<string> = new Set([
  'ssp-from',
  'fromasid',
  'nhsd-asid',
  'spine-from-asid',
])

/**
 * The header lines a copy takes over besides: what says which answer is asked for, and none that could say who asks.
 * A list of those that go, since nobody knows all the lines that name somebody.
 */
const KEPT_LINES: ReadonlySet<string> = new Set([
  'accept',
  'accept-charset',
  'accept-encoding',
  'accept-language',
  'content-type',
  'if-modified-since',
  'if-none-match',
  'nhsd-correlation-id',
  'nhsd-request-id',
  'prefer',
  'range',
  'soapaction',
  'ssp-interactionid',
  'ssp-to',
  'ssp-traceid',
  'toasid',
  'x-correlation-id',
  'x-request-id',
])

/** Whether an identity can stand where an ASID does. */
export const isAsid = (identity: string | undefined): identity is string =>
  identity !== undefined && ASID.test(identity)

/** A head without its supplier, and whether the marked identity stands in it instead. */
export interface MarkedHead {
  readonly headers: RawHeaders
  readonly isMarked: boolean
}

/** Takes over the lines that ask, puts the marked identity where the sender's ASID stood, and leaves out all others. */
export function markedHead(
  headers: RawHeaders,
  identity: string,
  { keepsHost }: { readonly keepsHost: boolean },
): MarkedHead {
  const lines: string[] = []
  let isMarked = false
  for (let i = 0; i < headers.length; i += 2) {
    const [name = '', value = ''] = [headers[i], headers[i + 1]]
    const lower = name.toLowerCase()
    if (SENDER_LINES.has(lower)) {
      isMarked = true
      lines.push(name, identity)
    } else if (KEPT_LINES.has(lower) || (keepsHost && lower === 'host')) {
      lines.push(name, value)
    }
  }
  return { headers: lines, isMarked }
}

/** Lists the ASIDs that stand in an HL7v3 document as whoever sends it, or on whose behalf it is sent. */
export function sendersIn(body: Buffer): readonly string[] {
  const senders = new Set<string>()
  const look = (element: XmlElement, isSender: boolean): void => {
    const isOne = isSender || SENDERS.has(element.name)
    if (isOne && element.name === 'id' && attributeOf(element, 'root') === ASID_ROOT) {
      senders.add(attributeOf(element, 'extension') ?? '')
    }
    for (const child of elementsOf(element)) look(child, isOne)
  }
  look(readXml(body), false)
  return [...senders]
}

const SENDERS: ReadonlySet<string> = new Set(['communicationFunctionSnd', 'agentSystemSDS'])

const TAG = /<[^<>]*>/g
const EXTENSION = /(\sextension\s*=\s*)(["'])([^"']*)\2/g
const BODY = /<(?:[\w.-]+:)?Body[\s>]/
const NUMBER = /\d+/g

/**
 * Puts the marked identity in the place of ASIDs: in every tag that holds one of them as an ASID and, in an envelope's
 * header, wherever one stands as a number of its own, as in an address to answer to. Every other byte stays as it is.
 * Whoever sends the copy reads it again first.
 */
export function markedBody(body: Buffer, senders: readonly string[], identity: string): Buffer {
  const marked = (asid: string): string => (senders.includes(asid) ? identity : asid)
  const inTag = (tag: string): string =>
    tag.includes(ASID_ROOT)
      ? tag.replace(
          EXTENSION,
          (_, before: string, quote: string, value: string) =>
            `${before}${quote}${marked(value)}${quote}`,
        )
      : tag
  const text = body.toString('latin1')
  const start = Math.max(0, text.search(BODY))
  const header = text.slice(0, start).replace(NUMBER, marked)
  return Buffer.from(header + text.slice(start).replace(TAG, inTag), 'latin1')
}
