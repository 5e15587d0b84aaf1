import { brotliDecompressSync, constants, gunzipSync, inflateSync } from 'node:zlib'
import { type AnswerHead, type Bound, headerOf } from '../exchange/index.ts'
import type { Binding } from '../message/index.ts'

const LONGEST_DECODED = 1_048_576
const HL7 = Buffer.from('urn:hl7-org:v3')
const FAULT = Buffer.from('Fault')

const DECODERS: Readonly<Record<string, (bytes: Buffer) => Buffer>> = {
  gzip: bytes => gunzipSync(bytes, PARTIAL),
  'x-gzip': bytes => gunzipSync(bytes, PARTIAL),
  deflate: bytes => inflateSync(bytes, PARTIAL),
  br: bytes =>
    brotliDecompressSync(bytes, {
      finishFlush: constants.BROTLI_OPERATION_FLUSH,
      maxOutputLength: LONGEST_DECODED,
    }),
}
const PARTIAL = { finishFlush: constants.Z_SYNC_FLUSH, maxOutputLength: LONGEST_DECODED }

/**
 * Proves that the answer bytes so far belong to the request, or says what they are instead.
 *
 * An answer that names no request passes only if it is no message: a fault, an acknowledgement's empty body,
 * a page of some gateway. HL7 that names no request could be anybody's.
 */
export function proveBound(
  binding: Binding | undefined,
  head: AnswerHead,
  bytes: Buffer,
  isComplete: boolean,
): Bound {
  if (binding === undefined) return 'none'
  const readable = decoded(head, bytes)
  if (readable === undefined) return 'unproven'
  const verdict = binding.check(head, readable, isComplete)
  if (verdict !== 'unstated') return verdict
  return readable.includes(HL7) && !readable.includes(FAULT) ? 'unproven' : 'unstated'
}

function decoded(head: AnswerHead, bytes: Buffer): Buffer | undefined {
  const coding = headerOf(head.headers, 'content-encoding')?.trim().toLowerCase()
  if (coding === undefined || coding === '' || coding === 'identity') return bytes
  const decode = DECODERS[coding]
  if (decode === undefined) return undefined
  try {
    return decode(bytes)
  } catch {
    // Not what it says it is, or larger than we would unpack: nothing in it can prove anything.
    return undefined
  }
}
