import type { RawHeaders } from '../exchange/index.ts'

/**
 * Finds the only line of a header, `name` in lower case. Of two lines with one name readers could each take
 * another, so then there is none.
 */
export function lineOf(headers: RawHeaders, name: string): string | undefined {
  let line: string | undefined
  for (let i = 0; i < headers.length; i += 2) {
    const own = headers[i] as string // names stand at the even places
    if (own.length !== name.length || own.toLowerCase() !== name) continue
    if (line !== undefined) return undefined
    line = headers[i + 1]
  }
  return line
}

/** What a REST call's head says beside its path, and in which headers: the first that it has is taken. */
const LINES = {
  messageId: ['x-request-id', 'nhsd-request-id', 'ssp-traceid'],
  conversationId: ['x-correlation-id', 'nhsd-correlation-id'],
  fromAsid: ['ssp-from', 'fromasid', 'nhsd-asid', 'spine-from-asid'],
  toAsid: ['ssp-to', 'toasid'],
  fromParty: ['nhsd-party-key'],
  interaction: ['ssp-interactionid'],
} as const

type Field = keyof typeof LINES

/** What the head of a REST call says of its message, each thing undefined where it does not. */
export type RestHead = Readonly<Record<Field, string | undefined>>

const NAMES: ReadonlySet<string> = new Set(Object.values(LINES).flat())
const LENGTHS: readonly boolean[] = Array.from({ length: 32 }, (_, length) =>
  [...NAMES].some(name => name.length === length),
)

/** Reads what the head of a REST call says, in one pass; of two lines with one name neither counts. */
export function readRestHead(headers: RawHeaders): RestHead {
  const found = new Map<string, string>()
  for (let i = 0; i < headers.length; i += 2) {
    const own = headers[i] as string // names stand at the even places
    if (LENGTHS[own.length] !== true) continue
    const name = own.toLowerCase()
    if (NAMES.has(name)) found.set(name, found.has(name) ? '' : (headers[i + 1] as string))
  }
  return {
    messageId: firstOf(found, LINES.messageId),
    conversationId: firstOf(found, LINES.conversationId),
    fromAsid: firstOf(found, LINES.fromAsid),
    toAsid: firstOf(found, LINES.toAsid),
    fromParty: firstOf(found, LINES.fromParty),
    interaction: firstOf(found, LINES.interaction),
  }
}

function firstOf(found: ReadonlyMap<string, string>, names: readonly string[]): string | undefined {
  if (found.size === 0) return undefined
  for (const name of names) {
    const line = found.get(name)
    if (line !== undefined && line !== '') return line
  }
  return undefined
}

// What ebXML itself asks for in every message (Message Service 2.0 §B.2.2), which names none.
const ANY_EBXML = 'ebXML'

/** The interaction in a SOAPAction, quoted or not (SOAP 1.1 §6.1.1): what follows its last `/`. */
export function nameInSoapAction(headers: RawHeaders): string | undefined {
  const line = lineOf(headers, 'soapaction')
  if (line === undefined) return undefined
  const end = line.endsWith('"') ? line.length - 1 : line.length
  const slash = line.lastIndexOf('/')
  const start = slash === -1 ? (line.startsWith('"') ? 1 : 0) : slash + 1
  const name = line.slice(start, end)
  return name === '' || name === ANY_EBXML ? undefined : name
}
