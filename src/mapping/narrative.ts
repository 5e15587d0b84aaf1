import {
  type Attribute,
  decodeXml,
  type Markup,
  readXml,
  xml,
  xmlAttribute,
  type XmlElement,
  xmlName,
  type XmlNode,
} from '../xml/index.ts'
import {
  holdsElementsAlone,
  isAlwaysEmpty,
  isAttributeOfFhir,
  isBlock,
  isElementOfFhir,
  XML,
} from './narrative-words.ts'

/** The namespace of a narrative in HL7v3 (NHS Message Implementation Manual, presentation text). */
const HL7_NARRATIVE = 'xhtml:NPfIT:PresentationText'
/** The namespace of a narrative in FHIR (HL7 FHIR R4, Narrative). */
const FHIR_NARRATIVE = 'http://www.w3.org/1999/xhtml'
const HEADING = 'h2'

/** One part of a narrative: its heading, the id of that, and what stands below it. */
export interface Section {
  readonly title?: string
  readonly code?: string
  /** A whole `div` of FHIR, in its one form. */
  readonly div: string
}

/** A narrative: what its page is called, and its parts in their order. */
export interface Narrative {
  readonly title?: string
  readonly sections: readonly Section[]
}

const isText = (node: XmlNode): node is string => typeof node === 'string'
const isElement = (node: XmlNode): node is XmlElement => !isText(node)
const isBlankNode = (node: XmlNode): boolean => isText(node) && /^[ \t\r\n]*$/.test(node)

/** Whether everything in an element may stand in a narrative of FHIR: what may not is never left out. */
const isOfFhir = ({ ns, name, attributes, children }: XmlElement, space: string): boolean =>
  ns === space &&
  isElementOfFhir(name) &&
  attributes.every(each => isAttributeOfFhir(name, each)) &&
  children.every(child => isText(child) || isOfFhir(child, space))

const isBlockOrEnd = (node: XmlNode | undefined): boolean =>
  node === undefined || (!isText(node) && isBlock(node.name))

/** Without the blanks that are no part of what is said: between blocks, and where only elements may stand. */
const withoutLayout = (nodes: readonly XmlNode[], isBlockwise: boolean): readonly XmlNode[] =>
  nodes.filter((node, i) => {
    if (!isBlankNode(node)) return true
    return isBlockwise && !(isBlockOrEnd(nodes[i - 1]) && isBlockOrEnd(nodes[i + 1]))
  })

/** Attributes have no order (XML 1.0 §3.1): they are written in that of their names. */
const inOrder = (attributes: readonly Attribute[]): readonly Attribute[] =>
  attributes.toSorted((a, b) => (a.name < b.name ? -1 : 1))

function written(node: XmlNode): Markup {
  if (isText(node)) return xml`${node}`
  const { name, attributes, children } = node
  // Names are of the tables above alone: nothing else is ever written.
  const tag = xmlName(name)
  const own = inOrder(attributes).map(({ ns, name, value }) =>
    xmlAttribute(xmlName(ns === XML ? `xml:${name}` : name), value),
  )
  if (isAlwaysEmpty(name) && children.length === 0) return xml`<${tag}${own}/>`
  const within = holdsElementsAlone(name) ? withoutLayout(children, false) : children
  return xml`<${tag}${own}>${within.map(written)}</${tag}>`
}

const textOf = (nodes: readonly XmlNode[]): string =>
  nodes.map(node => written(node).markup).join('')

const divOf = (nodes: readonly XmlNode[]): string =>
  `<div xmlns="${FHIR_NARRATIVE}">${textOf(withoutLayout(nodes, true))}</div>`

function htmlOf(title: string, content: string): string {
  const head = title === '' ? '' : xml`<head><title>${title}</title></head>`.markup
  return `<html xmlns="${HL7_NARRATIVE}">${head}<body>${content}</body></html>`
}

/** The elements in one that says nothing but by them; undefined where anything else says something. */
function elementsOf({ attributes, children }: XmlElement): readonly XmlElement[] | undefined {
  const isBare =
    attributes.length === 0 && children.every(each => !isText(each) || isBlankNode(each))
  return isBare ? children.filter(isElement) : undefined
}

const isNamed = (element: XmlElement | undefined, name: string): element is XmlElement =>
  element?.ns === HL7_NARRATIVE && element.name === name && element.attributes.length === 0

/** The title in a head: '' where it has none; undefined where it says more. */
function titleIn(head: XmlElement): string | undefined {
  const [title, another] = elementsOf(head) ?? [head]
  if (title === undefined) return ''
  if (another !== undefined || !isNamed(title, 'title')) return undefined
  return title.children.every(isText) ? title.children.join('') : undefined
}

/** A page's title, and what is in its body. */
interface Page {
  readonly title: string
  readonly children: readonly XmlNode[]
}

