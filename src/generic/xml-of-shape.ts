import type { JsonValue } from '../json/index.ts'
import {
  documentOf,
  type Markup,
  xml,
  type WrittenAttribute,
  xmlAttribute,
  xmlName,
  type XmlName,
} from '../xml/index.ts'
import type { GenericOptions } from './options.ts'
import { refuse } from './refusal.ts'

// Names in JSON are anybody's, so what is none of XML goes no further: nor does `?xml`, `!DOCTYPE` or `a><b`.
const NAME = /^[A-Za-z_][\w.-]*(?::[A-Za-z_][\w.-]*)?$/
const MOST = 256

function named(name: string): XmlName {
  return NAME.test(name) && name.length <= MOST
    ? xmlName(name)
    : refuse('a name that XML does not have')
}

/** What stands in an element, apart. */
interface Parts {
  readonly attributes: WrittenAttribute[]
  readonly children: Markup[]
}

const noParts = (): Parts => ({ attributes: [], children: [] })

function element(name: string, { attributes, children }: Parts): Markup {
  const tag = named(name)
  return children.length === 0
    ? xml`<${tag}${attributes}/>`
    : xml`<${tag}${attributes}>${children}</${tag}>`
}

/** The text of a value that is no group and no list; a number is as it was written. */
function textOf(value: JsonValue): string {
  if (value.is === 'object' || value.is === 'list')
    return refuse('more than one value where one text belongs')
  // Whether it stands for an empty element or for none is nobody's to guess.
  return value.is === 'null' ? refuse('null') : value.text
}

const written = (text: string): Markup[] => (text === '' ? [] : [xml`${text}`])

/** The elements a name stands for: a list is one after the other. */
function elementsNamed(name: string, value: JsonValue, options: GenericOptions): Markup[] {
  if (value.is !== 'list') return [elementOf(name, value, options)]
  if (value.items.length === 0) refuse('a list of nothing')
  return value.items.map(each => elementOf(name, each, options))
}

function elementOf(name: string, value: JsonValue, options: GenericOptions): Markup {
  if (value.is !== 'object')
    return element(name, { attributes: [], children: written(textOf(value)) })
  const { attributePrefix, textName } = options
  const parts = noParts()
  for (const [key, each] of value.properties) {
    if (key === textName) parts.children.push(...written(textOf(each)))
    else if (key.startsWith(attributePrefix)) {
      parts.attributes.push(xmlAttribute(named(key.slice(attributePrefix.length)), textOf(each)))
    } else for (const one of elementsNamed(key, each, options)) parts.children.push(one)
  }
  return element(name, parts)
}

/** Where fast-xml-parser puts the attributes of an element whose content is a list. */
const ATTRIBUTES = ':@'

function orderedElement(node: JsonValue, options: GenericOptions): Markup {
  if (node.is !== 'object') return refuse('a list of anything but elements and texts')
  const members = [...node.properties].filter(([key]) => key !== ATTRIBUTES)
  const [[name, content] = refuse('an element without a name'), another] = members
  if (another !== undefined) refuse('an element of two names')
  if (name === options.textName) return xml`${textOf(content)}`
  const attributes = attributesIn(node.properties.get(ATTRIBUTES), options)
  if (content.is !== 'list') return refuse('an element whose content is no list')
  return element(name, {
    attributes,
    children: content.items.map(each => orderedElement(each, options)),
  })
}

function attributesIn(
  group: JsonValue | undefined,
  { attributePrefix }: GenericOptions,
): WrittenAttribute[] {
  if (group === undefined) return []
  if (group.is !== 'object') return refuse('attributes that are no group')
  return [...group.properties].map(([key, value]) =>
    key.startsWith(attributePrefix)
      ? xmlAttribute(named(key.slice(attributePrefix.length)), textOf(value))
      : refuse('an attribute without its prefix'),
  )
}

function rootOf(value: JsonValue, options: GenericOptions): Markup {
  if (options.preserveOrder) {
    if (value.is !== 'list') return refuse('a document that is no list')
    const [root = refuse('no root element'), another] = value.items
    if (another !== undefined) refuse('more than one root element')
    if (root.is === 'object' && root.properties.has(options.textName))
      refuse('text without an element')
    return orderedElement(root, options)
  }
  if (value.is !== 'object') return refuse('a document that is no group')
  const [[name, root] = refuse('no root element'), another] = value.properties
  if (another !== undefined) refuse('more than one root element')
  return root.is === 'list' && root.items.length !== 1
    ? refuse('more than one root element')
    : (elementsNamed(name, root, options)[0] ?? refuse('no root element'))
}

/**
 * Writes JSON in fast-xml-parser's shape as the document it stands for: names are proven, values escaped for their
 * place.
 *
 * @throws FicusError `malformed` for what stands for no document: a name XML does not have, a character it cannot
 * hold, null, a list of nothing or in a list, two roots.
 */
export const xmlOfShape = (value: JsonValue, options: GenericOptions): Buffer =>
  documentOf(rootOf(value, options))
