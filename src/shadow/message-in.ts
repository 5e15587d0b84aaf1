import { headerOf, isFicusError, type RawHeaders } from '../exchange/index.ts'
import { childOf, elementsOf, parameterOf, readXml, type XmlElement } from '../xml/index.ts'

const SOAP = 'http://schemas.xmlsoap.org/soap/envelope/'
const HL7 = 'urn:hl7-org:v3'

/**
 * Finds the HL7v3 message in an envelope: of a request what the body holds, of a reply what the wrapper in it does.
 * Undefined where there is none, a fault for one. Throws nothing.
 */
export function messageIn(
  { headers, body }: { readonly headers: RawHeaders; readonly body: Buffer },
  as: 'request' | 'reply',
): XmlElement | undefined {
  const root = documentIn(headers, body)
  const within = root && childOf(root, SOAP, 'Body')
  const [first, another] = within === undefined ? [] : elementsOf(within)
  if (first === undefined || another !== undefined || first.ns !== HL7) return undefined
  if (as === 'request') return first
  const [message, more] = elementsOf(first)
  return more === undefined && message?.ns === HL7 ? message : undefined
}

function documentIn(headers: RawHeaders, body: Buffer): XmlElement | undefined {
  const type = headerOf(headers, 'content-type')
  const charset = type === undefined ? undefined : parameterOf(type, 'charset')
  try {
    return readXml(body, charset === undefined ? {} : { charset })
  } catch (error) {
    if (isFicusError(error)) return undefined
    throw error
  }
}
