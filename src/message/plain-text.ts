/**
 * What can be said of XML by searching its text instead of reading it. Everything here errs towards undefined: a
 * search that is not certain leaves the word to the parser.
 *
 * A region is a document's text from its first character up to some tag. It is plain where every `<` begins a
 * tag and everything stands as it is.
 */

const isBlank = (code: number): boolean =>
  code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09

const NAME_CODES = Uint8Array.from({ length: 128 }, (_, code) =>
  /[\w.-]/.test(String.fromCharCode(code)) ? 1 : 0,
)

/** Whether what stands between two places is a name of plain letters. */
function isName(text: string, from: number, to: number): boolean {
  for (let at = from; at < to; at++) if (NAME_CODES[text.charCodeAt(at)] !== 1) return false
  return to > from
}

/** Where the blanks end that begin at `at`. */
export function afterBlanks(text: string, at: number): number {
  let end = at
  while (isBlank(text.charCodeAt(end))) end += 1
  return end
}

/**
 * Says whether a region is plain: no comment, CDATA, document type, processing instruction or reference. An XML
 * declaration may stand at `start`.
 */
export const isPlain = (region: string, start = 0): boolean =>
  !region.includes('&', start) && !hasTag(region, '!', start) && !hasTag(region, '?', start + 2)

/** Whether `<` and this character stand together: sought by the character, which is rare where `<` is not. */
function hasTag(region: string, character: '!' | '?', from: number): boolean {
  let at = region.indexOf(character, from)
  while (at !== -1 && region[at - 1] !== '<') at = region.indexOf(character, at + 1)
  return at !== -1
}

/** An element that holds nothing but text, found in a text. */
export interface TextElement {
  readonly prefix: string
  readonly text: string
  /** Where its start tag begins. */
  readonly start: number
  /** Behind its end tag. */
  readonly end: number
}

/** Reads `<prefix:name …>text</prefix:name>` around a place where `name` was found; undefined for all else. */
export function elementAt(text: string, at: number, name: string): TextElement | undefined {
  const start = text.lastIndexOf('<', at)
  const open = text.indexOf('>', at)
  const close = text.indexOf('<', open)
  if (start === -1 || open === -1 || close === -1 || text[at - 1] !== ':') return undefined
  const prefix = text.slice(start + 1, at - 1)
  const attributes = text.slice(at + name.length, open)
  const isStartTag =
    attributes === '' || (isBlank(attributes.charCodeAt(0)) && !attributes.endsWith('/'))
  const own = text.slice(open + 1, close)
  // A quote or `>` where none belongs: an attribute's value had a `>` in it.
  if (!isStartTag || /["'>]/.test(own) || !isName(text, start + 1, at - 1)) return undefined
  const endTag = `</${prefix}:${name}>`
  return text.startsWith(endTag, close)
    ? { prefix, text: own, start, end: close + endTag.length }
    : undefined
}

/** One namespace declaration and where it stands. */
interface Declaration {
  readonly ns: string
  readonly at: number
}

/** What the prefixes of a region mean; the default namespace stands under ''. */
export type Declarations = ReadonlyMap<string, Declaration>

/**
 * Collects the namespace declarations of a plain region; undefined where one is not written the usual way or a
 * prefix means two things. In a well-formed document a prefix used in the region then means what it says here;
 * the default namespace only does where its declaration is in scope.
 */
export function declarationsIn(region: string): Declarations | undefined {
  const found = new Map<string, Declaration>()
  for (let at = region.indexOf('xmlns'); at !== -1; at = region.indexOf('xmlns', at + 5)) {
    const equals = region.indexOf('=', at + 5)
    const quote = region[equals + 1]
    const end = quote === '"' || quote === "'" ? region.indexOf(quote, equals + 2) : -1
    const isDefault = equals === at + 5
    const isUsual = isDefault || (region[at + 5] === ':' && isName(region, at + 6, equals))
    if (end === -1 || !isUsual || !isBlank(region.charCodeAt(at - 1))) return undefined
    const prefix = isDefault ? '' : region.slice(at + 6, equals)
    const ns = region.slice(equals + 2, end)
    const known = found.get(prefix)
    if (known === undefined) found.set(prefix, { ns, at })
    else if (known.ns !== ns) return undefined
  }
  return found
}

/** Says whether a declaration stands on an element that is still open at the end of a plain region. */
export function isInScope(region: string, { at }: Declaration): boolean {
  const start = region.lastIndexOf('<', at)
  const end = region.indexOf('>', start)
  // Not in a tag at all, or behind a `>` within a value.
  if (end < at) return false
  const root = region.startsWith('<?') ? region.indexOf('<', 1) : region.indexOf('<')
  if (start === root) return true
  const tag = region.slice(start, end + 1)
  const name = tag.slice(1).split(/[\s/>]/, 1)[0] ?? ''
  const isWhole = !tag.includes("'") && tag.split('"').length % 2 === 1
  return isWhole && !tag.endsWith('/>') && !region.includes(`</${name}>`, at)
}
