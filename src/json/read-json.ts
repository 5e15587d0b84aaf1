import { isUtf8 } from 'node:buffer'
import { FicusError } from '../exchange/index.ts'

/** A JSON value as it was written: numbers keep their text, properties their order. */
export type JsonValue =
  | { readonly is: 'object'; readonly properties: ReadonlyMap<string, JsonValue> }
  | { readonly is: 'list'; readonly items: readonly JsonValue[] }
  | { readonly is: 'string' | 'number' | 'boolean' | 'null'; readonly text: string }

const DEPTH = 100

const BLANKS = /[ \t\r\n]*/y
const SCALAR = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y

function refuse(rule: string, at: number): never {
  throw new FicusError('malformed', `${rule}, character ${at}`)
}

/** Reads one text from its beginning. */
class Reader {
  readonly #text: string
  #at = 0

  constructor(text: string) {
    this.#text = text
  }

  whole(): JsonValue {
    const value = this.#value(0)
    if (this.#at < this.#text.length) refuse('more than one JSON value', this.#at)
    return value
  }

  #match(pattern: RegExp): string {
    pattern.lastIndex = this.#at
    const found = pattern.exec(this.#text)?.[0] ?? ''
    this.#at += found.length
    return found
  }

  /** Takes one character where it comes next, and the blanks behind it. */
  #takes(character: string): boolean {
    if (this.#text[this.#at] !== character) return false
    this.#at += 1
    this.#match(BLANKS)
    return true
  }

  #value(depth: number): JsonValue {
    if (depth > DEPTH) refuse(`more than ${DEPTH} levels`, this.#at)
    this.#match(BLANKS)
    if (this.#takes('{')) return this.#object(depth)
    if (this.#takes('[')) return this.#list(depth)
    return this.#scalar()
  }

  #scalar(): JsonValue {
    if (this.#text[this.#at] === '"') return { is: 'string', text: this.#string() }
    const text = this.#match(SCALAR)
    this.#match(BLANKS)
    if (text === 'true' || text === 'false') return { is: 'boolean', text }
    if (text === 'null') return { is: 'null', text }
    if (text === '') refuse('not JSON', this.#at)
    return { is: 'number', text }
  }

  #string(): string {
    const start = this.#at
    let end = this.#text.indexOf('"', start + 1)
    while (end > 0 && isEscaped(this.#text, end)) end = this.#text.indexOf('"', end + 1)
    const text = end > 0 ? unquoted(this.#text.slice(start, end + 1)) : undefined
    if (text === undefined) refuse('not JSON', start)
    this.#at = end + 1
    this.#match(BLANKS)
    return text
  }

  #list(depth: number): JsonValue {
    const items: JsonValue[] = []
    if (this.#takes(']')) return { is: 'list', items }
    do items.push(this.#value(depth + 1))
    while (this.#takes(','))
    if (!this.#takes(']')) refuse('not JSON', this.#at)
    return { is: 'list', items }
  }

  #object(depth: number): JsonValue {
    const properties = new Map<string, JsonValue>()
    if (this.#takes('}')) return { is: 'object', properties }
    do {
      const at = this.#at
      const name = this.#scalar()
      if (name.is !== 'string' || !this.#takes(':')) refuse('not JSON', at)
      // Which of two counts is every reader's own choice, so neither may.
      if (properties.has(name.text)) refuse('property given twice', at)
      properties.set(name.text, this.#value(depth + 1))
    } while (this.#takes(','))
    if (!this.#takes('}')) refuse('not JSON', this.#at)
    return { is: 'object', properties }
  }
}

/** A quote behind an odd number of backslashes belongs to its string. */
function isEscaped(text: string, quote: number): boolean {
  let first = quote
  while (text[first - 1] === '\\') first -= 1
  return (quote - first) % 2 === 1
}

function unquoted(literal: string): string | undefined {
  try {
    const text: unknown = JSON.parse(literal)
    return typeof text === 'string' ? text : undefined
  } catch {
    // Its words quote the text, so they end here.
    return undefined
  }
}

/**
 * Reads a JSON text with its numbers as they are written.
 *
 * @throws FicusError `malformed`, for a property given twice too; its detail holds a rule and a position.
 */
export function readJson(bytes: Buffer): JsonValue {
  if (!isUtf8(bytes)) throw new FicusError('malformed', 'not UTF-8')
  return readJsonText(bytes.toString('utf8'))
}

/** As {@link readJson}, for what is a text already. */
export function readJsonText(text: string): JsonValue {
  return new Reader(text.startsWith('\uFEFF') ? text.slice(1) : text).whole()
}
