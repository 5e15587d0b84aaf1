/** What a narrative of FHIR may hold (HL7 FHIR R4, Narrative: chapters 7 to 11 and 15 of HTML 4.0): no more is taken. */

const set = (words: string): ReadonlySet<string> => new Set(words.split(' '))

/** Its elements, but for pictures: one that is not in the document is a reference to somewhere else. */
const ELEMENTS = set(
  'p br div h1 h2 h3 h4 h5 h6 a span b em i strong small big tt dfn q var abbr acronym cite blockquote hr address bdo ' +
    'kbd samp code ul ol li dl dt dd pre sub sup table caption colgroup col thead tfoot tbody tr th td',
)

const ATTRIBUTES = set(
  'title style class id dir accesskey tabindex span width align valign char charoff abbr axis headers scope rowspan colspan',
)

const OWN: Readonly<Record<string, ReadonlySet<string>>> = {
  a: set('name href'),
  table: set('summary border frame rules cellspacing cellpadding'),
  td: set('nowrap'),
  th: set('nowrap'),
}

export const XML = 'http://www.w3.org/XML/1998/namespace'

/** A link to another place of the same narrative; a style that asks for nothing from anywhere else. */
const VALUES: Readonly<Record<string, RegExp>> = {
  href: /^#\S*$/,
  style: /^(?![^]*(?:url|expression|import|behaviou?r|binding))[\w\s:;,.#%()'"!-]*$/i,
}

export const isElementOfFhir = (name: string): boolean => ELEMENTS.has(name)

/** Says whether an attribute may stand in an element, and with that value. */
export function isAttributeOfFhir(
  element: string,
  { ns, name, value }: { readonly ns: string; readonly name: string; readonly value: string },
): boolean {
  if (ns === XML) return name === 'lang'
  const isKnown = ns === '' && (ATTRIBUTES.has(name) || OWN[element]?.has(name) === true)
  return isKnown && (VALUES[name]?.test(value) ?? true)
}

/** Elements that hold elements alone: a blank between those is no part of what is said (XML 1.0 §2.10; XHTML 1.0). */
const AROUND_ELEMENTS = set('table thead tbody tfoot tr ul ol dl colgroup')

export const holdsElementsAlone = (name: string): boolean => AROUND_ELEMENTS.has(name)

/** Elements that begin and end a line: a blank between those shows nothing (CSS 2.1 §9.2.2.1). */
const BLOCKS = set('p div h1 h2 h3 h4 h5 h6 ul ol dl pre blockquote address hr table')

export const isBlock = (name: string): boolean => BLOCKS.has(name)

/** Elements that hold nothing: any other is written with both its tags, or a reader of HTML would never end it. */
const EMPTY = set('br hr col')

export const isAlwaysEmpty = (name: string): boolean => EMPTY.has(name)
