import type { Prefixes, XmlElement } from './tree.ts'

/** Lists the element children in their order: text is left out. */
export const elementsOf = (element: XmlElement): XmlElement[] =>
  element.children.filter(child => typeof child !== 'string')

/** Lists the children of one name. */
export const childrenOf = (element: XmlElement, ns: string, name: string): XmlElement[] =>
  elementsOf(element).filter(child => child.name === name && child.ns === ns)

/** Finds the first child of one name. */
export function childOf(element: XmlElement, ns: string, name: string): XmlElement | undefined {
  for (const child of element.children) {
    if (typeof child !== 'string' && child.name === name && child.ns === ns) return child
  }
  return undefined
}

/** Finds an attribute's value; without `ns`, that of the unprefixed attribute. */
export const attributeOf = (element: XmlElement, name: string, ns = ''): string | undefined =>
  element.attributes.find(attribute => attribute.name === name && attribute.ns === ns)?.value

/** Joins all text within an element, at any depth, as it stands. */
export const textOf = (element: XmlElement): string =>
  element.children.map(child => (typeof child === 'string' ? child : textOf(child))).join('')

function namespaceOf(prefix: string, prefixes: Prefixes | undefined): string | undefined {
  for (let at = prefixes; at !== undefined; at = at.around) {
    const own = at.declared.find(([declared]) => declared === prefix)
    if (own !== undefined) return own[1]
  }
  return prefix === '' ? '' : undefined
}

/**
 * Gives a value that is a name the way it is meant, `{namespace}local`, as it is where it stands in an element (XML
 * Schema part 2 §3.2.18, QName); the value itself, without blanks around it, where its prefix stands for nothing.
 */
export function expandedName(element: XmlElement, value: string): string {
  const name = value.trim()
  const colon = name.indexOf(':')
  const ns = namespaceOf(name.slice(0, Math.max(0, colon)), element.prefixes)
  return ns === undefined ? name : `{${ns}}${name.slice(colon + 1)}`
}
