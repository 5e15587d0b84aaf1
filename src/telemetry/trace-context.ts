import { headersOf, type RawHeaders } from '../exchange/index.ts'
import { readTraceState } from './trace-state.ts'

/** Where an exchange stands in a trace (W3C Trace Context, Level 2). */
export interface TraceContext {
  /** 32 hexadecimal digits. */
  readonly traceId: string
  /** The span that asked us, 16 hexadecimal digits; undefined where the trace begins here. */
  readonly parentId: string | undefined
  /** {@link SAMPLED} and {@link RANDOM}; no other bit is ours to hand on. */
  readonly flags: number
  /** The list of `tracestate`; empty where there is none. */
  readonly state: string
}

/** The header lines a trace is handed on by, in lower case. */
export const TRACE_LINES = ['traceparent', 'tracestate'] as const

export const SAMPLED = 0x01
/** Says that the last seven bytes of the trace id are random. */
export const RANDOM = 0x02

// A trace id or a parent id of nothing but zeros is none, and version ff is forbidden.
const PARENT =
  /^(?!ff)([0-9a-f]{2})-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-([0-9a-f]{2})(-.*)?$/

/**
 * Reads where a request stands in the trace of whoever sent it; undefined where it says nothing that can be believed:
 * no `traceparent`, more than one, or one of another form. Of a version we do not know what version 00 has is read,
 * and of its flags only whether it is sampled.
 */
export function readTraceContext(headers: RawHeaders): TraceContext | undefined {
  const parent = onlyParent(headers)
  const match = parent === undefined ? null : PARENT.exec(parent)
  if (match === null) return undefined
  const [, version, traceId = '', parentId, flags = '', more] = match
  const isKnown = version === '00'
  if (isKnown && more !== undefined) return undefined
  return {
    traceId,
    parentId,
    flags: Number.parseInt(flags, 16) & (isKnown ? SAMPLED | RANDOM : SAMPLED),
    state: readTraceState(headersOf(headers, 'tracestate')),
  }
}

/** Almost no supplier sends one, so names are told apart by their length alone. */
function onlyParent(headers: RawHeaders): string | undefined {
  let found: string | undefined
  for (let i = 0; i < headers.length; i += 2) {
    const name = headers[i] as string // names stand at even places
    if (name.length !== 11 || name.toLowerCase() !== 'traceparent') continue
    if (found !== undefined) return undefined
    found = headers[i + 1]
  }
  return found
}

/** Writes the header lines by which an upstream takes part in a trace, under a span of our own. */
export function traceLines(
  { traceId, flags, state }: Omit<TraceContext, 'parentId'>,
  spanId: string,
): RawHeaders {
  const parent = `00-${traceId}-${spanId}-0${flags & (SAMPLED | RANDOM)}`
  return state === '' ? ['traceparent', parent] : ['traceparent', parent, 'tracestate', state]
}
