import type { Json } from './fhir-json.ts'
import { escape, unescape } from './xml-text.ts'

// Just as much of FHIR's XML as pointers, Parameters, Bundles and OperationOutcomes of STU3 need.

/** The elements of those that may stand more than once: in JSON a list, also where there is one. */
const LISTS: ReadonlySet<string> = new Set([
  'author',
  'coding',
  'content',
  'entry',
  'extension',
  'issue',
  'link',
  'parameter',
  'part',
  'profile',
  'relatesTo',
])

const TOKEN =
  /<\?[^]*?\?>|<!--[^]*?-->|<(\/?)(?:[\w.-]+:)?([\w.-]+)((?:\s+[\w:.-]+\s*=\s*(?:"[^"<]*"|'[^'<]*'))*)\s*(\/?)>|\s+/y
const ATTRIBUTE = /([\w:.-]+)\s*=\s*("[^"]*"|'[^']*')/g
const NAMESPACE = 'http://hl7.org/fhir'

interface Open {
  readonly name: string
  readonly fields: Record<string, unknown>
  value: string | undefined
}

const attributesOf = (text: string): ReadonlyMap<string, string> =>
  new Map(
    [...text.matchAll(ATTRIBUTE)].map(([, name = '', quoted = '']) => [
      name,
      unescape(quoted.slice(1, -1)),
    ]),
  )

function put(parent: Open, { name, fields, value }: Open): void {
  const is = value ?? (Object.keys(fields).length === 0 ? '' : fields)
  const before = parent.fields[name]
  if (LISTS.has(name)) parent.fields[name] = Array.isArray(before) ? before.concat([is]) : [is]
  else if (before === undefined) parent.fields[name] = is
  // A second one where one may stand: a shape no reader of a pointer accepts.
  else parent.fields[name] = [before, is]
}

/** Reads a resource, its name as `resourceType`; undefined where it is no XML, or of another namespace. */
export function readStu3Xml(text: string): Json | undefined {
  const document: Open = { name: '', fields: {}, value: undefined }
  const open: Open[] = [document]
  let at = 0
  while (at < text.length) {
    TOKEN.lastIndex = at
    const found = TOKEN.exec(text)
    if (found === null) return undefined
    at = TOKEN.lastIndex
    const [, slash, name, attributes = '', isEmpty] = found
    if (name === undefined) continue
    if (slash === '/') {
      const closed = open.pop()
      const parent = open.at(-1)
      if (closed?.name !== name || parent === undefined) return undefined
      put(parent, closed)
      continue
    }
    const given = attributesOf(attributes)
    if (open.length === 1 && ![...given.values()].includes(NAMESPACE)) return undefined
    const url = given.get('url')
    const next: Open = { name, fields: url === undefined ? {} : { url }, value: given.get('value') }
    const parent = open.at(-1)
    if (isEmpty !== '/') open.push(next)
    else if (parent !== undefined) put(parent, next)
  }
  const [[resourceType, resource] = []] = Object.entries(document.fields)
  if (open.length > 1 || resourceType === undefined || Object.keys(document.fields).length > 1)
    return undefined
  return { resourceType, ...(typeof resource === 'object' ? resource : {}) }
}

function element(name: string, value: unknown): string {
  if (Array.isArray(value)) return value.map(each => element(name, each)).join('')
  if (typeof value !== 'object' || value === null)
    return `<${name} value="${escape(String(value))}"/>`
  const { url, ...fields } = value as Record<string, unknown> // an object that is no list
  if ('resourceType' in value) return `<${name}>${written(fields)}</${name}>`
  if (name === 'extension') return `<extension url="${String(url)}">${all(fields)}</extension>`
  return `<${name}>${all(value)}</${name}>`
}

const all = (fields: object): string =>
  Object.entries(fields)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => element(name, value))
    .join('')

const written = ({ resourceType, ...fields }: Json, namespace = ''): string =>
  `<${String(resourceType)}${namespace}>${all(fields)}</${String(resourceType)}>`

/** Writes a resource, its elements in the order they stand in. */
export const writeStu3Xml = (resource: Json): string => written(resource, ` xmlns="${NAMESPACE}"`)
