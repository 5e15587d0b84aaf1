import { headerOf } from '../../src/exchange/index.ts'
import type { Answer } from '../../src/exchange/index.ts'
import {
  brokenRules,
  type Node,
  nodesAt,
  readNode,
  type Rule,
  valuesAt,
} from './spine-acceptance.ts'
import { ebxmlRules, soapRules } from './spine-acceptance-envelopes.ts'
import { replyRules } from './spine-acceptance-replies.ts'

type SoapFacts = Parameters<typeof soapRules>[0]
type EbxmlFacts = Omit<Parameters<typeof ebxmlRules>[0], 'contentId'>
type Message = Parameters<typeof replyRules>

/** A part of a multipart body: its head by lower-case names, and its text. */
interface Part {
  readonly head: ReadonlyMap<string, string>
  readonly text: string
}

/** Reads parts the way RFC 2046 divides them, where nobody hides a boundary. */
function partsOf(contentType: string, body: string): readonly Part[] {
  const [, quoted, bare] = /boundary=(?:"([^"]+)"|([^;]+))/.exec(contentType) ?? []
  const [, ...pieces] = body.split(`--${quoted ?? bare ?? ''}`)
  if (pieces.pop()?.startsWith('--') !== true) throw new Error('its last boundary is missing')
  return pieces.map(piece => {
    const [head = '', ...text] = piece.slice(2).split('\r\n\r\n')
    const lines = head.split('\r\n').map(line => {
      const [name = '', ...value] = line.split(':')
      return [name.toLowerCase(), value.join(':').trim()] as const
    })
    return { head: new Map(lines), text: text.join('\r\n\r\n') }
  })
}

/** An answer taken apart: its envelope, its message, and the Content-Id of the part that has it. */
export interface Received {
  readonly envelope: Node
  readonly message: Node
  readonly contentId: string
}

const only = <T>(items: readonly T[], what: string): T => {
  const [item, ...others] = items
  if (item === undefined || others.length > 0) throw new Error(`${items.length} of ${what}`)
  return item
}

/** Takes a SOAP reply apart. */
export function receivedSoap(body: string): Received {
  const envelope = readNode(body)
  const message = only(nodesAt(envelope, 'soap:Body/*/*'), 'messages')
  return { envelope, message, contentId: '' }
}

/** Takes an ebXML reply apart: its message is the part its manifest names. */
export function receivedEbxml(contentType: string, body: string): Received {
  const parts = partsOf(contentType, body)
  const [first, ...others] = parts
  const envelope = readNode(first?.text ?? '')
  const href = only(
    valuesAt(envelope, 'soap:Body/eb:Manifest/eb:Reference/@xlink:href'),
    'references',
  )
  const part = only(others, 'parts behind the envelope')
  const contentId = (part.head.get('content-id') ?? '').replace(/^<|>$/g, '')
  if (href !== `cid:${contentId}`) throw new Error('its message is not where its manifest says')
  return { envelope, message: readNode(part.text), contentId }
}

/** Takes an answer apart, whichever envelope it is in. */
export function receivedOf({ headers, body }: Answer): Received {
  const contentType = headerOf(headers, 'content-type') ?? ''
  const text = body.toString()
  return contentType.startsWith('multipart/')
    ? receivedEbxml(contentType, text)
    : receivedSoap(text)
}

/** The rules a synchronous reply breaks. */
export const brokenSoap = (
  { envelope, message }: Received,
  facts: SoapFacts,
  ...rest: Message
): readonly string[] => [
  ...brokenRules(soapRules(facts), envelope),
  ...brokenRules(replyRules(...rest), message),
]

const SAME_ID: Rule = {
  name: 'the envelope’s id is the message’s',
  from: 'NHSDigital/integration-adaptor-mhs',
  at: 'id/@root',
}

/** The rules an asynchronous reply breaks. */
export function brokenEbxml(
  { envelope, message, contentId }: Received,
  facts: EbxmlFacts,
  ...rest: Message
): readonly string[] {
  const id = valuesAt(envelope, 'soap:Header/eb:MessageHeader/eb:MessageData/eb:MessageId').join()
  return [
    ...brokenRules(ebxmlRules({ ...facts, contentId }), envelope),
    ...brokenRules([...replyRules(...rest), { ...SAME_ID, is: id }], message),
  ]
}
