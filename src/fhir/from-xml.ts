import { readXml, type XmlElement } from '../xml/index.ts'
import { Found } from './assemble.ts'
import { type Definitions, PRIMITIVE, type Shape, type Slot } from './definitions.ts'
import { type Place, refuse, within } from './place.ts'
import { canBe, isPrimitive } from './primitives.ts'
import type { Value, Whole } from './resource.ts'
import { checkXhtml, XHTML } from './xhtml.ts'

export const FHIR = 'http://hl7.org/fhir'

/** The root alone may say where a schema lies: it says so of the document, and nothing of the resource. */
const HINT = { ns: 'http://www.w3.org/2001/XMLSchema-instance', name: 'schemaLocation' }

/** Reads elements by what one version of FHIR defines. */
class Reader {
  readonly #definitions: Definitions

  constructor(definitions: Definitions) {
    this.#definitions = definitions
  }

  resource(element: XmlElement, around: Place): Whole {
    const shape =
      element.ns === FHIR ? this.#definitions.resource(element.name) : refuse('not FHIR', around)
    if (shape === undefined) return refuse('resource of no table', around)
    const place = around.path === '' ? { path: shape.name } : around
    const hasHint = around.path === '' ? isHint : (): boolean => false
    if (!element.attributes.every(hasHint)) refuse('attribute of a resource', place)
    const found = new Found(shape, place)
    this.#children(element, shape, found, place)
    return found.whole()
  }

  #children(element: XmlElement, shape: Shape, found: Found, place: Place): void {
    for (const [i, child] of element.children.entries()) {
      if (typeof child === 'string') {
        if (/[^ \t\r\n]/.test(child)) refuse('text between elements', place)
        continue
      }
      const slot = shape.slots.get(child.name)
      // What stands in no table is named by its number: its name is the sender's.
      if (slot === undefined || slot.isAttribute || child.ns !== namespaceOf(slot)) {
        return refuse(`element of no table, child ${i + 1}`, place)
      }
      const index = slot.isList ? found.count(slot) : undefined
      found.add(slot, this.#value(child, slot, within(place, slot.name, index)))
    }
  }

  #value(element: XmlElement, slot: Slot, place: Place): Value {
    if (slot.type === 'xhtml') return checkXhtml(element, place)
    if (slot.type === 'Resource') return { is: 'whole', whole: this.#held(element, place) }
    if (isPrimitive(slot.type)) return this.#primitive(element, slot, place)
    const shape = this.#definitions.shape(slot.type) ?? refuse('type of no table', place)
    const found = new Found(shape, place)
    this.#attributes(element, shape, found, place)
    this.#children(element, shape, found, place)
    return { is: 'whole', whole: found.whole() }
  }

  /** The one resource in an element that is there to hold one. */
  #held(element: XmlElement, place: Place): Whole {
    const inside = element.children.filter(
      child => typeof child !== 'string' || /[^ \t\r\n]/.test(child),
    )
    const [resource] = inside
    if (element.attributes.length > 0) refuse('attribute of no table', place)
    if (resource === undefined || typeof resource === 'string' || inside.length > 1) {
      return refuse('not one resource', place)
    }
    return this.resource(resource, place)
  }

  #primitive(element: XmlElement, slot: Slot, place: Place): Value {
    const own = element.attributes.find(({ ns, name }) => ns === '' && name === 'value')
    const text = own?.value
    const found = new Found(PRIMITIVE, place)
    const others = element.attributes.filter(attribute => attribute !== own)
    this.#attributes({ ...element, attributes: others }, PRIMITIVE, found, place)
    this.#children(element, PRIMITIVE, found, place)
    if (text !== undefined && !canBe(slot.type, this.#definitions.version, text)) {
      refuse(`no ${slot.type}`, place)
    }
    const { parts } = text === undefined ? found.whole() : { parts: found.parts() }
    return { is: 'primitive', text, parts }
  }

  #attributes(element: XmlElement, shape: Shape, found: Found, place: Place): void {
    for (const { ns, name, value } of element.attributes) {
      const slot = ns === '' ? shape.slots.get(name) : undefined
      if (slot?.isAttribute !== true) return refuse('attribute of no table', place)
      if (value === '') refuse(`no ${slot.type}`, within(place, name))
      found.add(slot, { is: 'primitive', text: value, parts: [] })
    }
  }
}

const namespaceOf = (slot: Slot): string => (slot.type === 'xhtml' ? XHTML : FHIR)

const isHint = ({ ns, name }: { readonly ns: string; readonly name: string }): boolean =>
  ns === HINT.ns && name === HINT.name

/** Reads a resource in XML; what XML does not tell apart, and in what order elements stand, is gone. */
export const resourceOfXml = (bytes: Buffer, definitions: Definitions): Whole =>
  new Reader(definitions).resource(readXml(bytes), { path: '' })
