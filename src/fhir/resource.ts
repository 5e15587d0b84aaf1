import type { JsonValue } from '../json/index.ts'
import type { XmlElement } from '../xml/index.ts'
import type { Shape, Slot } from './definitions.ts'

/** The versions of FHIR there are tables for: 3.0.2 and 4.0.1. */
export type FhirVersion = 'STU3' | 'R4'

/** A resource in JSON, as it was written: numbers keep their text. */
export type JsonObject = Extract<JsonValue, { readonly is: 'object' }>

/** A resource, or an element that has elements, in neither notation. */
export interface Whole {
  readonly shape: Shape
  /** In the order of the definition, those of one name one behind the other. */
  readonly parts: readonly Part[]
}

/** One element, and which it is. */
export interface Part {
  readonly slot: Slot
  readonly value: Value
}

/** What an element says. */
export type Value =
  | { readonly is: 'whole'; readonly whole: Whole }
  /** Without text where extensions alone say what is known; `parts` are its `id` and extensions. */
  | {
      readonly is: 'primitive'
      readonly text: string | undefined
      readonly parts: readonly Part[]
    }
  | { readonly is: 'xhtml'; readonly div: XmlElement }
