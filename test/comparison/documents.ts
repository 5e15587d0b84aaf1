import type { JsonValue } from '../../src/json/index.ts'
import type { XmlElement } from '../../src/xml/index.ts'
import type { Draw } from '../support/corpus-cuts.ts'
import { type Published, withoutBlanks, writeJsonAnew } from './corpus.ts'
import { replaced } from './planted.ts'
import { writeAnew } from './written.ts'

/** A value somewhere in a document: the names that lead to it, and where it is found again. */
export interface Place {
  readonly names: readonly string[]
  readonly value: string
  readonly way: readonly (string | number)[]
}

/** What is put in the place of a value; undefined where it is left out. */
export type Change = (value: string) => string | undefined

/** A published message of which one value can be changed, and which can be written anew. */
export interface Changeable {
  readonly path: string
  readonly product: string
  readonly is: 'xml' | 'json'
  readonly bytes: Buffer
  readonly places: readonly Place[]
  changed(place: Place, change: Change): Changeable
  /** Changes every value, each by its names. */
  renamed(rename: (place: Place) => string): Changeable
  written(draw: Draw): string
}

const PREFIXES: Readonly<Record<string, string>> = {
  'http://www.w3.org/XML/1998/namespace': 'xml:',
  'http://www.w3.org/2001/XMLSchema-instance': 'xsi:',
  'http://www.w3.org/1999/xlink': 'xlink:',
}

const SCHEMA_PLACES = /^@xsi:(?:schemaLocation|noNamespaceSchemaLocation)$/

function placesInXml(
  { name, attributes, children }: XmlElement,
  before: readonly string[],
  way: readonly number[],
): Place[] {
  const names = [...before, name]
  return [
    ...attributes.flatMap((own, i) => {
      const label = `@${PREFIXES[own.ns] ?? ''}${own.name}`
      // Where a schema lies is no value of a message.
      if (SCHEMA_PLACES.test(label)) return []
      return [{ names: [...names, label], value: own.value, way: [...way, '@', i] }]
    }),
    ...children.flatMap((child, i) =>
      typeof child === 'string'
        ? [{ names: [...names, 'text()'], value: child, way: [...way, 'text', i] }]
        : placesInXml(child, names, [...way, i]),
    ),
  ]
}

/** Puts another value where one stands in an element, or none. */
function withValue(
  element: XmlElement,
  [sort, i]: Place['way'],
  value: string | undefined,
): XmlElement {
  const put = <T>(all: readonly T[], of: (own: T) => T): T[] =>
    all.flatMap((own, j) => (j !== i ? [own] : value === undefined ? [] : [of(own)]))
  return sort === '@'
    ? { ...element, attributes: put(element.attributes, own => ({ ...own, value: value ?? '' })) }
    : { ...element, children: put(element.children, () => value ?? '') }
}

/** Makes a published XML message changeable. */
export function changeableXml({ value, ...own }: Published<XmlElement>): Changeable {
  const places = placesInXml(value, [], [])
  const put = (root: XmlElement, { way }: Place, text: string | undefined): XmlElement =>
    replaced(root, way.slice(0, -2).map(Number), element => withValue(element, way.slice(-2), text))
  return {
    ...own,
    is: 'xml',
    places,
    changed: (place, change) =>
      changeableXml({ ...own, value: put(value, place, change(place.value)) }),
    renamed: rename =>
      changeableXml({
        ...own,
        value: places
          .filter(place => rename(place) !== place.value)
          .reduce((root, place) => put(root, place, rename(place)), value),
      }),
    written: draw => writeAnew(value, draw),
  }
}

function placesInJson(
  value: JsonValue,
  names: readonly string[],
  way: readonly (string | number)[],
): Place[] {
  if (value.is === 'list') {
    return value.items.flatMap((item, i) => placesInJson(item, names, [...way, i]))
  }
  if (value.is !== 'object') return [{ names, value: value.text, way }]
  const type = value.properties.get('resourceType')
  const within = type?.is === 'string' ? [...names, type.text] : names
  return [...value.properties].flatMap(([name, own]) =>
    placesInJson(own, [...within, name], [...way, name]),
  )
}

function putJson(
  value: JsonValue,
  [step, ...way]: Place['way'],
  text: string | undefined,
): JsonValue | undefined {
  if (step === undefined) return text === undefined ? undefined : { is: 'string', text }
  if (value.is === 'list') {
    const items = value.items.flatMap((item, i) =>
      i === step ? (putJson(item, way, text) ?? []) : item,
    )
    return { ...value, items }
  }
  if (value.is !== 'object') return value
  const properties = [...value.properties].flatMap(([name, own]) => {
    const put = name === step ? putJson(own, way, text) : own
    return put === undefined ? [] : [[name, put] as const]
  })
  return { ...value, properties: new Map(properties) }
}

/** Makes a published JSON message changeable. */
export function changeableJson({ value, ...own }: Published<JsonValue>): Changeable {
  const places = placesInJson(value, [], [])
  const put = (root: JsonValue, { way }: Place, text: string | undefined): JsonValue =>
    putJson(root, way, text) ?? { is: 'null', text: 'null' }
  return {
    ...own,
    is: 'json',
    places,
    changed: (place, change) =>
      changeableJson({ ...own, value: put(value, place, change(place.value)) }),
    renamed: rename =>
      changeableJson({
        ...own,
        value: places
          .filter(place => rename(place) !== place.value)
          .reduce((root, place) => put(root, place, rename(place)), value),
      }),
    written: draw => writeJsonAnew(value, draw),
  }
}

/** Blanks between elements are no values. */
export const changeableFrom = (published: Published<XmlElement>): Changeable =>
  changeableXml({ ...published, value: withoutBlanks(published.value) })
