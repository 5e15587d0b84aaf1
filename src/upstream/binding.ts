import { brotliDecompressSync, constants, gunzipSync, inflateSync } from 'node:zlib'
import { type AnswerHead, type Assigned, type Bound, headerOf } from '../exchange/index.ts'
import { type Binding, createBinding, expectationOf } from '../message/index.ts'

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
 * Builds what will prove the answer of a request: the ids its message carries, or the X-Request-ID that FHIR
 * services of the NHS mirror; undefined where it carries neither.
 */
export function bindingOf(assigned: Assigned): Binding | undefined {
  if (assigned.language === 'fhir') {
    const id = headerOf(assigned.headers, REQUEST_ID)
    return id === undefined ? undefined : mirrored(id)
  }
  const expectation = expectationOf(assigned.language, assigned.body)
  return expectation === undefined ? undefined : createBinding(expectation)
}

const REQUEST_ID = 'x-request-id'

const mirrored = (id: string): Binding => ({
  check(head) {
    const named = headerOf(head.headers, REQUEST_ID)
    if (named === undefined) return 'unstated'
    return named.toLowerCase() === id.toLowerCase() ? 'bound' : 'crossed'
  },
})

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
