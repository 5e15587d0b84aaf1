import { isUtf8 } from 'node:buffer'
import { FicusError } from '../exchange/index.ts'
import { leafOf, type Place, type Scalar, type Tree } from './tree.ts'

/** How much one JSON document may hold: the largest published PDS answer has 77,401 bytes and 12 levels. */
export const JSON_LIMITS = Object.freeze({ bytes: 4 * 1024 * 1024, depth: 64 })

const BLANKS = /[ \t\r\n]*/y
const STRING = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y
const WORDS: readonly (readonly [word: RegExp, scalar: Scalar])[] = [
  [/true|false/y, 'boolean'],
  [/null/y, 'null'],
  [NUMBER, 'number'],
]

const refuse = (rule: string, at: number): never => {
  throw new FicusError('malformed', `${rule}, character ${at}`)
}

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
    this.#match(BLANKS)
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
    const names = new Set<string>()
    const children: Tree[] = []
    if (this.#takes('}')) return leafOf(place, 'none', '')
    do {
      const name = this.#string()
      if (name === undefined) return refuse('not JSON', this.#at)
      // Two readers take different ones of two; and no object of ours ever gets that name.
      if (names.has(name) || name === '__proto__') refuse('property that may not stand', this.#at)
      names.add(name)
      this.#skip()
      if (!this.#takes(':')) refuse('not JSON', this.#at)
      // One by one: a call takes no hundred thousand arguments.
      for (const member of this.#value(name, depth + 1)) children.push(member)
    } while (this.#takes(','))
    if (!this.#takes('}')) refuse('not JSON', this.#at)
    return { ...place, value: '', scalar: 'none', children }
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

  #string(): string | undefined {
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
  return { ...root, label: type.value, children: root.children.filter(child => child !== type) }
}
