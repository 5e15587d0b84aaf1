import type { RawHeaders } from '../exchange/index.ts'
import { mediaTypeOf } from './content-type.ts'
import { type MultipartPart, readMultipart } from './multipart.ts'
import { refusal } from './refusal.ts'
import { encodePart } from './transfer-coding.ts'

/** A part to be written. */
export interface NewPart {
  /** In wire order; Content-Id with its angle brackets. */
  readonly headers: RawHeaders
  /** As they go out: already in the part's transfer coding. */
  readonly bytes: Uint8Array
}

/** A multipart body and the Content-Type it must be sent with. */
export interface WrittenMultipart {
  readonly contentType: string
  readonly bytes: Buffer
}

/** What a part is to be read back as. */
type Meant = Pick<MultipartPart, 'headers' | 'bytes'>

// What RFC 2046 §5.1.1 allows, which is less than is read.
const BOUNDARY = /^[\w'()+,./:=? -]{0,69}[\w'()+,./:=?-]$/

const isSame = (read: Meant | undefined, meant: Meant): boolean =>
  read?.bytes.equals(meant.bytes) === true &&
  JSON.stringify(read.headers) === JSON.stringify(meant.headers)

/**
 * Reads what was written: whatever in a header or in a part's bytes would divide the body in another way, a line
 * that begins with the boundary above all, is found by the one who would be misled by it.
 */
function refuseMisreading(bytes: Buffer, contentType: string, meant: readonly Meant[]): void {
  const parts = readMultipart(bytes, contentType)
  if (parts.length !== meant.length || !meant.every((own, i) => isSame(parts[i], own))) {
    throw refusal('multipart that would not be read as it is meant')
  }
}

function headerBlock(headers: RawHeaders): Buffer {
  let block = ''
  for (let i = 0; i + 1 < headers.length; i += 2) block += `${headers[i]}: ${headers[i + 1]}\r\n`
  return Buffer.from(`${block}\r\n`, 'latin1')
}

const valueOf = ({ headers }: NewPart, name: string): string | undefined => {
  const at = headers.findIndex((each, i) => i % 2 === 0 && each.toLowerCase() === name)
  return at === -1 ? undefined : headers[at + 1]
}

/**
 * Writes parts as one multipart/related body (RFC 2387), the first of them its root. Whatever is in the parts, the
 * body is read as these parts or not written at all.
 *
 * @param boundary - the caller's, so that it may be chance or known
 * @throws FicusError `malformed` for a boundary of other characters than RFC 2046 allows, a root without
 * Content-Type, and where a reader would not find these parts.
 */
export function writeMultipart(parts: readonly NewPart[], boundary: string): WrittenMultipart {
  if (!BOUNDARY.test(boundary)) throw refusal('boundary of wrong length or characters')
  const [root] = parts
  const type = root === undefined ? undefined : valueOf(root, 'content-type')
  if (root === undefined || type === undefined) throw refusal('no part with a Content-Type')
  const id = valueOf(root, 'content-id')
  const start = id === undefined ? '' : `; start="${id}"`
  const contentType = `multipart/related; boundary="${boundary}"; type="${mediaTypeOf(type)}"${start}`
  const pieces = parts.flatMap(part => [
    Buffer.from(`--${boundary}\r\n`),
    headerBlock(part.headers),
    part.bytes,
    Buffer.from('\r\n'),
  ])
  const bytes = Buffer.concat([...pieces, Buffer.from(`--${boundary}--\r\n`)])
  const meant = parts.map(part => ({ headers: part.headers, bytes: Buffer.from(part.bytes) }))
  refuseMisreading(bytes, contentType, meant)
  return { contentType, bytes }
}

/**
 * Writes a multipart body again with other content in some of its parts, put into their transfer codings. All
 * else stands as it stood, byte for byte: headers, delimiters, line ends, preamble and epilogue.
 *
 * @param contentOf - the new content of a part, in no coding; undefined where the part stays
 * @returns the body itself where no part changes, else new bytes
 * @throws FicusError `malformed` as {@link readMultipart} does, and where a coding cannot say the content or a
 * reader would not find the same parts.
 */
export function rewriteMultipart(
  body: Buffer,
  contentType: string,
  contentOf: (part: MultipartPart, index: number) => Uint8Array | undefined,
): Buffer {
  const pieces: Buffer[] = []
  let at = 0
  const meant = readMultipart(body, contentType).map((part, index): Meant => {
    const content = contentOf(part, index)
    if (content === undefined) return part
    const bytes = encodePart(part.encoding, content)
    const start = part.bytes.byteOffset - body.byteOffset
    pieces.push(body.subarray(at, start), bytes)
    at = start + part.bytes.length
    return { headers: part.headers, bytes }
  })
  if (pieces.length === 0) return body
  const written = Buffer.concat([...pieces, body.subarray(at)])
  refuseMisreading(written, contentType, meant)
  return written
}
