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

const OPENERS = { '<!--': '-->', '<![CDATA[': ']]>' } as const
const DECLARATION = /^<\?xml[ \t\r\n?]/

/** What stands at a `<`: the end to look for, nothing to guard against, too little to tell, or a refusal. */
type Markup = '-->' | ']]>' | 'element' | 'undecided' | 'declaration' | 'instruction'

function markupAt(text: string, at: number, isStart: boolean): Markup {
  const next = text[at + 1]
  if (next === undefined) return 'undecided'
  if (next !== '!' && next !== '?') return 'element'
  const piece = text.slice(at, at + 9)
  if (next === '?') {
    if (!isStart) return 'instruction'
    if (piece.length < 6 && '<?xml'.startsWith(piece)) return 'undecided'
    return DECLARATION.test(piece) ? 'element' : 'instruction'
  }
  for (const [opener, end] of Object.entries(OPENERS)) {
    if (piece.startsWith(opener)) return end
    if (opener.startsWith(piece)) return 'undecided'
  }
  return 'declaration'
}

const RULES = {
  declaration: 'document type or markup declaration',
  instruction: 'processing instruction',
} as const

/**
 * Stands before the parser: lets nothing of a document type declaration or a processing instruction reach it,
 * so that it never allocates by one. Tags need no state here: XML allows no `<` within one, so whatever is
 * taken for markup inside a tag is refused by the parser.
 */
export function createGuard(): Guard {
  let carry = ''
  let end: '-->' | ']]>' | undefined
  let isStart = true

  const split = (all: string, upTo: number, refuses?: string): Guarded => {
    carry = all.slice(upTo)
    if (upTo > 0) isStart = false
    return { text: all.slice(0, upTo), refuses }
  }

  const pass = (text: string): Guarded => {
    const all = carry + text
    if (isStart && all.startsWith('\uFEFF'))
      return split(all, 0, 'disallowed before the root element')
    let at = 0
    for (;;) {
      if (end !== undefined) {
        const found = all.indexOf(end, at)
        if (found === -1) return split(all, Math.max(at, all.length - 2))
        at = found + end.length
        end = undefined
      }
      const open = all.indexOf('<', at)
      if (open === -1) return split(all, all.length)
      const markup = markupAt(all, open, isStart && open === 0)
      if (markup === 'undecided') return split(all, open)
      if (markup === 'declaration' || markup === 'instruction')
        return split(all, open, RULES[markup])
      if (markup !== 'element') end = markup
      at = open + (end === undefined ? 1 : end === '-->' ? 4 : 9)
    }
  }

  return {
    pass,
    get rest() {
      return carry
    },
  }
}
