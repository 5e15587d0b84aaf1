import { readFileSync } from 'node:fs'
import { isFicusError } from '../../src/exchange/index.ts'
import { type JsonValue, readJson } from '../../src/json/index.ts'
import { readXml, type XmlElement } from '../../src/xml/index.ts'
import { spineSamples } from '../support/corpus.ts'
import type { Draw } from '../support/corpus-cuts.ts'

/** A published message as its file and what a reader makes of it. */
export interface Published<T> {
  readonly path: string
  readonly product: string
  readonly bytes: Buffer
  readonly value: T
}

function read<T>(of: (bytes: Buffer) => T, bytes: Buffer): T | undefined {
  try {
    return of(bytes)
  } catch (error) {
    if (isFicusError(error)) return undefined
    throw error
  }
}

function published<T>(folder: string, begins: RegExp, of: (bytes: Buffer) => T): Published<T>[] {
  return spineSamples(folder).flatMap(({ file, path, product }) => {
    const bytes = readFileSync(file)
    if (!begins.test(bytes.toString('utf8', 0, 200))) return []
    const value = read(of, bytes)
    return value === undefined ? [] : [{ path, product, bytes, value }]
  })
}

/** Every published message that is one XML document. */
export const publishedXml = (folder: string): Published<XmlElement>[] =>
  published(folder, /^(?:\ufeff)?\s*<[?!\w]/, bytes => readXml(bytes))

/** Every published message that is one JSON document. */
export const publishedJson = (folder: string): Published<JsonValue>[] =>
  published(folder, /^(?:\ufeff)?\s*[{[]/, readJson)

/** Leaves out blanks between elements, which a reader keeps and which say nothing. */
export function withoutBlanks(element: XmlElement): XmlElement {
  const { children } = element
  const isMixed = children.some(child => typeof child === 'string' && child.trim() !== '')
  const kept = isMixed || children.every(child => typeof child === 'string')
  const within = children.map(child => (typeof child === 'string' ? child : withoutBlanks(child)))
  return { ...element, children: kept ? within : within.filter(child => typeof child !== 'string') }
}

/** Writes a JSON document anew: properties in another order, other blanks, other escapes. */
export function writeJsonAnew(value: JsonValue, draw: Draw): string {
  const blank = (): string => ['', ' ', '\n\t'][draw(3)] ?? ''
  const quoted = (text: string): string =>
    draw(2) === 0
      ? JSON.stringify(text)
      : JSON.stringify(text).replace(
          /[^\u0000-\u007f]/g,
          one => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`,
        )
  switch (value.is) {
    case 'object': {
      const properties = [...value.properties]
        .map(([name, own]) => [draw(1_000_000), name, own] as const)
        .sort(([a], [b]) => a - b)
        .map(
          ([, name, own]) =>
            `${blank()}${quoted(name)}${blank()}:${blank()}${writeJsonAnew(own, draw)}`,
        )
      return `{${properties.join(',')}${blank()}}`
    }
    case 'list':
      return `[${value.items.map(item => blank() + writeJsonAnew(item, draw)).join(',')}${blank()}]`
    case 'string':
      return quoted(value.text)
    default:
      return value.text
  }
}

/** Every string and number in a JSON document. */
export function textsIn(value: JsonValue): string[] {
  if (value.is === 'object') return [...value.properties.values()].flatMap(textsIn)
  return value.is === 'list' ? value.items.flatMap(textsIn) : [value.text]
}

/** Every property's name in a JSON document. */
export function namesIn(value: JsonValue): string[] {
  if (value.is === 'list') return value.items.flatMap(namesIn)
  if (value.is !== 'object') return []
  return [...value.properties].flatMap(([name, own]) => [name, ...namesIn(own)])
}
