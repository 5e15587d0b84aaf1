import { type Attribute, expandedName, type XmlElement, type XmlNode } from '../xml/index.ts'

const XSI = 'http://www.w3.org/2001/XMLSchema-instance'
const XML = 'http://www.w3.org/XML/1998/namespace'

/** How attributes of these namespaces are named in paths, whatever prefix a document has for them. */
const PREFIXES: ReadonlyMap<string, string> = new Map([
  [XSI, 'xsi:'],
  [XML, 'xml:'],
  ['http://www.w3.org/1999/xlink', 'xlink:'],
])

/** Names an attribute as paths do. */
export const labelOf = ({ ns, name }: Attribute): string =>
  ns === '' ? `@${name}` : `@${PREFIXES.get(ns) ?? ''}${name}`

/** Where a schema lies is a hint to parsers and says nothing of the message. */
export const isHint = ({ ns, name }: Attribute): boolean =>
  ns === XSI && (name === 'schemaLocation' || name === 'noNamespaceSchemaLocation')

/** What an attribute says: of a type the name it stands for, whatever prefix the document has for its namespace. */
export const valueIn = (element: XmlElement, { ns, name, value }: Attribute): string =>
  ns === XSI && name === 'type' ? expandedName(element, value) : value

/** Whether blanks between elements count in an element: xml:space says so, there or above (XML 1.0 §2.10). */
export function keepsBlanksIn({ attributes }: XmlElement, keptAround: boolean): boolean {
  for (const { ns, name, value } of attributes) {
    if (ns === XML && name === 'space') return value === 'preserve'
  }
  return keptAround
}

function isBlank(text: string): boolean {
  for (let i = 0; i < text.length; i += 1) {
    const code = text.charCodeAt(i)
    if (code !== 0x20 && code !== 0x0a && code !== 0x09 && code !== 0x0d) return false
  }
  return true
}

const isText = (node: XmlNode): node is string => typeof node === 'string'
const isElement = (node: XmlNode): node is XmlElement => typeof node !== 'string'

/** What an element holds: one that holds elements and otherwise blanks holds no text. */
export function contentOf({ children }: XmlElement, keepsBlanks: boolean): readonly XmlNode[] {
  if (keepsBlanks || children.length < 2 || !children.some(isText)) return children
  if (!children.some(isElement)) return children
  return children.every(child => isElement(child) || isBlank(child))
    ? children.filter(isElement)
    : children
}
