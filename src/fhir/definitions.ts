import type { FhirVersion } from './resource.ts'
import { R4 } from './tables-r4.ts'
import { STU3 } from './tables-stu3.ts'
import type { Tables } from './tables.ts'

/** One element of a type, by the name it is written with: of a choice there is one for each type it may have. */
export interface Slot {
  readonly name: string
  readonly type: string
  readonly isList: boolean
  /** What only one element of a kind may have: the choice it is one of, else its own name. */
  readonly oneOf: string
  /** In XML an attribute, which has no extensions. */
  readonly isAttribute: boolean
}

/** A type that has elements, in the order of its definition. */
export interface Shape {
  readonly name: string
  readonly slots: ReadonlyMap<string, Slot>
  readonly isResource: boolean
}

/** What one version of FHIR defines. */
export interface Definitions {
  readonly version: FhirVersion
  /** A type or part of a resource. */
  shape(name: string): Shape | undefined
  resource(name: string): Shape | undefined
}

const ID = { ...slotOf('id string'), isAttribute: true }
const URL = { ...slotOf('url uri'), isAttribute: true }
const EXTENSION = slotOf('extension* Extension')
const MODIFIER = slotOf('modifierExtension* Extension')
const RESOURCE = 'id id, meta Meta, implicitRules uri, language code'
const DOMAIN = `${RESOURCE}, text Narrative, contained* Resource, extension* Extension, modifierExtension* Extension`

function slotOf(line: string): Slot {
  const [written = '', type = ''] = line.split(' ')
  const name = written.replace('*', '')
  return { name, type, isList: written !== name, oneOf: name, isAttribute: false }
}

/** A choice is an element for each of its types, named after it: `value[x]` is valueString, valueCode … */
function slotsOf(line: string): Slot[] {
  const [written = '', types = ''] = line.split(' ')
  if (!written.endsWith('[x]')) return [slotOf(line)]
  const name = written.slice(0, -'[x]'.length)
  return types.split('|').map(type => ({
    ...slotOf(`${name}${type.charAt(0).toUpperCase()}${type.slice(1)} ${type}`),
    oneOf: written,
  }))
}

const allOf = (lines: string): Slot[] => lines.split(', ').flatMap(slotsOf)

const shapeOf = (name: string, slots: readonly Slot[], isResource: boolean): [string, Shape] => [
  name,
  { name, isResource, slots: new Map(slots.map(slot => [slot.name, slot])) },
]

const ofElement = (name: string): Slot[] =>
  name === 'Extension' ? [ID, EXTENSION, URL] : [ID, EXTENSION]

function compile(version: FhirVersion, tables: Tables): Definitions {
  const shapes = new Map([
    ...Object.entries(tables.element).map(([name, lines]) =>
      shapeOf(name, [...ofElement(name), ...allOf(lines)], false),
    ),
    ...Object.entries(tables.backbone).map(([name, lines]) =>
      shapeOf(name, [ID, EXTENSION, MODIFIER, ...allOf(lines)], false),
    ),
  ])
  const resources = new Map([
    ...Object.entries(tables.resource).map(([name, lines]) =>
      shapeOf(name, [...allOf(RESOURCE), ...allOf(lines)], true),
    ),
    ...Object.entries(tables.domain).map(([name, lines]) =>
      shapeOf(name, [...allOf(DOMAIN), ...allOf(lines)], true),
    ),
  ])
  return {
    version,
    shape: name => shapes.get(name),
    resource: name => resources.get(name),
  }
}

/** A primitive has nothing but what every element has: its value is its own. */
export const PRIMITIVE: Shape = shapeOf('', [ID, EXTENSION], false)[1]

/** What each version of FHIR defines of the resources there are tables for. */
export const DEFINITIONS: Readonly<Record<FhirVersion, Definitions>> = {
  STU3: compile('STU3', STU3),
  R4: compile('R4', R4),
}
