import type { Json } from './fhir-json.ts'
import { readStu3Xml, writeStu3Xml } from './nrl-stu3-xml.ts'
import type { SeenRequest } from './serve.ts'
import { headerOf } from './soap-request.ts'

/** The notation a resource is written in. */
export type Form = 'xml' | 'json'

const FORMS: Readonly<Record<string, Form>> = {
  'application/fhir+xml': 'xml',
  'application/xml+fhir': 'xml',
  'application/xml': 'xml',
  'application/fhir+json': 'json',
  'application/json+fhir': 'json',
  'application/json': 'json',
  'text/json': 'json',
}

/** Finds the notation of a media type, whatever its parameters; undefined where the locator has none. */
const formOf = (type: string): Form | undefined => FORMS[(type.split(';')[0] ?? '').trim()]

/** Finds the notation an answer is asked for in: `_format` before Accept, XML where neither says. */
export function formAsked(seen: SeenRequest, query: URLSearchParams): Form | undefined {
  // A plus that was not encoded arrives as a blank: the locator takes it as it was meant.
  const format = query.get('_format')?.replaceAll(' ', '+')
  if (format !== undefined) return formOf(format)
  const accept = (headerOf(seen, 'Accept') ?? '*/*').split(',').map(each => each.trim())
  const named = accept.map(formOf).find(form => form !== undefined)
  return named ?? (accept.some(each => each.startsWith('*/*')) ? 'xml' : undefined)
}

/** Finds the notation a body is in by its media type. */
export const formSent = (seen: SeenRequest): Form | undefined =>
  formOf(headerOf(seen, 'Content-Type') ?? '')

function parsed(text: string): Json | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? (value as Json) : undefined // an object: nothing more is assumed
  } catch {
    return undefined
  }
}

/** Reads a body; undefined where it is not what its media type says. */
export const readForm = (form: Form, body: Buffer): Json | undefined =>
  form === 'xml' ? readStu3Xml(body.toString('utf8')) : parsed(body.toString('utf8'))

/** Writes a resource with its media type. */
export const writeForm = (form: Form, resource: Json): { type: string; body: string } => ({
  type: `application/fhir+${form};charset=utf-8`,
  body: form === 'xml' ? writeStu3Xml(resource) : JSON.stringify(resource),
})
