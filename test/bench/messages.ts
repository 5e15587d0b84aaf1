const MESSAGE_ID = '6B29FC40-CA47-1067-B31D-00DD010662DA'
const SERVICE = 'urn:nhs:names:services:pdsquery'

const padded = (text: (filler: string) => string, bytes: number): string => {
  const bare = Buffer.byteLength(text(''))
  return text('x'.repeat(Math.max(0, bytes - bare)))
}

const envelope = (header: string, body: string): string =>
  `<?xml version="1.0" encoding="UTF-8"?><SOAP:Envelope xmlns:SOAP="http://schemas.xmlsoap.org/soap/envelope/"` +
  ` xmlns:wsa="http://schemas.xmlsoap.org/ws/2004/08/addressing" xmlns:hl7="urn:hl7-org:v3">` +
  `<SOAP:Header>${header}</SOAP:Header><SOAP:Body>${body}</SOAP:Body></SOAP:Envelope>`

/** A SOAP retrieval of the given size and what travels with it. */
export const soapRequest = (
  bytes: number,
): { headers: Readonly<Record<string, string>>; body: string } => ({
  headers: {
    'Content-Type': 'text/xml; charset=UTF-8',
    SOAPAction: `"${SERVICE}/QUPA_IN000008UK02"`,
    Accept: 'text/xml',
    'User-Agent': 'bench',
  },
  body: padded(
    filler =>
      envelope(
        `<wsa:MessageID>uuid:${MESSAGE_ID}</wsa:MessageID><wsa:Action>${SERVICE}/QUPA_IN000008UK02</wsa:Action>`,
        `<QUPA_IN000008UK02 xmlns="urn:hl7-org:v3"><id root="${MESSAGE_ID}"/><note>${filler}</note></QUPA_IN000008UK02>`,
      ),
    bytes,
  ),
})

/** The answer to it, of the given size: it names the request, so that it can be bound. */
export const soapAnswer = (bytes: number): string =>
  padded(
    filler =>
      envelope(
        `<wsa:MessageID>uuid:0F8FAD5B-D9CB-469F-A165-70867728950E</wsa:MessageID>` +
          `<wsa:Action>${SERVICE}/QUPA_IN000009UK03</wsa:Action><wsa:RelatesTo>uuid:${MESSAGE_ID}</wsa:RelatesTo>`,
        `<retrievalQueryResponse xmlns="urn:hl7-org:v3"><QUPA_IN000009UK03><acknowledgement typeCode="AA">` +
          `<messageRef><id root="${MESSAGE_ID}"/></messageRef></acknowledgement>` +
          `<note>${filler}</note></QUPA_IN000009UK03></retrievalQueryResponse>`,
      ),
    bytes,
  )
