import type { SeenRequest } from './serve.ts'
import { headerOf } from './soap-request.ts'
import { attributeOf, inside, rootOf, tagOf, textOf, valueOf } from './xml-text.ts'

/** What the reliable side reads of a request. */
export interface EbxmlRequest {
  readonly soapAction: string
  readonly messageId: string
  readonly conversationId: string
  readonly cpaId: string
  readonly service: string
  readonly action: string
  readonly fromParty: string
  readonly toParty: string
  /** The ebXML envelope of the first part. */
  readonly header: string
  /** The HL7v3 message. */
  readonly payload: string
  readonly root: string
  readonly payloadId: string
  readonly fromAsid: string
  readonly toAsid: string
}

/** An entry of an ebXML error list. */
export interface EbxmlError {
  /** One of the error codes of ebXML Message Service 2.0 §4.2.3.4. */
  readonly code: 'ValueNotRecognized' | 'NotSupported' | 'Inconsistent' | 'MimeProblem'
  readonly says: string
}

interface Part {
  readonly id: string
  readonly content: string
}

// RFC 2046 §5.1.1: what stands before the first delimiter is no part; the last delimiter may be missing,
// as one supplier's template leaves it out.
function partsOf(body: string, boundary: string): readonly Part[] {
  const [, ...sections] = `\r\n${body}`.split(
    new RegExp(`\r?\n--${boundary.replace(/\W/g, '\\$&')}`),
  )
  return sections
    .filter(section => !section.startsWith('--'))
    .map(section => {
      const [head = '', ...rest] = section.replace(/^[ \t]*\r?\n/, '').split(/\r?\n\r?\n/)
      const id = /^\s*content-id\s*:\s*<?([^>\r\n]*)>?/im.exec(head)?.[1] ?? ''
      return { id, content: rest.join('\r\n\r\n') }
    })
}

const asid = (payload: string, of: 'Rcv' | 'Snd'): string =>
  valueOf(inside(payload, `communicationFunction${of}`), 'id', 'extension') ?? ''

/** Reads a multipart ebXML request; what is not there is ''. */
export function readEbxmlRequest(seen: SeenRequest): EbxmlRequest {
  const type = headerOf(seen, 'Content-Type') ?? ''
  const boundary = /boundary="?([^";]+)"?/i.exec(type)?.[1] ?? ''
  const [first, ...others] = partsOf(seen.body.toString('utf8'), boundary)
  const header = first?.content ?? ''
  const cid = attributeOf(tagOf(header, 'Reference'), 'href')?.replace(/^cid:/, '')
  const payload = others.find(part => part.id === cid)?.content ?? ''
  return {
    soapAction: (headerOf(seen, 'SOAPAction') ?? '').trim().replace(/^(["'])(.*)\1$/, '$2'),
    messageId: textOf(inside(header, 'MessageData'), 'MessageId') ?? '',
    conversationId: textOf(header, 'ConversationId') ?? '',
    cpaId: textOf(header, 'CPAId') ?? '',
    service: textOf(header, 'Service') ?? '',
    action: textOf(header, 'Action') ?? '',
    fromParty: textOf(inside(header, 'From'), 'PartyId') ?? '',
    toParty: textOf(inside(header, 'To'), 'PartyId') ?? '',
    header,
    payload,
    root: rootOf(payload) ?? '',
    payloadId: valueOf(payload, 'id', 'root') ?? '',
    fromAsid: asid(payload, 'Snd'),
    toAsid: asid(payload, 'Rcv'),
  }
}
