import { FicusError } from '../exchange/index.ts'
import type { XmlEvents } from '../xml/index.ts'
import { NS } from './names.ts'
import type { PathReader } from './path-reader.ts'

/** What is done with the parts of an envelope. */
export interface EnvelopeParts {
  readonly header: PathReader
  /** Gets the events of what the body holds, its first element at depth 1. */
  readonly body: Required<XmlEvents>
  /** Whether a body with nothing in it, or with several elements, is as it should be. */
  holdsAnything(): boolean
}

/** A SOAP envelope being read. */
export interface Envelope {
  readonly events: XmlEvents
  /** Checks, at the document's end, that nothing is missing. Throws `malformed`. */
  finish(): void
}

type Part = 'header' | 'body' | undefined

const PARTS: ReadonlyMap<string, Part> = new Map([
  ['Header', 'header'],
  ['Body', 'body'],
])

const NAMES = {
  header: 'header',
  body: 'body',
  security: 'security header',
  inBody: 'element in the body',
} as const

const malformed = (rule: string): never => {
  throw new FicusError('malformed', rule)
}

/**
 * Builds the reading of a SOAP 1.1 envelope. Its events throw `malformed` for whatever two readers could
 * understand differently: another root, a second header, body or Security, a header behind the body, a body of
 * more than one element.
 */
export function createEnvelope(parts: EnvelopeParts): Envelope {
  const reading = new EnvelopeReading(parts)
  const { open, text, close } = reading
  return { events: { open, text, close }, finish: () => reading.finish() }
}

class EnvelopeReading implements Required<XmlEvents> {
  readonly #parts: EnvelopeParts
  readonly #seen = { header: 0, body: 0, security: 0, inBody: 0 }
  #inside: Part

  constructor(parts: EnvelopeParts) {
    this.#parts = parts
  }

  readonly open: Required<XmlEvents>['open'] = (ns, name, attributes, depth) => {
    if (depth === 1) {
      if (ns !== NS.soap || name !== 'Envelope') malformed('not a SOAP envelope')
      return undefined
    }
    if (depth === 2) {
      this.#enter(ns === NS.soap ? PARTS.get(name) : undefined)
      return undefined
    }
    if (this.#inside === 'header') {
      const isSecurity = depth === 3 && ns === NS.wsse && name === 'Security'
      if (isSecurity) this.#once('security')
      this.#parts.header.open(ns, name, attributes)
    }
    if (this.#inside !== 'body') return undefined
    if (depth === 3 && !this.#parts.holdsAnything()) this.#once('inBody')
    return this.#parts.body.open(ns, name, attributes, depth - 2)
  }

  readonly text: Required<XmlEvents>['text'] = text => {
    if (this.#inside === 'header') this.#parts.header.text(text)
    return this.#inside === 'body' ? this.#parts.body.text(text) : undefined
  }

  readonly close: Required<XmlEvents>['close'] = (ns, name, depth) => {
    if (depth === 2) this.#inside = undefined
    if (this.#inside === 'header') this.#parts.header.close()
    return this.#inside === 'body' ? this.#parts.body.close(ns, name, depth - 2) : undefined
  }

  finish(): void {
    const { header, body, inBody } = this.#seen
    if (header === 0) malformed('no header')
    if (body === 0) malformed('no body')
    if (inBody === 0 && !this.#parts.holdsAnything()) malformed('nothing in the body')
  }

  #enter(part: Part): void {
    this.#inside = part
    if (part === undefined) return
    if (part === 'header' && this.#seen.body > 0) malformed('a header behind the body')
    this.#once(part)
  }

  #once(thing: keyof typeof NAMES): void {
    this.#seen[thing] += 1
    if (this.#seen[thing] > 1) malformed(`more than one ${NAMES[thing]}`)
  }
}
