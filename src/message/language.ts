import type { Language, RawHeaders } from '../exchange/index.ts'
import { isFhirAddress } from './fhir-form.ts'
import { lineOf } from './head.ts'

/** What a media type says of the language. */
const MEDIA_TYPES: ReadonlyMap<string, Language> = new Map([
  ['text/xml', 'soap'],
  ['application/soap+xml', 'soap'],
  ['multipart/related', 'ebxml'],
  ['application/fhir+json', 'fhir'],
  ['application/fhir+xml', 'fhir'],
  ['application/json', 'fhir'],
  // What FHIR's own types were called up to STU3.
  ['application/json+fhir', 'fhir'],
  ['application/xml+fhir', 'fhir'],
])

const MESH = '/messageexchange'
const FHIR_TYPE = /application\/(?:fhir\+(?:json|xml)|(?:json|xml)\+fhir)/i

/** The facts of a head that tell the language, looked at in this order. */
interface Signs {
  readonly isMesh: boolean
  readonly media: Language | undefined
  readonly hasAction: boolean
  readonly asksForFhir: boolean
}

/**
 * The first row that fits has it. A mailbox takes files of any type, so its path comes before theirs; an ebXML
 * message has a SOAPAction too, so its type comes before that.
 */
const ROWS: readonly (readonly [fits: (signs: Signs) => boolean, language: Language])[] = [
  [({ isMesh }) => isMesh, 'mesh'],
  [({ media }) => media === 'ebxml', 'ebxml'],
  [({ media, hasAction }) => hasAction || media === 'soap', 'soap'],
  [({ media, asksForFhir }) => media === 'fhir' || asksForFhir, 'fhir'],
]

function typeIn(contentType: string): string {
  const end = contentType.indexOf(';')
  return (end === -1 ? contentType : contentType.slice(0, end)).trim().toLowerCase()
}

const isBelow = (target: string, path: string): boolean =>
  target.startsWith(path) && '/?'.includes(target[path.length] ?? '/')

/** Finds what a request's sender speaks, from its head alone. */
export function languageOf(method: string, target: string, headers: RawHeaders): Language {
  const contentType = lineOf(headers, 'content-type')
  const signs: Signs = {
    isMesh: isBelow(target, MESH),
    media: contentType === undefined ? undefined : MEDIA_TYPES.get(typeIn(contentType)),
    hasAction: lineOf(headers, 'soapaction') !== undefined,
    asksForFhir: method === 'GET' && FHIR_TYPE.test(lineOf(headers, 'accept') ?? ''),
  }
  const told = ROWS.find(([fits]) => fits(signs))?.[1]
  // A call without a body says by its address alone what its sender speaks.
  return told ?? (isFhirAddress(target) ? 'fhir' : 'plain')
}
