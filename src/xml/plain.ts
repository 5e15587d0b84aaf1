import type { Elements } from './elements.ts'

/** Thrown where a document is out of the ordinary, so that the conforming parser has to say what it is. */
export const OUT_OF_THE_ORDINARY = new Error('out of the ordinary')

const unsure = (): never => {
  throw OUT_OF_THE_ORDINARY
}

// XML 1.0 production 23, of version 1.0 and an encoding that is none but UTF-8.
const DECLARATION =
  /<\?xml[ \t\n]+version[ \t\n]*=[ \t\n]*(?:"1\.0"|'1\.0')(?:[ \t\n]+encoding[ \t\n]*=[ \t\n]*(?:"[Uu][Tt][Ff]-8"|'[Uu][Tt][Ff]-8'))?(?:[ \t\n]+standalone[ \t\n]*=[ \t\n]*(?:"(?:yes|no)"|'(?:yes|no)'))?[ \t\n]*\?>/y

// What XML cannot hold (production 2), with carriage returns gone. Half a surrogate pair is not in text that was UTF-8.
const NOT_XML = /[\0-\u0008\u000b-\u001f\ufffe\uffff]/

/** 1 where a character of US-ASCII may stand in a name, 2 where it may begin one: a colon may not, see Namespaces in XML. */
const NAMES = Uint8Array.from({ length: 128 }, (_, code) => {
  const character = String.fromCharCode(code)
  return /[A-Za-z_]/.test(character) ? 2 : /[-.:0-9]/.test(character) ? 1 : 0
})

const ENTITIES: ReadonlyMap<string, string> = new Map([
  ['lt', '<'],
  ['gt', '>'],
  ['amp', '&'],
  ['apos', "'"],
  ['quot', '"'],
])

const [TAB, LF, SPACE, BANG, QUOTE, AMPERSAND] = [0x09, 0x0a, 0x20, 0x21, 0x22, 0x26]
const [APOSTROPHE, SLASH, LESS, EQUALS, GREATER, MARK] = [0x27, 0x2f, 0x3c, 0x3d, 0x3e, 0x3f]

/** Reads a reference between `&` and `;`. */
function referred(name: string): string {
  const [, hexadecimal, decimal] = /^#(?:x([0-9a-fA-F]{1,6})|([0-9]{1,7}))$/.exec(name) ?? []
  if (hexadecimal === undefined && decimal === undefined) return ENTITIES.get(name) ?? unsure()
  const code = hexadecimal === undefined ? Number(decimal) : parseInt(hexadecimal, 16)
  const isCharacter =
    code >= 0x20
      ? (code < 0xd800 || code > 0xdfff) && code <= 0x10ffff
      : [TAB, LF, 0x0d].includes(code)
  return isCharacter && (code & 0xfffe) !== 0xfffe ? String.fromCodePoint(code) : unsure()
}

function withReferences(text: string): string {
  let [whole, from] = ['', 0]
  for (let at = text.indexOf('&'); at !== -1; at = text.indexOf('&', from)) {
    const end = text.indexOf(';', at)
    if (end === -1 || end - at > 9) unsure()
    whole += text.slice(from, at) + referred(text.slice(at + 1, end))
    from = end + 1
  }
  return whole + text.slice(from)
}

/**
 * Tells `elements` of a document as most are: what the conforming parser would tell, in a fraction of the time. At the
 * first thing that is out of the ordinary, well-formed or not, it gives up, and what it told is void: it accepts
 * nothing the conforming parser does not, and refuses nothing.
 *
 * @param text - without byte order mark
 * @throws OUT_OF_THE_ORDINARY
 */
export function tellPlain(text: string, elements: Elements): void {
  const normal = text.includes('\r') ? text.replace(/\r\n?/g, '\n') : text
  if (NOT_XML.test(normal)) unsure()
  new PlainDocument(normal, elements).whole()
}

class PlainDocument {
  readonly #text: string
  readonly #elements: Elements
  /** Whether the end of a CDATA section, which text may not hold, is anywhere. */
  readonly #holdsCdataEnd: boolean
  readonly #open: string[] = []
  #at = 0

  constructor(text: string, elements: Elements) {
    this.#text = text
    this.#elements = elements
    this.#holdsCdataEnd = text.includes(']]>')
  }

