import { escapeAttribute, escapeText } from '../xml/index.ts'
import type { Drawing } from './drawing.ts'

/**
 * Writes a drawing as XML. Names come from rows and outlines alone; throws FicusError `malformed` for a
 * character XML cannot hold.
 */
export function xmlText(drawing: Drawing, namespace = ''): string {
  const { label, children } = drawing
  const own = children.filter(child => child.label.startsWith('@'))
  const attributes = own.map(
    child => ` ${child.label.slice(1)}="${escapeAttribute(child.leaf?.value ?? '')}"`,
  )
  const content = children
    .filter(child => !own.includes(child))
    .map(child => (child.label === 'text()' ? escapeText(child.leaf?.value ?? '') : xmlText(child)))
    .join('')
  const start = `<${label}${namespace === '' ? '' : ` xmlns="${namespace}"`}${attributes.join('')}`
  return content === '' ? `${start}/>` : `${start}>${content}</${label}>`
}

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
