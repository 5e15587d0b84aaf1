import { brokenRules, nodesAt, readNode, type Rule, valuesAt } from './spine-acceptance.ts'
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

/** Rules a reply is held to, by name, and those its body breaks. */
export interface Held {
  readonly names: readonly string[]
  brokenIn(body: string): readonly string[]
}

const namesOf = (rules: readonly Rule[]): readonly string[] => rules.map(({ name }) => name)

/** What a synchronous reply is held to. */
export function heldSoap(facts: SoapFacts, ...rest: Message): Held {
  const [around, inside] = [soapRules(facts), replyRules(...rest)]
  return {
    names: namesOf([...around, ...inside]),
    brokenIn: body => {
      const envelope = readNode(body)
      const messages = nodesAt(envelope, 'soap:Body/*/*').slice(0, 1)
      return [
        ...brokenRules(around, envelope),
        ...messages.flatMap(message => brokenRules(inside, message)),
      ]
    },
  }
}

const SAME_ID: Rule = {
  name: 'the envelope’s id is the message’s',
  from: 'NHSDigital/integration-adaptor-mhs',
  at: 'id/@root',
}
const MESSAGE_ID = 'soap:Header/eb:MessageHeader/eb:MessageData/eb:MessageId'

/** What an asynchronous reply is held to: two parts, the second of which is the one its manifest names. */
export function heldEbxml(facts: EbxmlFacts, contentType: string, ...rest: Message): Held {
  const inside = replyRules(...rest)
  const named = ebxmlRules({ ...facts, contentId: '' })
  return {
    names: namesOf([...named, ...inside, SAME_ID]),
    brokenIn: body => {
      const [first, second, ...others] = partsOf(contentType, body)
      if (second === undefined || others.length > 0) return ['two parts']
      const envelope = readNode(first?.text ?? '')
      const contentId = (second.head.get('content-id') ?? '').replace(/^<|>$/g, '')
      const id = valuesAt(envelope, MESSAGE_ID).join()
      return [
        ...brokenRules(ebxmlRules({ ...facts, contentId }), envelope),
        ...brokenRules([...inside, { ...SAME_ID, is: id }], readNode(second.text)),
      ]
    },
  }
}
