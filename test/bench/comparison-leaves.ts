import type { XmlElement, XmlNode } from '../../src/xml/index.ts'

/** Leaves out blanks between elements, which say nothing. */
export function withoutBlanks(own: XmlElement): XmlElement {
  const isBlank = (child: XmlNode): boolean => typeof child === 'string' && child.trim() === ''
  const holdsElements = own.children.some(child => typeof child !== 'string')
  const isMixed = own.children.some(child => typeof child === 'string' && !isBlank(child))
  const kept =
    holdsElements && !isMixed ? own.children.filter(child => !isBlank(child)) : own.children
  return {
    ...own,
    children: kept.map(child => (typeof child === 'string' ? child : withoutBlanks(child))),
  }
}

/** Counts elements. */
export const elementCount = ({ children }: XmlElement): number =>
  children.reduce<number>(
    (sum, child) => sum + (typeof child === 'string' ? 0 : elementCount(child)),
    1,
  )

/** Counts values: attributes and texts. */
export function leafCount(tree: XmlElement): number {
  let count = 0
  withValues(tree, value => {
    count += 1
    return value
  })
  return count
}

/** Changes the values at some places, counted through the document; each stays as long as it was. */
export function changedAt(tree: XmlElement, places: ReadonlySet<number>): XmlElement {
  let place = -1
  return withValues(tree, value => {
    place += 1
    return places.has(place) ? other(value) : value
  })
}

function withValues(own: XmlElement, change: (value: string) => string): XmlElement {
  return {
    ...own,
    attributes: own.attributes.map(one => ({ ...one, value: change(one.value) })),
    children: own.children.map(child =>
      typeof child === 'string' ? change(child) : withValues(child, change),
    ),
  }
}

const other = (value: string): string =>
  value.slice(0, -1) + (value.endsWith('7') || value === '' ? '8' : '7')
