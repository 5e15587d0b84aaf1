import fc from 'fast-check'
import type { XmlElement } from '../../src/xml/index.ts'
import { arbitraryElement } from './trees.ts'

/** Where something stands in a document: the way down by index, and the same way by name. */
export interface Standing {
  readonly way: readonly number[]
  readonly names: readonly string[]
}

/** A leaf: an attribute, or the text of an element. */
export interface Leaf extends Standing {
  readonly attribute: string | undefined
  /** Whether it is a text beside elements or other texts, so that its place does not tell which. */
  readonly isMixed: boolean
}

export const elementsIn = (
  element: XmlElement,
  { way, names }: Standing = { way: [], names: [element.name] },
): (Standing & { readonly element: XmlElement })[] => [
  { way, names, element },
  ...element.children.flatMap((child, i) =>
    typeof child === 'string'
      ? []
      : elementsIn(child, { way: [...way, i], names: [...names, child.name] }),
  ),
]

const PREFIXES: Readonly<Record<string, string>> = {
  'http://www.w3.org/XML/1998/namespace': 'xml:',
  'http://www.w3.org/2001/XMLSchema-instance': 'xsi:',
  'http://www.w3.org/1999/xlink': 'xlink:',
}

/** Attributes and texts, but for where a schema lies and for types, of which only the name counts. */
export const leavesIn = (root: XmlElement): Leaf[] =>
  elementsIn(root).flatMap(({ element, way, names }) => {
    const isMixed = element.children.length > 1
    const attributes = element.attributes.filter(({ ns }) => PREFIXES[ns] !== 'xsi:')
    return [
      ...attributes.map(({ ns, name }) => ({
        way,
        names: [...names, `@${PREFIXES[ns] ?? ''}${name}`],
        attribute: name,
        isMixed: false,
      })),
      ...element.children.flatMap(child =>
        typeof child === 'string'
          ? [{ way, names: [...names, 'text()'], attribute: undefined, isMixed }]
          : [],
      ),
    ]
  })

/** Puts another element where one stands. */
export function replaced(
  root: XmlElement,
  [first, ...way]: readonly number[],
  change: (element: XmlElement) => XmlElement,
): XmlElement {
  if (first === undefined) return change(root)
  const children = root.children.map((child, i) =>
    i === first && typeof child !== 'string' ? replaced(child, way, change) : child,
  )
  return { ...root, children }
}

/** Writes another value at a leaf. */
export const edited = (root: XmlElement, leaf: Leaf, value: string): XmlElement =>
  replaced(root, leaf.way, element =>
    leaf.attribute === undefined
      ? { ...element, children: [value] }
      : {
          ...element,
          attributes: element.attributes.map(own =>
            own.name === leaf.attribute ? { ...own, value } : own,
          ),
        },
  )

/** Leaves out a member of some element, doubles it, or puts it behind the next. */
export function changed(root: XmlElement, draw: number): XmlElement {
  const places = elementsIn(root).filter(({ element }) =>
    element.children.some(child => typeof child !== 'string'),
  )
  const place = places[draw % Math.max(places.length, 1)]
  if (place === undefined) return root
  return replaced(root, place.way, element => {
    const { children } = element
    const i = draw % children.length
    const others = [[], [children[i], children[i]], [children[i + 1], children[i]]]
    const member = (others[draw % 3] ?? []).filter(child => child !== undefined)
    return { ...element, children: children.toSpliced(i, draw % 3 === 2 ? 2 : 1, ...member) }
  })
}

/** Gives every leaf a value no other has. */
export function numbered(root: XmlElement): XmlElement {
  let count = 0
  const value = (): string => `\u00abvalue ${(count += 1)}\u00bb`
  return leavesIn(root).reduce((document, leaf) => edited(document, leaf, value()), root)
}

/** A document in which no two leaves have one value. */
export const arbitraryNumbered: fc.Arbitrary<XmlElement> = arbitraryElement.map(numbered)
