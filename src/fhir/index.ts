/**
 * FHIR's two notations, XML and JSON, read and written by HL7's definitions as tables.
 *
 * In: a resource in one of them, and the version of FHIR it is of.
 * Out: the same resource in the other, elements in the order of its definition; or a FicusError `malformed` that names
 * a place and not one character of the message.
 * Never: guesses what an element is that no table has; asks what a profile asks; makes another version of a resource.
 *
 * @packageDocumentation
 */
export type { FhirVersion, JsonObject } from './resource.ts'
export { readFhirJson, readFhirXml, writeFhirJson, writeFhirXml } from './notations.ts'
