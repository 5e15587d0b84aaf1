import { namedCharset } from './charset.ts'
import { STOP } from './elements.ts'
import type { WrittenEvents } from './elements.ts'
import { createGuard } from './guard.ts'
import { XML_LIMITS } from './limits.ts'
import type { XmlLimits } from './limits.ts'
import { createParser } from './parser.ts'
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
export function createXmlScanner(
  events: WrittenEvents,
  limits: Partial<XmlLimits> = {},
  charset?: string,
): XmlScanner {
  const named = namedCharset(charset)
  const bounds = { ...XML_LIMITS, ...limits }
  const reader = createUtf8Reader()
  const guard = createGuard()
  const parser = createParser(events, bounds)
  let room = bounds.bytes
  let stopped = false
  let failed: Error | undefined

  const read = (chunk: Uint8Array): void => {
    // What stands before an offence is parsed first, so that the first broken rule is the one that refuses.
    const within = chunk.length > room ? chunk.subarray(0, room) : chunk
    room -= within.length
    const { text, isBroken } = reader.read(within)
    const guarded = guard.pass(text)
    parser.write(guarded.text)
    if (guarded.refuses !== undefined) throw refusal(guarded.refuses, parser.position)
    if (isBroken) throw refusal('not UTF-8', parser.position)
    if (within !== chunk) throw refusal(`more than ${bounds.bytes} bytes`, parser.position)
  }
  const finish = (): void => {
    if (reader.isCutOff) throw refusal('not UTF-8', parser.position)
    parser.write(guard.rest)
    parser.close()
    const isAscii = named === 'us-ascii' || parser.declared === 'us-ascii'
    if (isAscii && reader.isBeyondAscii) throw refusal('not US-ASCII as declared', 'whole document')
  }
  const attempt = (step: () => void): void => {
    if (stopped) return
    if (failed !== undefined) throw failed
    try {
      step()
    } catch (error) {
      if (error === STOP) stopped = true
      else throw (failed = error instanceof Error ? error : new Error('an event failed'))
    }
  }

  return {
    write: chunk => attempt(() => read(chunk)),
    end: () => attempt(finish),
    get stopped() {
      return stopped
    },
  }
}
