import {
  type Attribute,
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

const htmlOf = (content: string): string =>
  `<html xmlns="${HL7_NARRATIVE}"><body>${content}</body></html>`

const isEmptyHead = ({ name, attributes, children }: XmlElement): boolean =>
  name === 'head' && attributes.length === 0 && children.every(isBlankNode)

/** The body of a narrative that says nothing but by it; undefined where anything else says something. */
function bodyOf({ attributes, children }: XmlElement): XmlElement | undefined {
  const elements = children.filter(isElement)
  const [body, another] = elements.filter(child => !isEmptyHead(child))
  const isAlone =
    attributes.length === 0 &&
    another === undefined &&
    elements.length <= 2 &&
    children.every(child => !isText(child) || isBlankNode(child))
  if (!isAlone || body?.ns !== HL7_NARRATIVE || body.name !== 'body') return undefined
  return body.attributes.length === 0 ? body : undefined
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
  const body = bodyOf(html)
  if (body === undefined) return undefined
  const { children } = body
  if (!children.every(child => isText(child) || isOfFhir(child, HL7_NARRATIVE))) return undefined
  return htmlOf(textOf(withoutLayout(children, true)))
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
export function sectionsOf(html: string): readonly Section[] | undefined {
  const children = bodyOf(read(html))?.children ?? []
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
  return sections
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
export function narrativeOf(sections: readonly Section[]): string | undefined {
  const contents: string[] = []
  for (const [i, section] of sections.entries()) {
    const content = contentOf(section.div)
    if (content === undefined) return undefined
    contents.push(headed(section, i === 0) + content)
  }
  const html = htmlOf(contents.join(''))
  const again = sectionsOf(html)
  const isSame =
    again?.length === sections.length &&
    again.every(({ title, code }, i) => title === sections[i]?.title && code === sections[i]?.code)
  return isSame ? html : undefined
}

/**
 * Says whether a message holds a comment or an instruction within its narrative: neither is in the tree of it, and
 * what is not there cannot be brought back.
 */
export function hidesInNarrative(text: string): boolean {
  const from = text.search(/<(?:[\w.-]+:)?html[\s>]/)
  const to = [...text.matchAll(/<\/(?:[\w.-]+:)?html\s*>/g)].at(-1)?.index ?? 0
  return from !== -1 && /<!--|<\?/.test(text.slice(from, to))
}
