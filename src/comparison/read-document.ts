import { brotliDecompressSync, gunzipSync, inflateSync } from 'node:zlib'
import { FicusError, headerOf } from '../exchange/index.ts'
import {
  boundaryOf,
  decodePart,
  type MultipartPart,
  parameterOf,
  readMultipart,
  readXml,
  type XmlElement,
} from '../xml/index.ts'
import type { Answered } from './observation.ts'
import { type JsonValue, readJson } from '../json/index.ts'

/** A part of a multipart body, read where it is a document. */
export interface DocumentPart {
  readonly contentId: string | undefined
  readonly document: Document
}

/** A body read as far as its language goes. */
export type Document =
  | { readonly is: 'nothing' }
  | { readonly is: 'xml'; readonly root: XmlElement }
  | { readonly is: 'json'; readonly value: JsonValue }
  | { readonly is: 'multipart'; readonly parts: readonly DocumentPart[] }
  | { readonly is: 'bytes'; readonly bytes: Buffer }

type Inflate = (bytes: Buffer, options: { readonly maxOutputLength: number }) => Buffer

const CODINGS: ReadonlyMap<string, Inflate> = new Map([
  ['gzip', gunzipSync],
  ['x-gzip', gunzipSync],
  ['deflate', inflateSync],
  ['br', brotliDecompressSync],
])

/**
 * Undoes the content coding of a body.
 *
 * @param most - bytes it may come to: more of them are `too-large`
 * @throws FicusError `malformed` for a coding nobody knows or bytes that are not in it, `too-large`.
 */
export function decodedBody({ headers, body }: Answered, most: number): Buffer {
  const coding = headerOf(headers, 'content-encoding')?.trim().toLowerCase() ?? 'identity'
  if (coding === 'identity' || coding === '' || body.length === 0) return body
  const inflate = CODINGS.get(coding)
  if (inflate === undefined) throw new FicusError('malformed', 'unknown Content-Encoding')
  try {
    return inflate(body, { maxOutputLength: most })
  } catch (error) {
    const isTooLarge = error instanceof Error && 'code' in error && error.code === TOO_LARGE
    throw new FicusError(isTooLarge ? 'too-large' : 'malformed', 'Content-Encoding')
  }
}

const TOO_LARGE = 'ERR_BUFFER_TOO_LARGE'

/** Reads a body in the language its Content-Type names or, where that names none, its first byte shows. */
export function readDocument(bytes: Buffer, contentType: string): Document {
  if (bytes.length === 0) return { is: 'nothing' }
  if (boundaryOf(contentType) !== undefined) {
    return { is: 'multipart', parts: readMultipart(bytes, contentType).map(readPart) }
  }
  const first = /^(?:\u00ef\u00bb\u00bf)?\s*(.)/.exec(bytes.toString('latin1', 0, 64))?.[1]
  if (/[/+]xml\b/i.test(contentType) || (!isNamed(contentType) && first === '<')) {
    const charset = parameterOf(contentType, 'charset')
    return { is: 'xml', root: readXml(bytes, charset === undefined ? {} : { charset }) }
  }
  if (/[/+]json\b/i.test(contentType) || (!isNamed(contentType) && /[{[]/.test(first ?? ''))) {
    return { is: 'json', value: readJson(bytes) }
  }
  return { is: 'bytes', bytes }
}

/** Whether a type says what the bytes are, and not only that they are bytes. */
const isNamed = (contentType: string): boolean =>
  !UNTOLD.has(contentType.split(';', 1)[0]?.trim().toLowerCase() ?? '')

const UNTOLD = new Set(['', 'text/plain', 'application/octet-stream'])

const readPart = (part: MultipartPart): DocumentPart => ({
  contentId: part.contentId,
  document: readDocument(decodePart(part), part.contentType ?? ''),
})
