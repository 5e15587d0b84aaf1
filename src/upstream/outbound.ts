import type { Readable } from 'node:stream'
import {
  type Assigned,
  type Body,
  headerOf,
  leavingOut,
  type LeftOut,
  type RawHeaders,
  type Upstream,
  withoutHopHeaders,
} from '../exchange/index.ts'
import { TRACE_LINES } from '../telemetry/index.ts'
import type { UpstreamPool } from './pool.ts'

/** A request as undici is to write it. */
export interface Outbound {
  readonly path: string
  readonly method: string
  readonly headers: string[]
  readonly body: Buffer | Readable | null
}

const OURS = leavingOut('host', 'expect', 'content-length')
const OURS_BUT_HOST = leavingOut('expect', 'content-length')
const OURS_TRACED = leavingOut('host', 'expect', 'content-length', ...TRACE_LINES)
const OURS_TRACED_BUT_HOST = leavingOut('expect', 'content-length', ...TRACE_LINES)

/**
 * Writes the head of a request towards an upstream: Host (its own unless the upstream preserves it),
 * Connection and framing are re-made, every other line keeps its name, case, order and value. Where `traced` lines
 * are given they stand for those the supplier sent of its trace; else its own pass as they came.
 */
export function outboundOf(
  assigned: Assigned,
  { upstream }: Pick<UpstreamPool, 'upstream'>,
  traced?: RawHeaders,
): Outbound {
  const headers = withoutHopHeaders(assigned.headers, remade(upstream, traced))
  if (traced !== undefined) headers.push(...traced)
  const { body } = assigned
  if (body.kind === 'stream' && body.length !== undefined) {
    headers.push('content-length', String(body.length))
  }
  return {
    path: upstream.basePath === '' ? assigned.target : upstream.basePath + assigned.target,
    method: assigned.method,
    headers,
    body: bodyOf(body),
  }
}

const remade = ({ preserveHost }: Upstream, traced: RawHeaders | undefined): LeftOut => {
  if (traced === undefined) return preserveHost ? OURS_BUT_HOST : OURS
  return preserveHost ? OURS_TRACED_BUT_HOST : OURS_TRACED
}

const bodyOf = (body: Body): Buffer | Readable | null => {
  if (body.kind === 'none') return null
  return body.kind === 'whole' ? body.bytes : body.open()
}

/** Whether the same bytes can be sent a second time. */
export const canSendAgain = (assigned: Assigned): boolean => assigned.body.kind !== 'stream'

/** The length an answer declares, where it can be trusted to frame it. */
export function declaredLength(headers: readonly string[]): number | undefined {
  if (headerOf(headers, 'transfer-encoding') !== undefined) return undefined
  const length = headerOf(headers, 'content-length')
  return length === undefined ? undefined : Number(length)
}
