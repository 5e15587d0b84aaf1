import { expandedName, type XmlElement } from '../xml/index.ts'
import { contentOf, isHint, keepsBlanksIn, labelOf, valueIn } from './canonical-xml.ts'
import type { Lanes } from './hash.ts'
import { protectedBeside } from './never-ignored.ts'
import type { Position } from './positions.ts'
import type { WrittenElement } from './sameness.ts'
import { byName, createNode, type TreeNode } from './tree.ts'

/**
 * Makes the canonical tree of an element: attributes in one order, blanks between elements left out, a schema's
 * place and prefixes gone.
 */
export function treeOfXml(written: WrittenElement, at: Position, lanes: Lanes): TreeNode {
  const { element } = written
  const { name, ns } = element
  const children = (): readonly TreeNode[] =>
    attributesOf(element, at, lanes).concat(contentIn(written, at, lanes))
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
  const beside = protectedBeside(element)
  const nodes: TreeNode[] = []
  for (const attribute of element.attributes) {
    if (isHint(attribute)) continue
    const name = labelOf(attribute)
    const value = valueIn(element, attribute)
    const isProtected = beside.includes(name)
    const draft = { name, ns: attribute.ns, form: 'attribute', at: at.next(name) } as const
    nodes.push(createNode({ ...draft, value, isProtected }, lanes))
  }
  return byName(nodes)
}
