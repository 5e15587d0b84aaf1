import type { Answer } from '../../src/exchange/index.ts'
import {
  attributeOf,
  childOf,
  elementsOf,
  readXml,
  textOf,
  type XmlElement,
} from '../../src/xml/index.ts'

const HL7 = 'urn:hl7-org:v3'
const SOAP = 'http://schemas.xmlsoap.org/soap/envelope/'
const WSA = 'http://schemas.xmlsoap.org/ws/2004/08/addressing'

/** Walks down from an element by local names; undefined where there is no such way. */
export const at = (
  element: XmlElement | undefined,
  path: string,
  ns = HL7,
): XmlElement | undefined =>
  path
    .split('/')
    .reduce<XmlElement | undefined>((here, name) => here && childOf(here, ns, name), element)

/** Everything within an element that has a name, at any depth. */
const named = (element: XmlElement, name: string): XmlElement[] =>
  elementsOf(element).flatMap(child => [
    ...(child.name === name ? [child] : []),
    ...named(child, name),
  ])

/** What a supplier's client reads in a reply before it believes it. */
export interface ReadReply {
  readonly messageId: string | undefined
  readonly action: string | undefined
  readonly relatesTo: string | undefined
  /** Receiver and sender, in the envelope and in the message. */
  readonly ends: readonly (string | undefined)[]
  readonly wrapper: string | undefined
  readonly interaction: string | undefined
  readonly id: string | undefined
  readonly acknowledged: string | undefined
  readonly messageRef: string | undefined
  /** The codes of its reasons. */
  readonly reasons: readonly (string | undefined)[]
  /** The NHS numbers of whoever it is about: none in a negative reply. */
  readonly patients: readonly (string | undefined)[]
}

const asid = (element: XmlElement | undefined, end: 'Rcv' | 'Snd'): string | undefined => {
  const id = at(element, `communicationFunction${end}/device/id`)
  return id && attributeOf(id, 'extension')
}

const root = (element: XmlElement | undefined): string | undefined =>
  element && attributeOf(element, 'root')

/** Reads a reply as a client does. Throws where it is no XML. */
export function readReply({ body }: Pick<Answer, 'body'>): ReadReply {
  const envelope = readXml(body)
  const header = at(envelope, 'Header', SOAP)
  const [wrapper] = elementsOf(at(envelope, 'Body', SOAP) ?? envelope)
  const [message] = wrapper === undefined ? [] : elementsOf(wrapper)
  const text = (name: string): string | undefined => {
    const element = at(header, name, WSA)
    return element && textOf(element)
  }
  const acknowledgement = at(message, 'acknowledgement')
  return {
    messageId: text('MessageID'),
    action: text('Action'),
    relatesTo: text('RelatesTo'),
    ends: [header, message].flatMap(each => [asid(each, 'Rcv'), asid(each, 'Snd')]),
    wrapper: wrapper?.name,
    interaction: message?.name,
    id: root(at(message, 'id')),
    acknowledged: acknowledgement && attributeOf(acknowledgement, 'typeCode'),
    messageRef: root(at(acknowledgement, 'messageRef/id')),
    reasons: (message ? named(message, 'justifyingDetectedIssueEvent') : []).map(reason => {
      const code = at(reason, 'code')
      return code && attributeOf(code, 'code')
    }),
    patients: (message ? named(message, 'patientRole') : []).map(role => {
      const id = at(role, 'id')
      return id && attributeOf(id, 'extension')
    }),
  }
}
