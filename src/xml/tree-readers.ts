import type { XmlElement } from './tree.ts'

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
