import { communication } from './request-message.ts'
import type { Draft, SupplierRequest } from './request-message.ts'
import { dress } from './request-style.ts'

/** Puts a message into a synchronous SOAP request. */
export function soapRequest(
  draft: Draft,
  action: string,
  message: string,
  path: string,
): SupplierRequest {
  const { style, messageId, supplier } = draft
  const s = style.soap
  const hl7 = style.hl7 === '' ? 'hl7:' : style.hl7
  const ends = dress(communication(draft), { ...style, hl7 })
  const header =
    `<wsa:MessageID>uuid:${messageId}</wsa:MessageID><wsa:Action>${action}</wsa:Action>` +
    `<wsa:To>urn:nhs:names:services:simulated</wsa:To>` +
    `<wsa:From><wsa:Address>urn:nhs:names:suppliers:${supplier.asid}</wsa:Address></wsa:From>` +
    ends +
    `<wsa:ReplyTo><wsa:Address>urn:nhs:names:suppliers:${supplier.asid}</wsa:Address></wsa:ReplyTo>`
  const between = style.indented ? '\n' : ''
  const envelope =
    `<${s}:Envelope xmlns:${s}="http://schemas.xmlsoap.org/soap/envelope/"` +
    ` xmlns:wsa="http://schemas.xmlsoap.org/ws/2004/08/addressing" xmlns:${hl7.slice(0, -1)}="urn:hl7-org:v3">` +
    `${between}<${s}:Header>${header}</${s}:Header>${between}` +
    `<${s}:Body>${dress(message, style)}</${s}:Body>${between}</${s}:Envelope>`
  return {
    method: 'POST',
    path,
    headers: [
      ['SOAPAction', style.quotedAction ? `"${action}"` : action],
      ['Content-Type', 'text/xml; charset=UTF-8'],
    ],
    body: style.declaration ? `<?xml version="1.0" encoding="UTF-8"?>\n${envelope}` : envelope,
  }
}
