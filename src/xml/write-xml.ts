import { escapeAttribute, escapeText } from './escape.ts'
import { type Place, placesOf } from './places.ts'

/** XML that was written by {@link xml}, so that everything in it is escaped for its place. */
export interface Markup {
  readonly markup: string
}

/** A name that code chose, never a message: {@link xmlName} makes it. */
export interface XmlName {
  readonly xmlName: string
}

/** An attribute with its value, written by {@link xmlAttribute}. */
export interface WrittenAttribute {
  readonly attribute: string
}

type Value =
  | string
  | number
  | undefined
  | Markup
  | XmlName
  | readonly (Markup | WrittenAttribute)[]
  | WrittenAttribute

// A name as code writes one; XML allows more, and nothing of ours is named so.
const NAME = /^[A-Za-z_][\w.-]*(?::[A-Za-z_][\w.-]*)?$/

/**
 * Takes the name of an element or attribute, prefix included, that a literal, a row or a definition of the code
 * says. Names come into the writer by no other way.
 *
 * @throws Error for what is no name: a mistake of ours.
 */
export function xmlName(name: string): XmlName {
  if (!NAME.test(name)) throw new Error('no name of XML')
  return { xmlName: name }
}

/** Writes one attribute of an element; throws FicusError `malformed` for a character XML cannot hold. */
export const xmlAttribute = ({ xmlName: name }: XmlName, value: string): WrittenAttribute => ({
  attribute: ` ${name}="${escapeAttribute(value)}"`,
})

const misplaced = (place: Place): never => {
  throw new Error(`what stands as ${place} in a template of XML is none`)
}

/** How a value is written in each place, and what it may be there. */
const WRITTEN: Readonly<Record<Place, (value: Value) => string>> = {
  text(value) {
    if (value === undefined) return ''
    if (typeof value !== 'object') return escapeText(String(value))
    if ('markup' in value) return value.markup
    if (!Array.isArray(value)) return misplaced('text')
    return value.map(WRITTEN.text).join('')
  },
  'attribute value': value =>
    typeof value === 'string' || typeof value === 'number'
      ? escapeAttribute(String(value))
      : misplaced('attribute value'),
  name: value =>
    typeof value === 'object' && 'xmlName' in value ? value.xmlName : misplaced('name'),
  attributes(value) {
    if (value === undefined) return ''
    if (typeof value !== 'object') return misplaced('attributes')
    if ('attribute' in value) return value.attribute
    if (!Array.isArray(value)) return misplaced('attributes')
    return value.map(WRITTEN.attributes).join('')
  },
}

/**
 * Writes XML by a template: a string is escaped for the place it stands in, text or attribute; markup, and lists
 * of it, go in between tags as they are and attributes into tags; where a name belongs only {@link xmlName} is
 * taken; undefined is nothing.
 *
 * @throws FicusError `malformed` for a character XML cannot hold; Error where a value cannot stand in its place,
 * which is a mistake of ours.
 */
export function xml(pieces: TemplateStringsArray, ...values: readonly Value[]): Markup {
  const places = placesOf(pieces)
  const [first = '', ...rest] = pieces
  const written = rest.map((piece, i) => WRITTEN[places[i] ?? 'text'](values[i]) + piece)
  return { markup: first + written.join('') }
}

const DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n'

/** Gives the bytes of a document. */
export const documentOf = ({ markup }: Markup): Buffer => Buffer.from(DECLARATION + markup, 'utf8')
