import { headerOf } from '../exchange/index.ts'
import type { RawHeaders } from '../exchange/index.ts'
import { boundaryOf, mediaTypeOf } from './content-type.ts'
import { delimitersOf, lineEndBefore } from './delimiters.ts'
import type { Delimiter } from './delimiters.ts'
import { readPartHeaders } from './part-headers.ts'
import { refusal } from './refusal.ts'

/** One part of a multipart body. */
export interface MultipartPart {
  /** In wire order, folded lines joined. */
  readonly headers: RawHeaders
  /** Without its angle brackets. */
  readonly contentId: string | undefined
  readonly contentType: string | undefined
  /** Content-Transfer-Encoding in lower case; `7bit` where it says nothing. */
  readonly encoding: string
  /** Exactly the part's bytes, still encoded: a view of the input. */
  readonly bytes: Buffer
  /** False only where an input said to be `partial` broke off inside it. */
  readonly complete: boolean
}

/** How much a multipart body may hold. */
export interface MultipartLimits {
  readonly parts: number
  /** Of the header block of one part. */
  readonly headerBytes: number
}

/** The limits every multipart body is held to where no others are given. */
export const MULTIPART_LIMITS: MultipartLimits = Object.freeze({
  parts: 100,
  headerBytes: 16 * 1024,
})

const CR = 0x0d
const LF = 0x0a

/** What is known of the body around a part. */
interface Surroundings {
  readonly partial: boolean
  readonly limits: MultipartLimits
  /** 0 for the body itself, 1 for a multipart within it. */
  readonly depth: number
}

const BOUNDARY = /^[ -~]{0,69}[!-~]$/

/** Reads the parts of a body, or of a part that is a multipart itself; perhaps none. */
function partsOf(bytes: Buffer, contentType: string, around: Surroundings): MultipartPart[] {
  const boundary = boundaryOf(contentType)
  if (boundary === undefined) throw refusal('no boundary', 'Content-Type')
  if (!BOUNDARY.test(boundary)) {
    throw refusal('boundary of wrong length or characters', 'Content-Type')
  }
  const parts: MultipartPart[] = []
  let before: Delimiter | undefined
  for (const after of delimitersOf(bytes, boundary, around.partial)) {
    if (before !== undefined && !isNothing(bytes, before, after)) {
      if (parts.length === around.limits.parts)
        throw refusal(`more than ${parts.length} parts`, `byte ${before.end}`)
      const part = partBetween(bytes, before, after, around.limits.headerBytes)
      if (part !== undefined) {
        refuseDeepNesting(part, around)
        parts.push(part)
      }
    }
    before = after
  }
  return parts
}

/** Says whether the last delimiter only lacks its closing hyphens: nothing but blanks comes after it. */
const isNothing = (bytes: Buffer, before: Delimiter, after: Delimiter): boolean =>
  after.kind === 'end of input' && bytes.toString('latin1', before.end).trim() === ''

/** Reads the part between two delimiters; undefined where the input broke off within its headers. */
function partBetween(
  bytes: Buffer,
  before: Delimiter,
  after: Delimiter,
  headerBytes: number,
): MultipartPart | undefined {
  const where = `byte ${before.end}`
  const whole = bytes.subarray(before.end, after.start)
  const complete = after.kind !== 'broken off'
  const head = headOf(whole, headerBytes)
  if (head === 'too long') throw refusal(`more than ${headerBytes} bytes of part headers`, where)
  if (head === undefined && !complete) return undefined
  // No empty line: nothing but headers, or an empty body whose line end is the delimiter's.
  const [end, begin] = head ?? [lineEndBefore(whole, whole.length), whole.length]
  refuseMixed(whole.subarray(0, begin), bytes[before.end - 2] !== CR, where)
  const headers = readPartHeaders(whole.toString('latin1', 0, end), where)
  return {
    headers,
    contentId: headerOf(headers, 'content-id')?.replace(/^<(.*)>$/, '$1'),
    contentType: headerOf(headers, 'content-type'),
    encoding: headerOf(headers, 'content-transfer-encoding')?.toLowerCase() ?? '7bit',
    bytes: whole.subarray(begin),
    complete,
  }
}

/** Lines of headers that end in another way than the boundary's are to a strict reader no lines of their own. */
function refuseMixed(head: Buffer, isBare: boolean, where: string): void {
  for (let at = head.indexOf(LF); at !== -1; at = head.indexOf(LF, at + 1)) {
    if ((head[at - 1] !== CR) !== isBare) {
      throw refusal('part headers between line ends of both kinds', where)
    }
  }
}

type Head = readonly [end: number, begin: number]

/** Where the headers end and the body begins; undefined where no empty line divides them. */
function headOf(whole: Buffer, headerBytes: number): Head | 'too long' | undefined {
  let line = 0
  while (line <= headerBytes) {
    const blank = whole[line] === CR ? line + 1 : line
    if (whole[blank] === LF) {
      return [lineEndBefore(whole, line), blank + 1]
    }
    const lf = whole.indexOf(LF, line)
    if (lf === -1) return whole.length > headerBytes ? 'too long' : undefined
    line = lf + 1
  }
  return 'too long'
}

/** A multipart within the body may hold anything but a further one. */
function refuseDeepNesting(part: MultipartPart, around: Surroundings): void {
  if (part.contentType === undefined) return
  if (!mediaTypeOf(part.contentType).startsWith('multipart/')) return
  if (around.depth === 1) throw refusal('multipart within a multipart within a multipart')
  partsOf(part.bytes, part.contentType, { ...around, partial: !part.complete, depth: 1 })
}

/**
 * Divides a multipart body into its parts, each a view of the input.
 *
 * Accepts what Spine's senders were seen to write: a preamble or blank line before the first boundary, line ends
 * of LF alone throughout, folded and indented part headers, a boundary without quotes or one that begins with
 * hyphens, a last delimiter without its closing hyphens or none at all, an epilogue.
 *
 * @param contentType - of the whole message, with the boundary
 * @param options - `partial`: the input is the beginning of a body and may break off anywhere; a part whose
 * headers are not all there is left out, so that there may be no part at all
 * @throws FicusError `malformed` where there is no boundary or no part, where a limit is passed, or where two
 * readers could divide the body or understand a part differently.
 */
export function readMultipart(
  bytes: Buffer,
  contentType: string,
  options: { readonly partial?: boolean; readonly limits?: Partial<MultipartLimits> } = {},
): MultipartPart[] {
  const partial = options.partial ?? false
  const limits = { ...MULTIPART_LIMITS, ...options.limits }
  const parts = partsOf(bytes, contentType, { partial, limits, depth: 0 })
  if (parts.length === 0 && !partial) throw refusal('no part')
  return parts
}
