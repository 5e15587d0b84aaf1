import { SaxesParser } from 'saxes'
import { declaredCharset } from './charset.ts'
import type { Charset } from './charset.ts'
import { createElements } from './elements.ts'
import type { WrittenEvents } from './elements.ts'
import type { XmlLimits } from './limits.ts'
import { refusal } from './refusal.ts'
import { DISALLOWED, OUTSIDE_ROOT, ruleOf } from './rules.ts'

/** The conforming parser behind our limits, our namespaces and our words. */
export interface Parser {
  write(text: string): void
  /** Checks that the document is whole. */
  close(): void
  /** What the XML declaration said of the encoding; undefined where it said nothing. */
  declared(): Charset | undefined
  /** Of the next character, in words. */
  position(): string
}

/**
 * The parser with its complaints handed to us. A class and not one listener more: with eight listeners V8 keeps
 * the parser's fields in a hash table, which makes it ten times slower.
 */
class StrictParser extends SaxesParser<{ xmlns: false; position: false }> {
  readonly #complain: (complaint: string) => never

  constructor(complain: (complaint: string) => never) {
    // Its own namespace resolution walks every open element for each prefix and trims the names: ours does not.
    super({ xmlns: false, position: false })
    this.#complain = complain
  }

  override fail(complaint: string): never {
    return this.#complain(complaint)
  }
}

/** Builds a parser that tells `events` of the document and throws a refusal at the first broken rule. */
export function createParser(events: WrittenEvents, limits: XmlLimits): Parser {
  const saxes = new StrictParser(complaint => {
    // Text outside the root is noticed at the end of a piece or at the next tag, whichever comes first, and a
    // character XML cannot hold at once: one rule for both and no column, so that how the bytes are cut says nothing.
    if (elements.isOutside && (complaint.startsWith(OUTSIDE_ROOT) || complaint === DISALLOWED)) {
      throw refusal(`disallowed ${elements.hasRoot ? 'after' : 'before'} the root element`)
    }
    return refuse(ruleOf(complaint))
  })
  const position = (): string => `line ${saxes.line} column ${saxes.column}`
  const refuse = (rule: string): never => {
    throw refusal(rule, position())
  }
  const elements = createElements(events, limits, refuse)
  let declared: Charset | undefined

  saxes.on('xmldecl', ({ version, encoding }) => {
    if (version !== '1.0') refuse('XML version other than 1.0')
    if (encoding !== undefined) declared = declaredCharset(encoding, position())
  })
  saxes.on('opentagstart', tag => elements.start(tag.name))
  saxes.on('attribute', ({ name, value }) => elements.attribute(name, value))
  saxes.on('opentag', () => elements.open())
  saxes.on('closetag', () => elements.close())
  saxes.on('text', text => elements.text(text))
  saxes.on('cdata', text => elements.text(text))

  return {
    write: text => void saxes.write(text),
    close: () => void saxes.close(),
    declared: () => declared,
    position,
  }
}
