// A reader and a writer of trees that share nothing with what they test: over saxes, with names in short forms.
import { SaxesParser } from 'saxes'

/** An element that can be changed: its name in the short form of `PREFIXES`, HL7v3's own without one. */
export interface Element {
  name: string
  readonly attributes: Map<string, string>
  children: (Element | string)[]
}

const PREFIXES: Readonly<Record<string, string>> = {
  'urn:hl7-org:v3': '',
  'http://schemas.xmlsoap.org/soap/envelope/': 'soap:',
  'http://schemas.xmlsoap.org/ws/2004/08/addressing': 'wsa:',
  'http://www.oasis-open.org/committees/ebxml-msg/schema/msg-header-2_0.xsd': 'eb:',
  'http://www.w3.org/1999/xlink': 'xlink:',
  'http://www.w3.org/2000/09/xmldsig#': 'ds:',
  'http://national.carerecords.nhs.uk/schema/crs/': 'crs:',
}

const short = (uri: string, local: string): string => `${PREFIXES[uri] ?? 'other:'}${local}`

/** Reads a document. */
export function readTree(xml: string): Element {
  const top: Element = { name: '', attributes: new Map(), children: [] }
  const open = [top]
  const parser = new SaxesParser({ xmlns: true })
  parser.on('opentag', ({ uri, local, attributes }) => {
    const named = Object.values(attributes)
      .filter(({ name }) => !name.startsWith('xmlns'))
      .map(
        each => [each.uri === '' ? each.local : short(each.uri, each.local), each.value] as const,
      )
    const element = { name: short(uri, local), attributes: new Map(named), children: [] }
    open.at(-1)?.children.push(element)
    open.push(element)
  })
  parser.on('text', text => open.at(-1)?.children.push(text))
  parser.on('closetag', () => open.pop())
  parser.write(xml).close()
  return top.children.find(child => typeof child !== 'string') as Element // a document has a root
}

const DECLARED = Object.entries({ ...PREFIXES, 'urn:other': 'other:' })
  .map(([uri, prefix]) => ` xmlns${prefix === '' ? '' : `:${prefix.slice(0, -1)}`}="${uri}"`)
  .join('')

const escaped = (text: string): string =>
  text.replace(/[&<>"]/g, each => `&#${each.charCodeAt(0)};`)

const written = ({ name, attributes, children }: Element, declared: string): string =>
  `<${name}${declared}${[...attributes].map(([key, value]) => ` ${key}="${escaped(value)}"`).join('')}>` +
  `${children.map(child => (typeof child === 'string' ? escaped(child) : written(child, ''))).join('')}</${name}>`

/** Writes a document. */
export const writeTree = (root: Element): string => written(root, DECLARED)

/** The children that are elements. */
export const elementsIn = ({ children }: Element): Element[] =>
  children.filter(child => typeof child !== 'string')

/** An element and all below it. */
const below = (element: Element): Element[] => [element, ...elementsIn(element).flatMap(below)]

/** One step: a name, `*`, `**`, perhaps with `[@attribute=value]`. */
export function stepIn(step: string): { name: string; attribute: string; value: string } {
  const [name = '', condition = ''] = step.split('[@')
  const [attribute = '', value = ''] = condition.slice(0, -1).split('=')
  return { name, attribute, value }
}

const steps = (path: string): string[] => (path === '' ? [] : path.split('/'))

function fits(element: Element, step: string): boolean {
  const { name, attribute, value } = stepIn(step)
  const isNamed = name === '*' || element.name === name
  return isNamed && (attribute === '' || element.attributes.get(attribute) === value)
}

/** The elements at a path below one. */
export const at = (from: Element, path: string): Element[] =>
  steps(path).reduce<Element[]>(
    (found, step) =>
      step === '**'
        ? found.flatMap(below)
        : found.flatMap(each => elementsIn(each).filter(child => fits(child, step))),
    [from],
  )

/** A copy that shares nothing. */
export const copied = ({ name, attributes, children }: Element): Element => ({
  name,
  attributes: new Map(attributes),
  children: children.map(child => (typeof child === 'string' ? child : copied(child))),
})

/** Removes elements wherever they stand below one. */
export function remove(from: Element, which: ReadonlySet<Element>): void {
  from.children = from.children.filter(child => typeof child === 'string' || !which.has(child))
  for (const child of elementsIn(from)) remove(child, which)
}

/** Puts an element behind another of the same parent, wherever that stands below one. */
export function behind(from: Element, which: Element, put: Element): void {
  const index = from.children.indexOf(which)
  if (index !== -1) from.children.splice(index + 1, 0, put)
  else for (const child of elementsIn(from)) behind(child, which, put)
}

/** Grows one element at a path below one: what stands on the way is taken, what is missing is made. */
export function grow(from: Element, path: string): Element {
  const [first, ...rest] = steps(path)
  if (first === undefined) return from
  const { name, attribute, value } = stepIn(first)
  const there = rest.length > 0 ? elementsIn(from).find(each => fits(each, first)) : undefined
  const made: Element = there ?? {
    name: name === '*' ? 'anything' : name,
    attributes: new Map(attribute === '' ? [] : [[attribute, value]]),
    children: [],
  }
  if (there === undefined) from.children.push(made)
  return grow(made, rest.join('/'))
}
