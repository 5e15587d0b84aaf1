import { readXml, xml, type Markup, xmlAttribute, type XmlElement, xmlName } from '../xml/index.ts'
import { type Place, refuse } from './place.ts'
import type { Value } from './resource.ts'

export const XHTML = 'http://www.w3.org/1999/xhtml'

/** What a narrative may hold (FHIR, rule txt-1): names of any others are the sender's own, and are not written. */
const ELEMENTS = new Set(
  (
    'a abbr acronym b big blockquote br caption cite code col colgroup dd dfn div dl dt em h1 h2 h3 h4 h5 h6 hr ' +
    'i img li ol p pre q samp small span strong sub sup table tbody td tfoot th thead tr tt ul var'
  ).split(' '),
)
const ATTRIBUTES = new Set(
  (
    'abbr accesskey align alt axis bgcolor border cellhalign cellpadding cellspacing cellvalign char charoff ' +
    'charset cite class colspan compact coords dir frame headers height href hreflang hspace id lang longdesc name ' +
    'nowrap rel rev rowspan rules scope shape span src start style summary tabindex title type valign value vspace ' +
    'width'
  ).split(' '),
)

function check({ ns, name, attributes, children }: XmlElement, place: Place): void {
  if (ns !== XHTML || !ELEMENTS.has(name)) refuse('xhtml of no table', place)
  if (!attributes.every(each => each.ns === '' && ATTRIBUTES.has(each.name))) {
    refuse('xhtml attribute of no table', place)
  }
  for (const child of children) if (typeof child !== 'string') check(child, place)
}

/** Takes a narrative that holds nothing but what FHIR allows. */
export function checkXhtml(div: XmlElement, place: Place): Value {
  if (div.name !== 'div') refuse('no xhtml', place)
  check(div, place)
  return { is: 'xhtml', div }
}

/** Reads the narrative JSON holds as a text, by all the rules XML from outside is read by. */
export const readXhtml = (text: string, place: Place): Value =>
  checkXhtml(readXml(Buffer.from(text, 'utf8')), place)

function written(element: XmlElement, isRoot: boolean): Markup {
  const name = xmlName(element.name)
  const own = element.attributes.map(each => xmlAttribute(xmlName(each.name), each.value))
  const attributes = isRoot ? [xmlAttribute(xmlName('xmlns'), XHTML), ...own] : own
  if (element.children.length === 0) return xml`<${name}${attributes}/>`
  const content = element.children.map(child =>
    typeof child === 'string' ? xml`${child}` : written(child, false),
  )
  return xml`<${name}${attributes}>${content}</${name}>`
}

/** Writes a narrative without prefixes: all that is left of how it was written is what it says. */
export const writtenXhtml = (div: XmlElement): Markup => written(div, true)

export const textOfXhtml = (div: XmlElement): string => writtenXhtml(div).markup
