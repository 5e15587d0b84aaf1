/**
 * A second way of finding what a message says: regular expressions over its text, sharing nothing with the house.
 * It believes in no namespace and no nesting, which is good enough for messages that mean what they say.
 */

/** Fills a template's placeholders by what they are called; the same name gives the same value. */
export function filled(text: string): string {
  return text.replace(
    /\{\{\{?([\w.]+)\}?\}\}|\$\{(\w+)\}/g,
    (_all, mustache?: string, shell?: string) => placeholder(mustache ?? shell ?? ''),
  )
}

function placeholder(name: string): string {
  if (/nhs/i.test(name)) return '9990000018'
  if (/asid|to_party_id/i.test(name)) return /to/i.test(name) ? '200000000220' : '200000000115'
  if (/time/i.test(name)) return '20261122090000'
  if (/party/i.test(name)) return 'A83008-000001'
  if (/id$|uuid|guid/i.test(name)) {
    const hex = Buffer.from(name.padEnd(16, '.')).toString('hex').toUpperCase()
    return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*$/, '$1-$2-$3-$4-$5')
  }
  return 'x'
}

const withoutComments = (text: string): string => text.replace(/<!--[^]*?-->/g, '')

const first = (text: string, expression: RegExp): string | undefined => expression.exec(text)?.[1]

const attribute = (tag: string, name: string): string | undefined =>
  first(tag, new RegExp(`\\s${name}\\s*=\\s*"([^"]*)"`)) ??
  first(tag, new RegExp(`\\s${name}\\s*=\\s*'([^']*)'`))

const tags = (text: string, name: string): string[] =>
  text.match(new RegExp(`<(?:[\\w-]+:)?${name}(?=[\\s/>])[^>]*>`, 'g')) ?? []

/** The text between an element's tags, its first occurrence. */
const inside = (text: string, name: string): string | undefined =>
  first(text, new RegExp(`<(?:[\\w-]+:)?${name}(?:\\s[^>]*)?>([^]*?)</(?:[\\w-]+:)?${name}>`))

const only = (values: readonly (string | undefined)[]): string | undefined => {
  const distinct = new Set(values.filter(value => value !== undefined))
  return distinct.size === 1 ? [...distinct][0] : undefined
}

const withRoot = (text: string, root: string): (string | undefined)[] =>
  [...tags(text, 'id'), ...tags(text, 'value')]
    .filter(tag => attribute(tag, 'root') === root)
    .map(tag => attribute(tag, 'extension'))

/** What an HL7v3 message says. */
export interface ByHand {
  readonly root: string | undefined
  readonly interactionId: string | undefined
  readonly id: string | undefined
  readonly to: string | undefined
  readonly from: string | undefined
  readonly nhsNumber: string | undefined
  readonly shortId: string | undefined
  readonly longId: string | undefined
}

const LONG = /^[0-9A-F]{8}-[0-9A-F]{4}-[0-9A-F]{4}-[0-9A-F]{4}-[0-9A-F]{12}.?$/i
const NAMED_LONG = [
  'pertinentPrescription',
  'pertinentOriginalPrescriptionRef',
  'priorOriginalPrescriptionRef',
]

function longIdIn(text: string): string | undefined {
  for (const name of NAMED_LONG) {
    const id = attribute(tags(inside(text, name) ?? '', 'id')[0] ?? '', 'root')
    if (id !== undefined) return id
  }
  const slot = inside(text, 'pertinentPrescriptionID') ?? inside(text, 'pertinentWithdrawID') ?? ''
  const root = attribute(tags(slot, 'value')[0] ?? '', 'root')
  return root !== undefined && LONG.test(root) ? root : undefined
}

/** Reads an HL7v3 message that stands alone. */
export function readByHand(message: string): ByHand {
  const text = withoutComments(message)
  const end = (name: string): string | undefined =>
    attribute(tags(inside(text, name) ?? '', 'id')[0] ?? '', 'extension')
  return {
    root: first(text.replace(/<\?[^]*?\?>/, ''), /<(?:[\w-]+:)?([\w.]+)/),
    interactionId: attribute(tags(text, 'interactionId')[0] ?? '', 'extension'),
    id: attribute(tags(text.split('creationTime', 1)[0] ?? '', 'id')[0] ?? '', 'root'),
    to: end('communicationFunctionRcv'),
    from: end('communicationFunctionSnd'),
    nhsNumber: only(withRoot(text, '2.16.840.1.113883.2.1.4.1')),
    shortId: only(withRoot(text, '2.16.840.1.113883.2.1.3.2.4.18.8')),
    longId: longIdIn(text),
  }
}

/** What an ebXML header says. */
export function headerByHand(message: string): Record<string, string | undefined> {
  const text = withoutComments(message)
  return {
    action: inside(text, 'Action'),
    messageId: inside(text, 'MessageId'),
    conversationId: inside(text, 'ConversationId'),
    cpaId: inside(text, 'CPAId'),
    from: inside(inside(text, 'From') ?? '', 'PartyId'),
    to: inside(inside(text, 'To') ?? '', 'PartyId'),
  }
}

/** What a SOAP message's header says, and its body as it stands. */
export function soapByHand(message: string): Record<string, string | undefined> {
  const text = withoutComments(message)
  return {
    messageId: inside(text, 'MessageID')?.replace('uuid:', ''),
    action: inside(text, 'Action')?.replace(/^.*\//, ''),
    relatesTo: inside(text, 'RelatesTo')?.replace('uuid:', ''),
    body: inside(text, 'Body'),
  }
}

/** The parts of a multipart body, headers and all, divided at its first line. */
export function partsByHand(body: string): string[] {
  const delimiter = first(body, /^\s*(--\S+)/) ?? 'no delimiter'
  return body
    .split(delimiter)
    .slice(1)
    .filter(part => part.trim() !== '--' && part.trim() !== '')
}

/** What stands behind the first empty line of a part. */
export const contentByHand = (part: string): string =>
  part
    .trimStart()
    .split(/\r?\n\r?\n/)
    .slice(1)
    .join('\n\n')
