import { expandedName, type XmlElement } from '../xml/index.ts'
import { contentOf, isHint, keepsBlanksIn, valueIn, XML, XSI } from './canonical-xml.ts'
import type { Lanes } from './hash.ts'
import { NEVER_IGNORED_BESIDE } from './never-ignored.ts'
import type { Position } from './positions.ts'
import type { WrittenElement } from './sameness.ts'
import { byName, createNode, type TreeNode } from './tree.ts'

/** How attributes of these namespaces are named in paths, whatever prefix a document has for them. */
const PREFIXES: ReadonlyMap<string, string> = new Map([
  [XSI, 'xsi:'],
  [XML, 'xml:'],
  ['http://www.w3.org/1999/xlink', 'xlink:'],
])

/**
 * Makes the canonical tree of an element: attributes in one order, blanks between elements left out, a schema's
 * place and prefixes gone.
 */
export function treeOfXml(written: WrittenElement, at: Position, lanes: Lanes): TreeNode {
  const { element } = written
  const { name, ns } = element
  const children = (): readonly TreeNode[] => [
    ...attributesOf(element, at, lanes),
    ...contentIn(written, at, lanes),
  ]
  return createNode({ name, ns, form: 'element', at, written, children }, lanes)
}

function contentIn(
  { element, keepsBlanks: kept }: WrittenElement,
  at: Position,
  lanes: Lanes,
): TreeNode[] {
  const keepsBlanks = keepsBlanksIn(element, kept)
  return contentOf(element, keepsBlanks).map(child => {
    if (typeof child !== 'string') {
      return treeOfXml({ element: child, keepsBlanks }, at.next(child.name), lanes)
    }
    const place = at.next('text()')
    const value = place.type?.type === 'qname' ? expandedName(element, child) : child
    return createNode({ name: 'text()', form: 'text', at: place, value }, lanes)
  })
}

function attributesOf(element: XmlElement, at: Position, lanes: Lanes): TreeNode[] {
  const attributes = element.attributes.filter(attribute => !isHint(attribute))
  const beside = NEVER_IGNORED_BESIDE.filter(({ sibling, is }) =>
    attributes.some(({ ns, name, value }) => ns === '' && `@${name}` === sibling && value === is),
  )
  return byName(
    attributes.map(attribute => {
      const { ns, name } = attribute
      const label = `@${PREFIXES.get(ns) ?? ''}${name}`
      const place = at.next(label)
      const value = valueIn(element, attribute)
      const isProtected = beside.some(({ leaf }) => leaf === label)
      return createNode(
        { name: label, ns, form: 'attribute', at: place, value, isProtected },
        lanes,
      )
    }),
  )
}