  whole(): void {
    DECLARATION.lastIndex = 0
    if (this.#text.startsWith('<?xml')) {
      if (!DECLARATION.test(this.#text)) unsure()
      this.#at = DECLARATION.lastIndex
    }
    this.#outside()
    this.#startTag()
    while (this.#open.length > 0) this.#content()
    this.#outside()
    if (this.#at < this.#text.length) unsure()
  }

  /** Blanks and comments before or after the root element. */
  #outside(): void {
    for (;;) {
      this.#skipBlanks()
      if (!this.#text.startsWith('<!--', this.#at)) return
      this.#comment()
    }
  }

  #content(): void {
    const text = this.#text
    const less = text.indexOf('<', this.#at)
    if (less === -1) unsure()
    if (less > this.#at) this.#characters(text.slice(this.#at, less))
    this.#at = less
    const next = text.charCodeAt(less + 1)
    if (next === SLASH) this.#endTag()
    else if (next === BANG) this.#section()
    else if (next === MARK) unsure()
    else this.#startTag()
  }

  #characters(text: string): void {
    if (this.#holdsCdataEnd && text.includes(']]>')) unsure()
    this.#elements.text(text.includes('&') ? withReferences(text) : text)
  }

  #section(): void {
    if (this.#text.startsWith('<!--', this.#at)) return this.#comment()
    const start = this.#at + '<![CDATA['.length
    if (!this.#text.startsWith('<![CDATA[', this.#at)) unsure()
    const end = this.#text.indexOf(']]>', start)
    if (end === -1) unsure()
    if (end > start) this.#elements.text(this.#text.slice(start, end))
    this.#at = end + 3
  }

  #comment(): void {
    const end = this.#text.indexOf('--', this.#at + 4)
    if (end === -1 || this.#text.charCodeAt(end + 2) !== GREATER) unsure()
    this.#at = end + 3
  }

  #skipBlanks(): boolean {
    const from = this.#at
    for (;;) {
      const code = this.#text.charCodeAt(this.#at)
      if (code !== SPACE && code !== LF && code !== TAB) return this.#at > from
      this.#at += 1
    }
  }

  #name(): string {
    const text = this.#text
    const start = this.#at
    let end = start
    if (NAMES[text.charCodeAt(end)] !== 2) unsure()
    while ((NAMES[text.charCodeAt(end)] ?? 0) > 0) end += 1
    // A name goes on beyond US-ASCII, or it ends.
    if (text.charCodeAt(end) > 0x7f) unsure()
    this.#at = end
    return text.slice(start, end)
  }

  #endTag(): void {
    const name = this.#open.pop() ?? unsure()
    if (!this.#text.startsWith(name, this.#at + 2)) unsure()
    this.#at += 2 + name.length
    this.#skipBlanks()
    if (this.#text.charCodeAt(this.#at) !== GREATER) unsure()
    this.#at += 1
    this.#elements.close()
  }

  #startTag(): void {
    if (this.#text.charCodeAt(this.#at) !== LESS) unsure()
    this.#at += 1
    const name = this.#name()
    this.#elements.start(name)
    this.#attributes()
    const isEmpty = this.#text.charCodeAt(this.#at) === SLASH
    if (isEmpty) this.#at += 1
    if (this.#text.charCodeAt(this.#at) !== GREATER) unsure()
    this.#at += 1
    this.#elements.open()
    if (isEmpty) this.#elements.close()
    else this.#open.push(name)
  }

  #attributes(): void {
    let names: string[] | undefined
    while (this.#skipBlanks()) {
      const code = this.#text.charCodeAt(this.#at)
      if (code === GREATER || code === SLASH) return
      const name = this.#name()
      if (names?.includes(name) === true) unsure()
      if (names === undefined) names = [name]
      else names.push(name)
      this.#skipBlanks()
      if (this.#text.charCodeAt(this.#at) !== EQUALS) unsure()
      this.#at += 1
      this.#skipBlanks()
      this.#elements.attribute(name, this.#value())
    }
  }

  /** Blanks of other kinds become spaces, references what they stand for (XML 1.0 §3.3.3). */
  #value(): string {
    const text = this.#text
    const quote = text.charCodeAt(this.#at)
    if (quote !== QUOTE && quote !== APOSTROPHE) unsure()
    const start = this.#at + 1
    let isPlain = true
    let end = start
    for (; ; end += 1) {
      const code = text.charCodeAt(end)
      if (code === quote) break
      if (code === LESS || end >= text.length) unsure()
      if (code === AMPERSAND || code === TAB || code === LF) isPlain = false
    }
    this.#at = end + 1
    const value = text.slice(start, end)
    return isPlain ? value : withReferences(value.replace(/[\t\n]/g, ' '))
  }
}
