import { FicusError } from '../exchange/index.ts'
import { type JsonValue, readJson } from '../json/index.ts'
import { DEFINITIONS } from './definitions.ts'
import { resourceOfJson } from './from-json.ts'
import { resourceOfXml } from './from-xml.ts'
import type { FhirVersion, JsonObject } from './resource.ts'
import { jsonOfResource } from './to-json.ts'
import { xmlOfResource } from './to-xml.ts'

/**
 * Reads a resource in FHIR's XML as the same resource in JSON: truth values and numbers as such, with the digits they
 * were written with; elements in the order of their definition, whatever order they came in, since between elements of
 * different names it says nothing and published requests do not keep it.
 *
 * @throws FicusError `malformed` for what the entry checks refuse, or the tables of the version have no place for: an
 * element, attribute or resource, a second of what there is one of, a value that is none of its type, an empty element.
 */
export const readFhirXml = (bytes: Buffer, version: FhirVersion): JsonObject =>
  jsonOfResource(resourceOfXml(bytes, DEFINITIONS[version]))

/**
 * Writes a resource in FHIR's XML, its elements in the order of their definition.
 *
 * @throws FicusError `malformed` as {@link readFhirXml} does, and for a character XML cannot hold.
 */
export const writeFhirXml = (resource: JsonObject, version: FhirVersion): Buffer =>
  xmlOfResource(resourceOfJson(resource, DEFINITIONS[version]))

/**
 * Reads a resource in FHIR's JSON by the same tables, its elements in the order of their definition.
 *
 * @throws FicusError `malformed` as {@link readFhirXml} does, and for JSON that two readers could read otherwise.
 */
export function readFhirJson(bytes: Buffer, version: FhirVersion): JsonObject {
  const value = readJson(bytes)
  if (value.is !== 'object') throw new FicusError('malformed', 'not a JSON object')
  return jsonOfResource(resourceOfJson(value, DEFINITIONS[version]))
}

/** Writes a resource, or any JSON, as it stands: numbers by their text. */
export const writeFhirJson = (resource: JsonObject): Buffer => Buffer.from(textOf(resource), 'utf8')

function textOf(value: JsonValue): string {
  switch (value.is) {
    case 'object':
      return `{${[...value.properties]
        .map(([name, each]) => `${JSON.stringify(name)}:${textOf(each)}`)
        .join(',')}}`
    case 'list':
      return `[${value.items.map(textOf).join(',')}]`
    case 'string':
      return JSON.stringify(value.text)
    default:
      return value.text
  }
}
