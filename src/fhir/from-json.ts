import type { JsonValue } from '../json/index.ts'
import { Found } from './assemble.ts'
import { type Definitions, PRIMITIVE, type Shape, type Slot } from './definitions.ts'
import { type Place, refuse, within } from './place.ts'
import { canBe, isPrimitive, scalarOf } from './primitives.ts'
import type { JsonObject, Value, Whole } from './resource.ts'
import { readXhtml } from './xhtml.ts'

const TYPE = 'resourceType'

const objectOf = (value: JsonValue, place: Place): JsonObject =>
  value.is === 'object' ? value : refuse('no object', place)

/** A property without a value counts as missing: in a list, where something stands beside it, null is written. */
const present = (value: JsonValue | undefined): JsonValue | undefined =>
  value?.is === 'null' ? undefined : value

/** Reads objects by what one version of FHIR defines. */
class Reader {
  readonly #definitions: Definitions

  constructor(definitions: Definitions) {
    this.#definitions = definitions
  }

  resource(object: JsonObject, around: Place): Whole {
    const type = object.properties.get(TYPE)
    const shape = type?.is === 'string' ? this.#definitions.resource(type.text) : undefined
    if (shape === undefined) return refuse('resource of no table', around)
    const place = around.path === '' ? { path: shape.name } : around
    return this.#properties(object, shape, place).whole()
  }

  #properties({ properties }: JsonObject, shape: Shape, place: Place): Found {
    const found = new Found(shape, place)
    const names = new Set(properties.keys())
    if (shape.isResource) names.delete(TYPE)
    for (const slot of shape.slots.values()) {
      const beside = isPrimitive(slot.type) && !slot.isAttribute ? `_${slot.name}` : undefined
      const partner = beside === undefined ? undefined : properties.get(beside)
      const value = properties.get(slot.name)
      if (value !== undefined || partner !== undefined) {
        this.#property(slot, { value, beside: partner }, found, place)
      }
      names.delete(slot.name)
      if (beside !== undefined) names.delete(beside)
    }
    const [stranger] = names
    if (stranger === undefined) return found
    // What stands in no table is named by its number: its name is the sender's.
    return refuse(`property ${[...properties.keys()].indexOf(stranger) + 1} of no table`, place)
  }

  #property(slot: Slot, { value, beside }: Pair, found: Found, place: Place): void {
    if (!slot.isList) {
      const at = within(place, slot.name)
      if (value?.is === 'null' || beside?.is === 'null') refuse('null', at)
      found.add(slot, this.#value(slot, { value, beside }, at))
      return
    }
    const [values, others] = [itemsOf(value, slot, place), itemsOf(beside, slot, place)]
    for (let i = 0; i < Math.max(values.length, others.length); i += 1) {
      const at = within(place, slot.name, i)
      const pair = { value: present(values[i]), beside: present(others[i]) }
      if (pair.value === undefined && pair.beside === undefined) refuse('null', at)
      found.add(slot, this.#value(slot, pair, at))
    }
  }

  #value(slot: Slot, { value, beside }: Pair, place: Place): Value {
    if (isPrimitive(slot.type)) return this.#primitive(slot, { value, beside }, place)
    if (value === undefined) return refuse('null', place)
    if (slot.type === 'xhtml') {
      return value.is === 'string' ? readXhtml(value.text, place) : refuse('no xhtml', place)
    }
    const object = objectOf(value, place)
    if (slot.type === 'Resource') return { is: 'whole', whole: this.resource(object, place) }
    const shape = this.#definitions.shape(slot.type) ?? refuse('type of no table', place)
    return { is: 'whole', whole: this.#properties(object, shape, place).whole() }
  }

  #primitive(slot: Slot, { value, beside }: Pair, place: Place): Value {
    if (value !== undefined) {
      const isOne =
        'text' in value &&
        scalarOf(slot.type, '').is === value.is &&
        canBe(slot.type, this.#definitions.version, value.text)
      if (!isOne) return refuse(`no ${slot.type}`, place)
    }
    if (beside === undefined) return { is: 'primitive', text: value?.text, parts: [] }
    const found = this.#properties(objectOf(beside, place), PRIMITIVE, place)
    // With a value an `id` alone may stand beside it; nothing at all may not.
    const { parts } = value === undefined ? found.whole() : { parts: found.parts() }
    if (parts.length === 0) refuse('empty element', place)
    return { is: 'primitive', text: value?.text, parts }
  }
}

/** A primitive's value, and the property beside it that holds its `id` and extensions. */
interface Pair {
  readonly value: JsonValue | undefined
  readonly beside: JsonValue | undefined
}

function itemsOf(value: JsonValue | undefined, slot: Slot, place: Place): readonly JsonValue[] {
  if (value === undefined) return []
  if (value.is !== 'list') return refuse('no list', within(place, slot.name))
  return value.items.length > 0 ? value.items : refuse('empty list', within(place, slot.name))
}

/** Reads a resource in JSON. */
export const resourceOfJson = (object: JsonObject, definitions: Definitions): Whole =>
  new Reader(definitions).resource(object, { path: '' })
