import type { FhirVersion } from '../fhir/index.ts'
import type { RawHeaders } from '../exchange/index.ts'
import { lineOf } from './head.ts'

/** FHIR's two notations. */
export type Notation = 'xml' | 'json'

/** In which version of FHIR, and in which notation, a caller is answered. */
export interface FhirForm {
  readonly version: FhirVersion
  readonly notation: Notation
}

/** What each notation is called in `_format` and in Accept, the names it had up to STU3 among them. */
const NAMES: Readonly<Record<Notation, readonly string[]>> = {
  xml: ['application/fhir+xml', 'application/xml+fhir', 'application/xml', 'text/xml', 'xml'],
  json: ['application/fhir+json', 'application/json+fhir', 'application/json', 'text/json', 'json'],
}

/** What is spoken where nobody asks for either: Spine's own FHIR services of STU3 speak XML, those of R4 JSON. */
const OWN: Readonly<Record<FhirVersion, Notation>> = { STU3: 'xml', R4: 'json' }

/** The version a service names in its address; one that names none is of the newer. */
const STU3_ADDRESS = /\/STU3(?:\/|$)/i
const FHIR_ADDRESS = /\/(?:STU3|FHIR\/R4)(?:\/|$)/i

const pathOf = (target: string): string => target.split('?', 1)[0] ?? ''

/** Says whether a request's address is that of a FHIR service, whatever its head says. */
export const isFhirAddress = (target: string): boolean => FHIR_ADDRESS.test(pathOf(target))

function notationNamed(text: string): Notation | undefined {
  // A plus that was not encoded in a query arrives as a blank.
  const name = (text.split(';', 1)[0] ?? '').trim().replace(' ', '+').toLowerCase()
  return NOTATIONS.find(notation => NAMES[notation].includes(name))
}

const NOTATIONS = ['xml', 'json'] as const

function formatIn(target: string): Notation | undefined {
  const mark = target.indexOf('?')
  const format = mark === -1 ? null : new URLSearchParams(target.slice(mark)).get('_format')
  return format === null ? undefined : notationNamed(format)
}

/** How much each media range of an Accept header is wanted, in small letters (RFC 9110 §12.5.1). */
function weightsIn(accept: string): ReadonlyMap<string, number> {
  const weights = new Map<string, number>()
  for (const range of accept.toLowerCase().split(',')) {
    const [type = '', ...parameters] = range.split(';').map(part => part.trim())
    const [, weight] =
      parameters.map(each => /^q\s*=\s*(.*)$/.exec(each)).find(found => found) ?? []
    const q = weight === undefined ? 1 : Number(weight)
    if (type !== '') weights.set(type, Math.max(weights.get(type) ?? 0, q >= 0 && q <= 1 ? q : 0))
  }
  return weights
}

/** The most exact range that fits says how much a notation is wanted. */
function wanted(weights: ReadonlyMap<string, number>, notation: Notation): number {
  const named = NAMES[notation].map(name => weights.get(name)).filter(q => q !== undefined)
  if (named.length > 0) return Math.max(...named)
  return weights.get('application/*') ?? weights.get('*/*') ?? 0
}

/** The notation an Accept header wants more; undefined where it wants both alike, or neither. */
function preferred(accept: string | undefined): Notation | undefined {
  const weights = weightsIn(accept ?? '*/*')
  const [xml, json] = [wanted(weights, 'xml'), wanted(weights, 'json')]
  if (xml === json) return undefined
  return xml > json ? 'xml' : 'json'
}

/**
 * Finds how the caller of a FHIR service is answered. The version is that of the address; the notation what `_format`
 * says, else what Accept wants more, else what the caller sent itself, else what services of that version speak.
 * What neither notation is called asks for none.
 */
export function fhirFormOf(target: string, headers: RawHeaders): FhirForm {
  const version = STU3_ADDRESS.test(pathOf(target)) ? 'STU3' : 'R4'
  const notation =
    formatIn(target) ??
    preferred(lineOf(headers, 'accept')) ??
    notationNamed(lineOf(headers, 'content-type') ?? '') ??
    OWN[version]
  return { version, notation }
}
