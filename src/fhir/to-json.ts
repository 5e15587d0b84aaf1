import type { JsonValue } from '../json/index.ts'
import type { Slot } from './definitions.ts'
import { scalarOf } from './primitives.ts'
import type { JsonObject, Part, Value, Whole } from './resource.ts'
import { textOfXhtml } from './xhtml.ts'

const NULL: JsonValue = { is: 'null', text: 'null' }

function valueOf(slot: Slot, value: Value): JsonValue | undefined {
  switch (value.is) {
    case 'xhtml':
      return { is: 'string', text: textOfXhtml(value.div) }
    case 'primitive':
      return value.text === undefined ? undefined : scalarOf(slot.type, value.text)
    case 'whole':
      return objectOf(value.whole)
  }
}

const besideOf = (value: Value): JsonValue | undefined =>
  value.is === 'primitive' && value.parts.length > 0
    ? { is: 'object', properties: propertiesOf(value.parts) }
    : undefined

/** Items of a list that stands beside another one are at the same places, null where there is none. */
function property(slot: Slot, values: readonly (JsonValue | undefined)[]): JsonValue | undefined {
  if (values.every(value => value === undefined)) return undefined
  return slot.isList ? { is: 'list', items: values.map(value => value ?? NULL) } : values[0]
}

function propertiesOf(parts: readonly Part[]): Map<string, JsonValue> {
  const bySlot = new Map<Slot, Value[]>()
  for (const { slot, value } of parts) {
    const values = bySlot.get(slot)
    if (values === undefined) bySlot.set(slot, [value])
    else values.push(value)
  }
  const properties = new Map<string, JsonValue>()
  for (const [slot, values] of bySlot) {
    const own = property(
      slot,
      values.map(value => valueOf(slot, value)),
    )
    if (own !== undefined) properties.set(slot.name, own)
    const beside = property(slot, values.map(besideOf))
    if (beside !== undefined) properties.set(`_${slot.name}`, beside)
  }
  return properties
}

const objectOf = ({ shape, parts }: Whole): JsonObject => ({
  is: 'object',
  properties: new Map([
    ...(shape.isResource ? ([['resourceType', { is: 'string', text: shape.name }]] as const) : []),
    ...propertiesOf(parts),
  ]),
})

/** Writes a resource in JSON: `resourceType` first, then its elements in the order of their definition. */
export const jsonOfResource = (resource: Whole): JsonObject => objectOf(resource)
