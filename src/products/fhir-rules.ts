import type { Rule } from '../comparison/index.ts'

/** A path to a value of a resource, as JSON has it and as XML does (HL7 FHIR R4, XML and JSON). */
export const inResource = (...paths: readonly string[]): readonly string[] =>
  paths.flatMap(path => [path, `${path}/@value`])

/** Declares what a FHIR service says anew each time (HL7 FHIR R4, Bundle and Meta). */
export const BUNDLE_RULES: readonly Rule[] = [
  { id: 'bundle-id', path: 'Bundle/id', why: 'made for this answer', does: 'ignore' },
  {
    id: 'bundle-time',
    path: inResource('Bundle/timestamp'),
    why: 'when it was asked',
    does: 'timestamp',
  },
  { id: 'self-link', path: 'Bundle/link/url', why: 'the address that was asked', does: 'ignore' },
]

/** Declares what a façade makes anew of each answer: resources, and the references between them. */
export const RESOURCE_RULES: readonly Rule[] = [
  {
    id: 'resource-ids',
    path: inResource('**/entry/fullUrl', '**/resource/*/id', '**/reference'),
    why: 'the façade makes up an id for each resource of an answer; what refers to one must name it',
    does: 'id',
  },
  {
    id: 'last-updated',
    path: inResource('**/meta/lastUpdated'),
    why: 'when the façade made the resource; that it is a time is looked at',
    does: 'timestamp',
  },
]

/** Declares how FHIR writes one value in several ways. */
export const FHIR_TYPES: readonly Rule[] = [
  {
    id: 'narratives',
    path: '**/text/div',
    why: 'a narrative is XHTML, however it is written',
    does: 'type',
    type: 'xhtml',
  },
  {
    id: 'coding-displays',
    path: inResource('**/coding/display'),
    why: 'a display repeats its code',
    does: 'cosmetic',
  },
]
