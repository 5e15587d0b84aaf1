import { SOAP_RULES, systemIn } from './accept-soap.ts'
import type { SoapRequest } from './accept-soap.ts'
import { broken } from './accept.ts'
import type { Refusal, Refused } from './accept.ts'
import type { SeenRequest } from './serve.ts'
import { inside, rootOf, textOf, valueOf } from './xml-text.ts'

/** Finds the first header of a name, whatever its case. */
export const headerOf = (request: SeenRequest, name: string): string | undefined =>
  request.headers.find(([each]) => each.toLowerCase() === name.toLowerCase())?.[1]

export const UNSUPPORTED: Refusal = {
  code: 101,
  location: 'HTTP Header - SOAPAction',
  says: 'The service/interaction is not supported for the requested URI',
}

/** Reads what a request says it asks for. */
export const soapActionOf = (seen: SeenRequest): string =>
  (headerOf(seen, 'SOAPAction') ?? '').trim().replace(/^(["'])(.*)\1$/, '$2')

const SYSTEMS = /<(?:[\w.-]+:)?(?:communicationFunction(?:Rcv|Snd)|ControlActEvent)[\s/>]/

/** Reads a synchronous request that asks in a certain element, and which of Spine's rules it breaks, if any. */
export function readSoapRequest(
  seen: SeenRequest,
  asks: string,
): { readonly request: SoapRequest; readonly refused: Refused | undefined } {
  const text = seen.body.toString('utf8')
  const header = inside(text, 'Header') ?? ''
  const body = inside(text, 'Body') ?? ''
  const head = body.split(SYSTEMS, 1)[0] ?? ''
  const request: SoapRequest = {
    soapAction: soapActionOf(seen),
    messageId: textOf(header, 'MessageID') ?? '',
    action: textOf(header, 'Action') ?? '',
    root: rootOf(body) ?? '',
    interactionId: valueOf(head, 'interactionId', 'extension') ?? '',
    payloadId: valueOf(head, 'id', 'root') ?? '',
    toAsid: systemIn(header, 'Rcv'),
    fromAsid: systemIn(header, 'Snd'),
    text,
    header,
    body,
    head,
    asks,
  }
  return { request, refused: broken(SOAP_RULES, request) }
}
