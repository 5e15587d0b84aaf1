import type { SeenRequest } from './serve.ts'
import { headerOf } from './soap-request.ts'
import { attributeOf, countOf, inside, rootOf, tagOf, textOf, valueOf } from './xml-text.ts'

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

/** What an agreement between two parties looks like; anything else is nobody's. */
const CPA = /^S\d+A\d+$/

const ONCE = [
  'MessageHeader',
  'From',
  'To',
  'CPAId',
  'ConversationId',
  'Service',
  'Action',
  'MessageId',
  'Timestamp',
  'DuplicateElimination',
  'AckRequested',
  'SyncReply',
  'Manifest',
  'Reference',
]

/** What reliable messaging says of itself has one form only; the actors are those of ebXML Message Service 2.0. */
const FIXED: readonly (readonly [element: string, attribute: string, value: string])[] = [
  ['MessageHeader', 'version', '2.0'],
  ['AckRequested', 'version', '2.0'],
  ['AckRequested', 'signed', 'false'],
  ['AckRequested', 'actor', 'urn:oasis:names:tc:ebxml-msg:actor:toPartyMSH'],
  ['SyncReply', 'version', '2.0'],
  ['SyncReply', 'actor', 'http://schemas.xmlsoap.org/soap/actor/next'],
]

type Rule = (request: EbxmlRequest) => EbxmlError | undefined

const filled = (name: keyof EbxmlRequest): Rule => {
  return request =>
    request[name] === '' ? { code: 'Inconsistent', says: `Missing ${name}` } : undefined
}

const RULES: readonly Rule[] = [
  filled('messageId'),
  filled('conversationId'),
  filled('service'),
  filled('action'),
  filled('fromParty'),
  ({ toParty }) =>
    toParty === ''
      ? { code: 'ValueNotRecognized', says: '501314:Invalid To Party Type attribute' }
      : undefined,
  ({ cpaId }) =>
    CPA.test(cpaId) ? undefined : { code: 'ValueNotRecognized', says: '501319:Unknown eb:CPAId' },
  ({ payload }) =>
    payload === ''
      ? { code: 'MimeProblem', says: 'No payload under the id of the manifest' }
      : undefined,
  ({ soapAction, service, action }) =>
    soapAction === `${service}/${action}`
      ? undefined
      : { code: 'Inconsistent', says: 'SOAPAction is not service and action' },
  ({ root, action }) =>
    root === action ? undefined : { code: 'Inconsistent', says: 'Payload is not of the action' },
]

/** Says what Spine's validators would find wrong with a reliable request. */
export function faultOf(request: EbxmlRequest): EbxmlError | undefined {
  for (const rule of RULES) {
    const error = rule(request)
    if (error !== undefined) return error
  }
  const wrong = ONCE.find(name => countOf(request.header, name) !== 1)
  if (wrong !== undefined) return { code: 'Inconsistent', says: `Not exactly one ${wrong}` }
  const other = FIXED.find(
    ([element, attribute, value]) => valueOf(request.header, element, attribute) !== value,
  )
  return other === undefined
    ? undefined
    : { code: 'ValueNotRecognized', says: `Invalid ${other[0]} ${other[1]} attribute` }
}
