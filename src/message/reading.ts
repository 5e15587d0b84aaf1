import type { Keys, Party } from '../exchange/index.ts'
import { createXmlScanner, type XmlEvents } from '../xml/index.ts'
import type { Hl7Extent, Hl7Readers } from './hl7.ts'
import { NS } from './names.ts'

/** What a message says of itself, whatever its envelope. A field is undefined where nothing single was said. */
export interface Reading {
  /** What each place within the message that has to name its interaction says. */
  readonly named: readonly (string | undefined)[]
  /** Whether all that was to be read was there, once, and what has to be equal is. */
  readonly holdsTogether: boolean
  readonly messageId: string | undefined
  readonly payloadId: string | undefined
  readonly conversationId: string | undefined
  readonly cpaId: string | undefined
  readonly from: Party
  readonly to: Party
  readonly keys: Keys
}

/** How a message is read. */
export interface ReadingOptions extends Hl7Extent {
  readonly readers: Hl7Readers
  /** The Content-Type of the whole message. */
  readonly contentType: string
}

const NOBODY: Party = Object.freeze({})

/** A party with what is known of it: nothing is present and undefined. */
export function partyOf(asid: string | undefined, partyKey: string | undefined): Party {
  if (asid === undefined) return partyKey === undefined ? NOBODY : { partyKey }
  return partyKey === undefined ? { asid } : { asid, partyKey }
}

/** The name in `{service}/{name}`. */
export function nameInAction(action: string | undefined): string | undefined {
  if (action === undefined) return undefined
  const name = action.slice(action.lastIndexOf('/') + 1)
  return name === '' ? undefined : name
}

/** The id in `uuid:{id}`, as written but for blanks; undefined where there is none. */
export function idInUri(uri: string | undefined): string | undefined {
  const id = uri?.replace(/^(?:urn:)?uuid:/i, '').trim()
  return id === '' ? undefined : id
}

/**
 * Reads a document as far as its bytes go or an event stops it; true where it came to an end either way. Throws
 * `malformed` for what the entry checks refuse, and where a whole document is not one.
 */
export function readDocument(
  events: XmlEvents,
  bytes: Buffer,
  isWhole: boolean,
  charset: string | undefined,
): 'stopped' | 'ended' | 'broke off' {
  const scanner = createXmlScanner(events, {}, charset)
  scanner.write(bytes)
  if (!scanner.stopped && isWhole) scanner.end()
  return scanner.stopped ? 'stopped' : isWhole ? 'ended' : 'broke off'
}

/** Tells `inBody` of the tags a SOAP body holds, its first element at depth 1, and `events` of everything. */
export function alsoBody(events: Required<XmlEvents>, inBody: Required<XmlEvents>): XmlEvents {
  let body = Infinity
  return {
    open(ns, name, attributes, depth) {
      if (ns === NS.soap && name === 'Body') body = depth
      const answer = depth > body ? inBody.open(ns, name, attributes, depth - body) : undefined
      return events.open(ns, name, attributes, depth) ?? answer
    },
    text: events.text,
    close(ns, name, depth) {
      if (depth > body) inBody.close(ns, name, depth - body)
      return events.close(ns, name, depth)
    },
  }
}
