import { headersOf, isFicusError } from '../exchange/index.ts'
import { readFhirXml, writeFhirXml } from '../fhir/index.ts'
import { plainJson, readJsonText } from '../json/index.ts'
import type { Call } from './call.ts'
import type { CallsSpec, Notation } from './call-spec.ts'
import { treeOfJson } from './json-tree.ts'
import { type Tree, treeOf } from './tree.ts'

/** A resource as plain JSON. */
export type Resource = Readonly<Record<string, unknown>>

type Legacy = CallsSpec['legacy']

const typeOf = (text: string): string => (text.split(';')[0] ?? '').trim().toLowerCase()

const qualityOf = (text: string): number => {
  const [, quality] = /;\s*q=([\d.]+)/i.exec(text) ?? []
  return quality === undefined ? 1 : Number(quality)
}

const notationOf = ({ notations }: Legacy, type: string): Notation | undefined =>
  notations.find(([mediaType]) => mediaType === type)?.[1]

/** What an Accept header asks for most of what there is (RFC 9110 §12.5.1); undefined where it takes none of it. */
function accepted(legacy: Legacy, accept: string): Notation | undefined {
  const ranges = accept
    .split(',')
    .map(text => ({ type: typeOf(text), quality: qualityOf(text) }))
    .filter(({ quality }) => quality > 0)
    .sort((a, b) => b.quality - a.quality)
  for (const { type } of ranges) {
    const found =
      type === '*/*' || type === 'application/*' ? legacy.otherwise : notationOf(legacy, type)
    if (found !== undefined) return found
  }
  return undefined
}

/** The notation a call is to be answered in: its `_format` comes first; undefined where there is none such. */
export function notationAsked(
  legacy: Legacy,
  { headers }: Pick<Call, 'headers'>,
  format: string | undefined,
): Notation | undefined {
  // A plus sign that was not encoded is read as the blank it stands for.
  if (format !== undefined) return notationOf(legacy, typeOf(format.trim().replace(/ /g, '+')))
  const accept = headersOf(headers, 'accept').join(',')
  return accept.trim() === '' ? legacy.otherwise : accepted(legacy, accept)
}

/** The notation a body says it is in; undefined where it says none that is known, or two. */
export function notationSent(
  legacy: Legacy,
  { headers }: Pick<Call, 'headers'>,
): Notation | undefined {
  const [type = '', another] = headersOf(headers, 'content-type')
  return another === undefined ? notationOf(legacy, typeOf(type)) : undefined
}

const isNothing = (tree: Tree): boolean =>
  tree.children.length === 0 &&
  (tree.scalar === 'none' || tree.scalar === 'null' || tree.value === '')

/** A tree without what says nothing: null, an empty text, and what holds no more than these. */
export function withoutNothing(tree: Tree): Tree {
  if (tree.children.length === 0) return tree
  const children = tree.children.map(withoutNothing).filter(child => !isNothing(child))
  return treeOf(tree, children)
}

const jsonOf = (resource: Parameters<typeof plainJson>[0]): Buffer =>
  Buffer.from(JSON.stringify(plainJson(resource)), 'utf8')

/**
 * Reads a resource of legacy's in either notation in the form rows read.
 *
 * @throws FicusError `malformed` as every reader of bytes does.
 */
export function treeOfLegacy(body: Buffer, notation: Notation): Tree {
  const bytes = notation === 'json' ? body : jsonOf(readFhirXml(body, 'STU3'))
  return withoutNothing(treeOfJson(bytes))
}

/** Reads a resource of the cloud's; undefined where the body is no JSON we take. */
export function treeOfCloud(body: Buffer): Tree | undefined {
  try {
    return withoutNothing(treeOfJson(body))
  } catch (error) {
    if (isFicusError(error)) return undefined
    throw error
  }
}

/** Writes a resource as legacy does; throws FicusError `malformed` for what its notation cannot hold. */
export function legacyBody(resource: Resource, notation: Notation): Buffer {
  const text = JSON.stringify(resource)
  if (notation === 'json') return Buffer.from(text, 'utf8')
  const read = readJsonText(text)
  if (read.is !== 'object') throw new Error('a resource is an object')
  return writeFhirXml(read, 'STU3')
}

/** The media type a notation is sent under. */
export const mediaTypeOf = ({ notations }: Legacy, notation: Notation): string =>
  `${notations.find(([, each]) => each === notation)?.[0] ?? ''}; charset=UTF-8`
