import { device, writeMessage } from './hl7-message.ts'
import type { Message } from './hl7-message.ts'
import type { SimulatedAnswer } from './serve.ts'
import type { SoapRequest } from './accept-soap.ts'
import type { Refusal } from './accept.ts'
import { escape } from './xml-text.ts'
import type { World } from './world.ts'

const headers = (now: number): readonly (readonly [string, string])[] => [
  ['Date', new Date(now).toUTCString()],
  ['Content-Type', 'text/xml; charset=UTF-8'],
]

/** Writes the reply to a synchronous request: swapped ASIDs, RelatesTo, the interaction's own wrapper element. */
export function soapReply(
  request: SoapRequest,
  wrapper: string,
  message: Message,
  world: World,
): SimulatedAnswer {
  const id = world.newId()
  const [service = ''] = request.soapAction.split('/')
  const ends = {
    id,
    ref: world.boundTo(request.payloadId),
    toAsid: request.fromAsid,
    fromAsid: request.toAsid,
  }
  const body =
    `<?xml version='1.0' encoding='UTF-8'?>\n` +
    `<SOAP-ENV:Envelope xmlns:crs="http://national.carerecords.nhs.uk/schema/crs/"` +
    ` xmlns:SOAP-ENV="http://schemas.xmlsoap.org/soap/envelope/"` +
    ` xmlns:wsa="http://schemas.xmlsoap.org/ws/2004/08/addressing"` +
    ` xmlns="urn:hl7-org:v3" xmlns:hl7="urn:hl7-org:v3">` +
    `<SOAP-ENV:Header><wsa:MessageID>uuid:${id}</wsa:MessageID>` +
    `<wsa:Action>${escape(service)}/${message.root}</wsa:Action><wsa:To/>` +
    `<wsa:From><wsa:Address>${escape(service)}</wsa:Address></wsa:From>` +
    `<communicationFunctionRcv typeCode="RCV">${device(ends.toAsid, '')}</communicationFunctionRcv>` +
    `<communicationFunctionSnd typeCode="SND">${device(ends.fromAsid, '')}</communicationFunctionSnd>` +
    `<wsa:RelatesTo>${relatesTo(request, world)}</wsa:RelatesTo></SOAP-ENV:Header>` +
    `<SOAP-ENV:Body><${wrapper}>${writeMessage(message, ends, world)}</${wrapper}></SOAP-ENV:Body>` +
    `</SOAP-ENV:Envelope>\n`
  return { status: 200, headers: headers(world.now), body }
}

const relatesTo = (request: SoapRequest, world: World): string => {
  const id = request.messageId.replace(/^uuid:/, '')
  return escape(`uuid:${world.boundTo(id)}`)
}

/** Writes a SOAP fault as the message service does: HTTP 500 and one error of its list. */
export function soapFault(
  refusal: Refusal,
  now: number,
  blame: 'Client' | 'Server',
): SimulatedAnswer {
  const body =
    `<?xml version='1.0' encoding='UTF-8'?>\n` +
    `<soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/"><soap:Body><soap:Fault>` +
    `<faultcode>soap:${blame}</faultcode>` +
    `<faultstring>Application Exception</faultstring>` +
    `<detail><nasp:errorList xmlns:nasp="http://national.carerecords.nhs.uk/schema/"><nasp:error>` +
    `<nasp:codeContext>urn:nhs:names:errors:tms</nasp:codeContext>` +
    `<nasp:errorCode>${refusal.code}</nasp:errorCode><nasp:severity>Error</nasp:severity>` +
    `<nasp:location>${escape(refusal.location)}</nasp:location>` +
    `<nasp:description>${escape(refusal.says)}</nasp:description>` +
    `</nasp:error></nasp:errorList></detail></soap:Fault></soap:Body></soap:Envelope>\n`
  return { status: 500, headers: headers(now), body }
}
