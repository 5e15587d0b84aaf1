import { brotliDecompressSync, gunzipSync, inflateSync } from 'node:zlib'
import { headerOf, leavingOut, type RawHeaders, withoutHopHeaders } from '../exchange/index.ts'

/** An answer whose body is to be read. */
export interface CodedAnswer {
  readonly status: number
  readonly headers: RawHeaders
  readonly body: Buffer
}

const DECODERS: Readonly<
  Record<string, (bytes: Buffer, options: { maxOutputLength: number }) => Buffer>
> = {
  gzip: gunzipSync,
  'x-gzip': gunzipSync,
  deflate: inflateSync,
  br: brotliDecompressSync,
}

const CODING = leavingOut('content-encoding')

/**
 * Undoes an answer's content coding, once for everything that reads it; the very same where there is none, or where it
 * cannot be undone within the bound: then the comparison says so.
 */
export function plainAnswer(answer: CodedAnswer, mostBytes: number): CodedAnswer {
  const { status, headers, body } = answer
  const coding = headerOf(headers, 'content-encoding')?.trim().toLowerCase()
  const decode = coding === undefined ? undefined : DECODERS[coding]
  if (decode === undefined || body.length === 0) return answer
  try {
    const plain = decode(body, { maxOutputLength: mostBytes })
    return { status, headers: withoutHopHeaders(headers, CODING), body: plain }
  } catch {
    return answer
  }
}