/** Takes a narrative apart; undefined where anything in it is neither its title nor in its body. */
function pageOf(html: XmlElement): Page | undefined {
  const elements = elementsOf(html) ?? []
  const [head] = elements
  const isHeaded = isNamed(head, 'head')
  const [body, another] = elements.slice(isHeaded ? 1 : 0)
  const title = isHeaded ? titleIn(head) : ''
  if (title === undefined || !isNamed(body, 'body') || another !== undefined) return undefined
  return /\S/.test(title) || title === '' ? { title, children: body.children } : undefined
}

/** Says whether an element is the narrative of an HL7v3 message. */
export const isNarrative = ({ ns, name }: XmlElement): boolean =>
  ns === HL7_NARRATIVE && name === 'html'

/**
 * Writes a narrative of HL7v3 in its one form, in which two say the same where they are the same: attributes in their
 * order, without blanks that are no part of what is said, without a head that says nothing. Undefined where anything
 * in it may not stand in a narrative of FHIR.
 */
export function narrativeText(html: XmlElement): string | undefined {
  const page = pageOf(html)
  if (page === undefined) return undefined
  const { title, children } = page
  if (!children.every(child => isText(child) || isOfFhir(child, HL7_NARRATIVE))) return undefined
  return htmlOf(title, textOf(withoutLayout(children, true)))
}

const isHeading = (node: XmlNode): node is XmlElement => !isText(node) && node.name === HEADING

/** A heading's words and its id; undefined where it says more than these. */
function headingOf({ attributes, children }: XmlElement): Omit<Section, 'div'> | undefined {
  const [id, another] = attributes
  const isPlain = (id === undefined || id.name === 'id') && another === undefined
  if (!isPlain || !children.every(isText)) return undefined
  const title = children.join('')
  if (title !== '' && !/\S/.test(title)) return undefined
  return { ...(title !== '' && { title }), ...(id !== undefined && { code: id.value }) }
}

const read = (text: string): XmlElement => readXml(Buffer.from(text, 'utf8'))

const sayNothing = ({ title, code }: Omit<Section, 'div'>): boolean =>
  title === undefined && code === undefined

/**
 * Divides a narrative in its one form at its headings. What stands before the first is a section without one.
 * Undefined where a heading cannot be said as a title and a code.
 */
export function dividedNarrative(html: string): Narrative | undefined {
  const page = pageOf(read(html))
  if (page === undefined) return undefined
  const { title, children } = page
  const at = children.flatMap((child, i) => (isHeading(child) ? [i] : []))
  const before = children.slice(0, at[0])
  const sections: Section[] = before.length === 0 ? [] : [{ div: divOf(before) }]
  for (const [n, i] of at.entries()) {
    const heading = children[i]
    const said = heading !== undefined && isHeading(heading) ? headingOf(heading) : undefined
    // One that says nothing would be read as what stands before every heading.
    if (said === undefined || (sections.length === 0 && sayNothing(said))) return undefined
    sections.push({ ...said, div: divOf(children.slice(i + 1, at[n + 1])) })
  }
  return { ...(title !== '' && { title }), sections }
}

/** What stands in a div of FHIR as it is written in HL7v3; undefined where it is none, or has headings of its own. */
function contentOf(div: string): string | undefined {
  const root = read(div)
  const { name, attributes, children } = root
  const isDiv = name === 'div' && attributes.length === 0 && isOfFhir(root, FHIR_NARRATIVE)
  return isDiv && !children.some(isHeading) ? textOf(withoutLayout(children, true)) : undefined
}

function headed({ title, code }: Section, isFirst: boolean): string {
  if (isFirst && title === undefined && code === undefined) return ''
  const tag = xmlName(HEADING)
  const id = code === undefined ? [] : [xmlAttribute(xmlName('id'), code)]
  return xml`<${tag}${id}>${title}</${tag}>`.markup
}

/**
 * Joins sections to a narrative in its one form, which is proven to be divided into the same sections again.
 * Undefined where it is not.
 *
 * @throws FicusError `malformed` for a div that is no XML.
 */
export function joinedNarrative({ title, sections }: Narrative): string | undefined {
  const contents: string[] = []
  for (const [i, section] of sections.entries()) {
    const content = contentOf(section.div)
    if (content === undefined) return undefined
    contents.push(headed(section, i === 0) + content)
  }
  const html = htmlOf(title ?? '', contents.join(''))
  const again = dividedNarrative(html)
  const isSame =
    again?.title === title &&
    again?.sections.length === sections.length &&
    again.sections.every((each, i) => isAlike(each, sections[i]))
  return isSame ? html : undefined
}

const isAlike = (a: Section, b: Section | undefined): boolean =>
  a.title === b?.title && a.code === b?.code

/**
 * Says whether a message holds a comment within its narrative: it is not in the tree of that, and what is not there
 * cannot be brought back.
 */
export function hidesInNarrative(message: Buffer): boolean {
  if (!message.includes(HL7_NARRATIVE)) return false
  const text = decodeXml(message)
  const from = text.search(/<(?:[\w.-]+:)?html[\s>]/)
  const to = [...text.matchAll(/<\/(?:[\w.-]+:)?html\s*>/g)].at(-1)?.index ?? 0
  return from !== -1 && /<!--/.test(text.slice(from, to))
}
