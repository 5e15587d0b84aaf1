import type { JsonValue } from '../json/index.ts'
import type { FhirVersion } from './resource.ts'

type Scalar = 'string' | 'number' | 'boolean'

interface Primitive {
  /** What it is in JSON. */
  readonly is: Scalar
  /** How it may be written: only where JSON could not say it otherwise; what a text holds is asked nowhere. */
  readonly pattern: RegExp
}

const TEXT: Primitive = { is: 'string', pattern: /^[^]+$/ }
const number = (pattern: RegExp): Primitive => ({ is: 'number', pattern })

/** FHIR's own patterns ("Data Types", primitive types), without the `+` that JSON cannot write. */
const PRIMITIVES: Readonly<Record<string, Primitive>> = {
  base64Binary: TEXT,
  boolean: { is: 'boolean', pattern: /^(?:true|false)$/ },
  canonical: TEXT,
  code: TEXT,
  date: TEXT,
  dateTime: TEXT,
  decimal: number(/^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/),
  id: TEXT,
  instant: TEXT,
  integer: number(/^(?:0|-?[1-9]\d*)$/),
  markdown: TEXT,
  oid: TEXT,
  positiveInt: number(/^[1-9]\d*$/),
  string: TEXT,
  time: TEXT,
  unsignedInt: number(/^(?:0|[1-9]\d*)$/),
  uri: TEXT,
  url: TEXT,
  uuid: TEXT,
}

// STU3 has no exponents.
const STU3_DECIMAL = number(/^-?(?:0|[1-9]\d*)(?:\.\d+)?$/)

function primitiveOf(type: string, version: FhirVersion): Primitive | undefined {
  return type === 'decimal' && version === 'STU3' ? STU3_DECIMAL : PRIMITIVES[type]
}

export const isPrimitive = (type: string): boolean => Object.hasOwn(PRIMITIVES, type)

/** Whether a text is a value of a type; digits, their number included, are kept as they are written. */
export const canBe = (type: string, version: FhirVersion, text: string): boolean =>
  primitiveOf(type, version)?.pattern.test(text) === true

/** Gives the value of a type in JSON. */
export const scalarOf = (type: string, text: string): JsonValue => ({
  is: PRIMITIVES[type]?.is ?? 'string',
  text,
})
