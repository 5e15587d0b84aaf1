import type { RawHeaders } from '../exchange/index.ts'
import { createBinding, expectationOf } from '../message/index.ts'
import { elementsOf, textOf, type XmlElement } from '../xml/index.ts'

/** SOAP 1.1 and 1.2. */
const ENVELOPES: ReadonlySet<string> = new Set([
  'http://schemas.xmlsoap.org/soap/envelope/',
  'http://www.w3.org/2003/05/soap-envelope',
])

/** Whether a document is a message in an envelope of SOAP. */
export const isEnvelope = ({ ns, name }: XmlElement): boolean =>
  name === 'Envelope' && ENVELOPES.has(ns)

/** What a header says by a name, in whatever edition of WS-Addressing. */
const saidIn = (envelope: XmlElement, name: string): readonly string[] =>
  elementsOf(envelope)
    .filter(each => each.name === 'Header' && each.ns === envelope.ns)
    .flatMap(header => elementsOf(header).filter(each => each.name === name))
    .map(each => textOf(each).trim().toLowerCase())

/** A message and the bytes it was read from. */
export interface Written {
  readonly root: XmlElement
  readonly xml: Buffer
}

/**
 * Whether an answer in an envelope refers to the request in one: by RelatesTo, and whatever else in it refers to a
 * message refers to that one. Of a request without an id there is nothing an answer could refer to.
 */
export function refersTo(
  request: Written,
  answer: Written & { readonly status: number; readonly headers: RawHeaders },
): boolean {
  const ids = saidIn(request.root, 'MessageID')
  const referred = saidIn(answer.root, 'RelatesTo')
  const isNamed = ids.length === 0 ? referred.length === 0 : referred.length > 0
  if (!isNamed || !referred.every(each => ids.includes(each))) return false
  const expectation = expectationOf('soap', { kind: 'whole', bytes: request.xml })
  if (expectation === undefined) return true
  const { status, headers, xml } = answer
  const head = { status, reason: '', headers }
  return createBinding(expectation).check(head, xml, true) !== 'crossed'
}
