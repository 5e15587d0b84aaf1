import { isUtf8 } from 'node:buffer'
import { FicusError } from '../exchange/index.ts'
import { keptName } from './names.ts'
import { leafOf, type Place, type Scalar, type Tree, treeOf } from './tree.ts'

/** How much one JSON document may hold: the largest published PDS answer has 77,401 bytes and 12 levels. */
export const JSON_LIMITS = Object.freeze({ bytes: 4 * 1024 * 1024, depth: 64 })

const STRING = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y
const WORDS: readonly (readonly [word: RegExp, scalar: Scalar])[] = [
  [/true|false/y, 'boolean'],
  [/null/y, 'null'],
  [NUMBER, 'number'],
]

const [TAB, LF, CR, SPACE, QUOTE, BACKSLASH] = [0x09, 0x0a, 0x0d, 0x20, 0x22, 0x5c]

const refuse = (rule: string, at: number): never => {
  throw new FicusError('malformed', `${rule}, character ${at}`)
}

/** The names of an object: most have so few that looking at each is the fastest way. */
class Names {
  readonly #few: string[] = []
  #many: Set<string> | undefined

  /** Whether one is new to it. */
  add(name: string): boolean {
    if (this.#many === undefined && this.#few.length < MOST_LOOKED_AT) {
      return !this.#few.includes(name) && this.#few.push(name) > 0
    }
    const many = (this.#many ??= new Set(this.#few))
    return !many.has(name) && many.add(name) === many
  }
}

const MOST_LOOKED_AT = 16

/** Reads one JSON text from its beginning, straight into the form rows read. */
class Reader {
  readonly #text: string
  #at = 0

  constructor(text: string) {
    this.#text = text
  }

  whole(): Tree {
    this.#skip()
    if (this.#text[this.#at] !== '{') refuse('not a JSON object', this.#at)
    const root = this.#single({ label: '', isItem: false }, 1)
    if (this.#at < this.#text.length) refuse('more than one JSON value', this.#at)
    return root
  }

  #match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#at
    const found = pattern.exec(this.#text)?.[0]
    this.#at += found?.length ?? 0
    return found
  }

  #skip(): void {
    for (;;) {
      const code = this.#text.charCodeAt(this.#at)
      if (code !== SPACE && code !== LF && code !== CR && code !== TAB) return
      this.#at += 1
    }
  }

  /** Takes one character where it comes next, and the blanks behind it. */
  #takes(character: string): boolean {
    if (this.#text[this.#at] !== character) return false
    this.#at += 1
    this.#skip()
    return true
  }

  /** The members a property's value makes: several of them where it is a list. */
  #value(label: string, depth: number): Tree[] {
    if (!this.#takes('[')) return [this.#single({ label, isItem: false }, depth)]
    const place = { label, isItem: true }
    if (this.#takes(']')) return [leafOf(place, 'none', '')]
    const items: Tree[] = []
    do items.push(this.#single(place, depth + 1))
    while (this.#takes(','))
    if (!this.#takes(']')) refuse('not JSON', this.#at)
    return items
  }

  #single(place: Place, depth: number): Tree {
    if (depth > JSON_LIMITS.depth) refuse(`more than ${JSON_LIMITS.depth} levels`, this.#at)
    if (this.#text[this.#at] === '[') refuse('list within a list', this.#at)
    return this.#takes('{') ? this.#object(place, depth) : this.#scalar(place)
  }

  #object(place: Place, depth: number): Tree {
    const names = new Names()
    const children: Tree[] = []
    if (this.#takes('}')) return leafOf(place, 'none', '')
    do {
      const written = this.#string()
      if (written === undefined) return refuse('not JSON', this.#at)
      const name = keptName(written)
      // Two readers take different ones of two; and no object of ours ever gets that name.
      if (!names.add(name) || name === '__proto__') refuse('property that may not stand', this.#at)
      this.#skip()
      if (!this.#takes(':')) refuse('not JSON', this.#at)
      // One by one: a call takes no hundred thousand arguments.
      for (const member of this.#value(name, depth + 1)) children.push(member)
    } while (this.#takes(','))
    if (!this.#takes('}')) refuse('not JSON', this.#at)
    return treeOf(place, children)
  }

  #scalar(place: Place): Tree {
    const text = this.#string()
    if (text !== undefined) {
      this.#skip()
      return leafOf(place, 'text', text)
    }
    for (const [word, scalar] of WORDS) {
      const found = this.#match(word)
      if (found === undefined) continue
      this.#skip()
      return leafOf(place, scalar, found)
    }
    return refuse('not JSON', this.#at)
  }

  /** The text of a string that needs no reading; undefined for any other, and for what is none. */
  #plainString(): string | undefined {
    const text = this.#text
    if (text.charCodeAt(this.#at) !== QUOTE) return undefined
    const start = this.#at + 1
    for (let end = start; end < text.length; end += 1) {
      const code = text.charCodeAt(end)
      if (code === BACKSLASH || code < SPACE) return undefined
      if (code !== QUOTE) continue
      this.#at = end + 1
      // Its characters are whole: the bytes were UTF-8, and nothing in it stands for another.
      return text.slice(start, end)
    }
    return undefined
  }

  #string(): string | undefined {
    const plain = this.#plainString()
    if (plain !== undefined) return plain
    const written = this.#match(STRING)
    if (written === undefined) return undefined
    const text = written.includes('\\') ? (JSON.parse(written) as string) : written.slice(1, -1) // a JSON string is one
    if (!text.isWellFormed()) refuse('half a character', this.#at)
    return text
  }
}

/**
 * Reads a JSON document in the form rows read, labelled with its `resourceType`, which is the name of the
 * resource and no leaf. Numbers keep their text.
 *
 * @throws FicusError `malformed` for anything but one JSON object in UTF-8 (RFC 8259), a property given twice or
 * named `__proto__`, a list within a list, half a surrogate pair, or more than {@link JSON_LIMITS}.
 */
export function treeOfJson(bytes: Buffer): Tree {
  if (bytes.length > JSON_LIMITS.bytes) refuse(`more than ${JSON_LIMITS.bytes} bytes`, 0)
  if (!isUtf8(bytes)) refuse('not UTF-8', 0)
  const root = new Reader(bytes.toString('utf8').replace(/^\uFEFF/, '')).whole()
  const type = root.children.find(({ label }) => label === 'resourceType')
  if (type?.scalar !== 'text' || type.isItem === true) return root
  const children = root.children.filter(child => child !== type)
  return treeOf({ label: keptName(type.value), isItem: root.isItem }, children)
}
