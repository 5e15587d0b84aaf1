import { attributeOf, elementsOf, textOf, type XmlElement } from '../xml/index.ts'

/** Our own names for namespaces; a name without one is HL7v3's. A message's own prefixes count for nothing. */
const NAMESPACES: Readonly<Record<string, string>> = {
  soap: 'http://schemas.xmlsoap.org/soap/envelope/',
  wsa: 'http://schemas.xmlsoap.org/ws/2004/08/addressing',
  eb: 'http://www.oasis-open.org/committees/ebxml-msg/schema/msg-header-2_0.xsd',
  xlink: 'http://www.w3.org/1999/xlink',
  hl7: 'urn:hl7-org:v3',
  crs: 'http://national.carerecords.nhs.uk/schema/crs/',
  ds: 'http://www.w3.org/2000/09/xmldsig#',
}

interface Named {
  readonly ns: string
  readonly name: string
}

interface Step extends Partial<Named> {
  /** The element has this attribute with this value. */
  readonly where?: { readonly name: string; readonly value: string }
  /** Whether it stands at any depth. */
  readonly isDeep?: true
}

/** What is taken of the element a path ends at. */
type Take =
  | { readonly of: 'attribute'; readonly named: Named }
  | { readonly of: 'text' }
  | { readonly of: 'name' }

/** A way down from one element, compiled. */
export interface PlacePath {
  /** As it was written. */
  readonly text: string
  readonly steps: readonly Step[]
  /** Undefined where the elements themselves are meant. */
  readonly take: Take | undefined
}

/** One place a path led to. */
export interface Place {
  readonly element: XmlElement
  /** What was taken there, blanks and all; undefined where nothing is to be taken, or an attribute is missing. */
  readonly value: string | undefined
}

const STEP = /^(?:(?<prefix>\w+):)?(?<name>[\w.-]+|\*)(?:\[@(?<attribute>\w+)=(?<value>[^\]]*)\])?$/
const ATTRIBUTE = /^@(?:(?<prefix>\w+):)?(?<name>\w+)$/

function namespaceOf(prefix: string, path: string): string {
  const ns = NAMESPACES[prefix]
  if (ns === undefined) throw new Error(`${path}: no namespace is called ${prefix}`)
  return ns
}

function takeIn(last: string | undefined, path: string): Take | undefined {
  if (last === 'text()') return { of: 'text' }
  if (last === 'name()') return { of: 'name' }
  const { prefix, name } = ATTRIBUTE.exec(last ?? '')?.groups ?? {}
  if (name === undefined) return undefined
  const ns = prefix === undefined ? '' : namespaceOf(prefix, path)
  return { of: 'attribute', named: { ns, name } }
}

function stepIn(piece: string, path: string): Step {
  if (piece === '**') return { isDeep: true }
  const { prefix, name, attribute, value } = STEP.exec(piece)?.groups ?? {}
  if (name === undefined) throw new Error(`${path}: ${piece} is no step`)
  const where = attribute === undefined ? {} : { where: { name: attribute, value: value ?? '' } }
  const named = name === '*' ? {} : { ns: namespaceOf(prefix ?? 'hl7', path), name }
  return { ...named, ...where }
}

/**
 * Compiles a path: steps `name`, `prefix:name`, `*` or `**`, the first three perhaps with `[@name=value]`, divided by
 * `/`; at its end perhaps `@name`, `text()` or `name()`, which is a local name. The empty path is the element itself.
 * Throws where it cannot be walked.
 */
export function compilePlace(text: string): PlacePath {
  const pieces = text === '' ? [] : text.split('/')
  const take = takeIn(pieces.at(-1), text)
  const steps = (take === undefined ? pieces : pieces.slice(0, -1)).map(each => stepIn(each, text))
  if (steps.at(-1)?.isDeep === true) throw new Error(`${text}: leads nowhere`)
  return { text, steps, take }
}

const fits = ({ ns, name, where }: Step, element: XmlElement): boolean =>
  (name === undefined || (element.name === name && element.ns === ns)) &&
  (where === undefined || attributeOf(element, where.name) === where.value)

const below = (element: XmlElement): readonly XmlElement[] => {
  const found: XmlElement[] = []
  const walk = (each: XmlElement): void => {
    found.push(each)
    for (const child of elementsOf(each)) walk(child)
  }
  walk(element)
  return found
}

const stepped = (elements: readonly XmlElement[], step: Step): readonly XmlElement[] =>
  step.isDeep === true
    ? elements.flatMap(below)
    : elements.flatMap(element => elementsOf(element).filter(child => fits(step, child)))

function taken(element: XmlElement, take: Take | undefined): string | undefined {
  if (take === undefined) return undefined
  if (take.of === 'text') return textOf(element)
  if (take.of === 'name') return element.name
  return attributeOf(element, take.named.name, take.named.ns)
}

/** Finds every place a path leads to from an element, in document order. */
export const placesAt = (from: XmlElement, { steps, take }: PlacePath): readonly Place[] =>
  steps
    .reduce<readonly XmlElement[]>(stepped, [from])
    .map(element => ({ element, value: taken(element, take) }))
