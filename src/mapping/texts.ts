import { type Markup, type WrittenAttribute, xml, xmlAttribute, xmlName } from '../xml/index.ts'
import type { Drawing } from './drawing.ts'
import { readForeign } from './foreign.ts'
import { spaceOf } from './spaces.ts'
import { FOREIGN } from './xml-tree.ts'

const XMLNS = xmlName('xmlns')

const isAttribute = ({ label }: Drawing): boolean => label.startsWith('@')

const attributeOf = ({ label, leaf }: Drawing): WrittenAttribute =>
  xmlAttribute(xmlName(label.slice(1)), leaf?.value ?? '')

/** The declaration of an element's prefix, where nothing around the element has declared it. */
function declarationOf(label: string, around: string): readonly WrittenAttribute[] {
  const [prefix, ns] = spaceOf(label) ?? []
  if (prefix === undefined || ns === undefined || spaceOf(around)?.[0] === prefix) return []
  return [xmlAttribute(xmlName(`xmlns:${prefix}`), ns)]
}

function xmlOf(
  { label, leaf, children }: Drawing,
  declared: readonly WrittenAttribute[],
  around = '',
): Markup {
  if (label === 'text()') return xml`${leaf?.value}`
  if (label === FOREIGN) return foreignOf(leaf?.value ?? '')
  // Labels come from rows and outlines alone.
  const name = xmlName(label)
  const own = children.filter(isAttribute).map(attributeOf)
  const attributes = [...declared, ...declarationOf(label, around), ...own]
  const inside = children.filter(child => !isAttribute(child))
  const content = inside.map(child => xmlOf(child, [], label))
  const isEmpty = content.every(({ markup }) => markup === '')
  return isEmpty ? xml`<${name}${attributes}/>` : xml`<${name}${attributes}>${content}</${name}>`
}

/** Foreign XML as it was written, once it is proven to be one element of it. */
function foreignOf(markup: string): Markup {
  readForeign(markup)
  return { markup }
}

/** Writes a drawing as XML; throws FicusError `malformed` for a character XML cannot hold. */
export const xmlText = (drawing: Drawing, namespace?: string): string =>
  xmlOf(drawing, namespace === undefined ? [] : [xmlAttribute(XMLNS, namespace)]).markup

/** Writes a drawing as JSON, the members of a list where the first of them stands. */
export function jsonText(drawing: Drawing): string {
  const { leaf, children } = drawing
  if (children.length === 0) return scalarText(leaf)
  const names = [...new Set(children.map(({ label }) => label))]
  const properties = names.map(name => {
    const members = children.filter(({ label }) => label === name)
    const texts = members.map(jsonText)
    const isList = members.some(({ isItem }) => isItem)
    return `${JSON.stringify(name)}:${isList ? `[${texts.join(',')}]` : texts.join('')}`
  })
  return `{${properties.join(',')}}`
}

const scalarText = (leaf: Drawing['leaf']): string =>
  leaf === undefined ? '{}' : leaf.scalar === 'text' ? JSON.stringify(leaf.value) : leaf.value

/** Writes a drawing as a FHIR resource: its root's label is the resourceType. */
export const resourceText = (drawing: Drawing): string =>
  jsonText(drawing).replace(
    '{',
    `{"resourceType":${JSON.stringify(drawing.label)}${drawing.children.length > 0 ? ',' : ''}`,
  )
