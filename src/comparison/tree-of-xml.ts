import type { Attribute, XmlElement, XmlNode } from '../xml/index.ts'
import type { Lanes } from './hash.ts'
import { normalLeaf } from './leaf-types.ts'
import { NEVER_IGNORED_BESIDE } from './never-ignored.ts'
import type { Position } from './positions.ts'
import { byName, createNode, type TreeNode } from './tree.ts'

const XSI = 'http://www.w3.org/2001/XMLSchema-instance'
const XML = 'http://www.w3.org/XML/1998/namespace'

/** How attributes of these namespaces are named in paths, whatever prefix a document has for them. */
const PREFIXES: ReadonlyMap<string, string> = new Map([
  [XSI, 'xsi:'],
  [XML, 'xml:'],
  ['http://www.w3.org/1999/xlink', 'xlink:'],
])

/** Where a schema lies is a hint to parsers and says nothing of the message. */
const HINTS = new Set(['schemaLocation', 'noNamespaceSchemaLocation'])

const isHint = ({ ns, name }: Attribute): boolean => ns === XSI && HINTS.has(name)

const isBlank = (text: string): boolean => /^[ \t\r\n]*$/.test(text)

/** How trees are made of documents. */
export interface Making {
  readonly lanes: Lanes
  /** Whether xml:space="preserve" holds. */
  readonly keepsBlanks?: boolean
}

/**
 * Makes the canonical tree of an element: attributes in one order, blanks between elements left out, a schema's
 * place and prefixes gone.
 */
export function treeOfXml(element: XmlElement, at: Position, making: Making): TreeNode {
  const space = element.attributes.find(({ ns, name }) => ns === XML && name === 'space')?.value
  const keepsBlanks = space === undefined ? making.keepsBlanks === true : space === 'preserve'
  const within = { ...making, keepsBlanks }
  const attributes = attributesOf(element, at, making.lanes)
  const content = contentOf(element, keepsBlanks).map(child =>
    typeof child === 'string'
      ? createNode(
          { name: 'text()', form: 'text', at: at.next('text()'), value: child },
          making.lanes,
        )
      : treeOfXml(child, at.next(child.name), within),
  )
  return createNode(
    {
      name: element.name,
      ns: element.ns,
      form: 'element',
      at,
      children: [...attributes, ...content],
    },
    making.lanes,
  )
}

function attributesOf(element: XmlElement, at: Position, lanes: Lanes): TreeNode[] {
  const attributes = element.attributes.filter(attribute => !isHint(attribute))
  const beside = NEVER_IGNORED_BESIDE.filter(({ sibling, is }) =>
    attributes.some(({ ns, name, value }) => ns === '' && `@${name}` === sibling && value === is),
  )
  return byName(
    attributes.map(({ ns, name, value }) => {
      const label = `@${PREFIXES.get(ns) ?? ''}${name}`
      const place = at.next(label)
      return createNode(
        {
          name: label,
          ns,
          form: 'attribute',
          at: place,
          value: ns === XSI && name === 'type' ? normalLeaf('qname', value) : value,
          isProtected: beside.some(({ leaf }) => leaf === label),
        },
        lanes,
      )
    }),
  )
}

/** An element that holds elements and otherwise blanks holds no text. */
function contentOf({ children }: XmlElement, keepsBlanks: boolean): readonly XmlNode[] {
  const hasElements = children.some(child => typeof child !== 'string')
  const isMixed = children.some(child => typeof child === 'string' && !isBlank(child))
  if (!hasElements || isMixed || keepsBlanks) return children
  return children.filter(child => typeof child !== 'string')
}
