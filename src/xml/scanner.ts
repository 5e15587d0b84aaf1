import { type Charset, namedCharset } from './charset.ts'
import { STOP } from './elements.ts'
import type { WrittenEvents } from './elements.ts'
import { createGuard } from './guard.ts'
import { XML_LIMITS } from './limits.ts'
import type { XmlLimits } from './limits.ts'
import { createParser, type Parser } from './parser.ts'
import { refusal } from './refusal.ts'
import { createUtf8Reader } from './utf8.ts'

/** Reads a document as its bytes come. */
export interface XmlScanner {
  /** Reads the next bytes, cut anywhere; after 'stop' they are ignored. Throws FicusError `malformed`. */
  write(chunk: Uint8Array): void
  /** Says that there are no more; throws FicusError `malformed` where the document is not whole. */
  end(): void
  /** Whether an event answered 'stop'. */
  readonly stopped: boolean
}

/**
 * Builds a scanner that tells `events` of a namespace-resolved document while it arrives. However the bytes
 * are cut, the events and the refusal are the same. An error an event throws passes through; after any error
 * the scanner throws that same error again.
 *
 * @param charset - what Content-Type says, where it says anything
 * @throws FicusError `malformed`, here for the charset and from `write` and `end` for the document: anything
 * but well-formed XML 1.0 with namespaces in UTF-8 without document type declaration and processing
 * instructions, or a limit passed.
 */
export const createXmlScanner = (
  events: WrittenEvents,
  limits: Partial<XmlLimits> = {},
  charset?: string,
): XmlScanner => new BytesScanner(events, { ...XML_LIMITS, ...limits }, namedCharset(charset))

class BytesScanner implements XmlScanner {
  readonly #named: Charset
  readonly #mostBytes: number
  readonly #reader = createUtf8Reader()
  readonly #guard = createGuard()
  readonly #parser: Parser
  #room: number
  #failed: Error | undefined
  stopped = false

  constructor(events: WrittenEvents, limits: XmlLimits, named: Charset) {
    this.#named = named
    this.#mostBytes = limits.bytes
    this.#room = limits.bytes
    this.#parser = createParser(events, limits)
  }

  write(chunk: Uint8Array): void {
    this.#attempt(() => this.#read(chunk))
  }

  end(): void {
    this.#attempt(() => this.#finish())
  }

  #read(chunk: Uint8Array): void {
    // What stands before an offence is parsed first, so that the first broken rule is the one that refuses.
    const within = chunk.length > this.#room ? chunk.subarray(0, this.#room) : chunk
    this.#room -= within.length
    const { text, isBroken } = this.#reader.read(within)
    const guarded = this.#guard.pass(text)
    this.#parser.write(guarded.text)
    if (guarded.refuses !== undefined) this.#refuse(guarded.refuses)
    if (isBroken) this.#refuse('not UTF-8')
    if (within !== chunk) this.#refuse(`more than ${this.#mostBytes} bytes`)
  }

  #finish(): void {
    if (this.#reader.isCutOff) this.#refuse('not UTF-8')
    this.#parser.write(this.#guard.rest)
    this.#parser.close()
    const isAscii = this.#named === 'us-ascii' || this.#parser.declared() === 'us-ascii'
    if (isAscii && this.#reader.isBeyondAscii) {
      throw refusal('not US-ASCII as declared', 'whole document')
    }
  }

  #refuse(rule: string): never {
    throw refusal(rule, this.#parser.position())
  }

  #attempt(step: () => void): void {
    if (this.stopped) return
    if (this.#failed !== undefined) throw this.#failed
    try {
      step()
    } catch (error) {
      if (error === STOP) this.stopped = true
      else throw (this.#failed = error instanceof Error ? error : new Error('an event failed'))
    }
  }
}
