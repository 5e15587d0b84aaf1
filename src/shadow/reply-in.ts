import { headerOf, isFicusError, type RawHeaders } from '../exchange/index.ts'
import { childOf, elementsOf, parameterOf, readXml, type XmlElement } from '../xml/index.ts'

const SOAP = 'http://schemas.xmlsoap.org/soap/envelope/'
const HL7 = 'urn:hl7-org:v3'

/**
 * Finds the HL7v3 message in a synchronous reply: what the wrapper in the envelope's body holds. Undefined where there
 * is none, as in a fault. Throws nothing.
 */
export function replyIn(answer: {
  readonly headers: RawHeaders
  readonly body: Buffer
}): XmlElement | undefined {
  const root = documentIn(answer)
  const body = root && childOf(root, SOAP, 'Body')
  const [wrapper, another] = body === undefined ? [] : elementsOf(body)
  if (wrapper === undefined || another !== undefined || wrapper.ns !== HL7) return undefined
  const [message, more] = elementsOf(wrapper)
  return more === undefined && message?.ns === HL7 ? message : undefined
}

function documentIn({
  headers,
  body,
}: {
  readonly headers: RawHeaders
  readonly body: Buffer
}): XmlElement | undefined {
  const type = headerOf(headers, 'content-type')
  const charset = type === undefined ? undefined : parameterOf(type, 'charset')
  try {
    return readXml(body, charset === undefined ? {} : { charset })
  } catch (error) {
    if (isFicusError(error)) return undefined
    throw error
  }
}
