/** Text that may go on to the parser, and the rule that refuses what comes after it. */
export interface Guarded {
  readonly text: string
  readonly refuses: string | undefined
}

/** Looks at text before the parser does. */
export interface Guard {
  pass(text: string): Guarded
  /** What was held back to be decided with the next text, where there is none. */
  readonly rest: string
}

/** What stands at a `<`: how long it is and what ends it, a refusal, or too little to tell. */
type Markup =
  | { readonly length: number; readonly end: string | undefined }
  | { readonly refuses: string }
  | 'undecided'

const TAG: Markup = { length: 1, end: undefined }
const OPENERS: readonly (readonly [opener: string, Markup])[] = [
  ['<!--', { length: 4, end: '-->' }],
  ['<![CDATA[', { length: 9, end: ']]>' }],
]
const DECLARATION: Markup = { refuses: 'document type or markup declaration' }
const INSTRUCTION: Markup = { refuses: 'processing instruction' }
const XML_DECLARATION = /^<\?xml[ \t\r\n?]/

function markupAt(text: string, at: number, isStart: boolean): Markup {
  const next = text[at + 1]
  if (next === undefined) return 'undecided'
  if (next !== '!' && next !== '?') return TAG
  const piece = text.slice(at, at + 9)
  if (next === '?') {
    if (!isStart) return INSTRUCTION
    if (piece.length < 6 && '<?xml'.startsWith(piece)) return 'undecided'
    return XML_DECLARATION.test(piece) ? TAG : INSTRUCTION
  }
  for (const [opener, markup] of OPENERS) {
    if (piece.startsWith(opener)) return markup
    if (opener.startsWith(piece)) return 'undecided'
  }
  return DECLARATION
}

/**
 * Stands before the parser: lets nothing of a document type declaration or a processing instruction reach it,
 * so that it never allocates by one. Tags need no state here: XML allows no `<` within one, so whatever is
 * taken for markup inside a tag is refused by the parser.
 */
export const createGuard = (): Guard => new MarkupGuard()

class MarkupGuard implements Guard {
  #carry = ''
  #end: string | undefined
  #isStart = true

  get rest(): string {
    return this.#carry
  }

  pass(text: string): Guarded {
    const all = this.#carry + text
    // The parser would skip it, as the byte order mark that the reader has taken off already.
    const isSecondMark = this.#isStart && all.startsWith('\uFEFF')
    if (isSecondMark) return this.#split(all, 0, 'disallowed before the root element')
    let at = 0
    for (;;) {
      if (this.#end !== undefined) {
        const found = all.indexOf(this.#end, at)
        if (found === -1) return this.#split(all, Math.max(at, all.length - 2))
        at = found + this.#end.length
        this.#end = undefined
      }
      const open = all.indexOf('<', at)
      if (open === -1) return this.#split(all, all.length)
      const markup = markupAt(all, open, this.#isStart && open === 0)
      if (markup === 'undecided') return this.#split(all, open)
      if ('refuses' in markup) return this.#split(all, open, markup.refuses)
      at = open + markup.length
      this.#end = markup.end
    }
  }

  #split(all: string, upTo: number, refuses?: string): Guarded {
    this.#carry = all.slice(upTo)
    if (upTo > 0) this.#isStart = false
    return { text: all.slice(0, upTo), refuses }
  }
}
