import type { RawHeaders } from './headers.ts'

/**
 * The headers that stop at us, both ways: RFC 9110 §7.6.1 and those that proxies in use agree on besides.
 * What a Connection line names goes with them.
 */
const HOP = new Set([
  'connection',
  'keep-alive',
  'proxy-connection',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-authentication-info',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'http2-settings',
  'alt-svc',
  'alpn',
  'close',
])
/** Header names to leave out, with their lengths: most names are told apart by those alone. */
export interface LeftOut {
  readonly names: ReadonlySet<string>
  readonly lengths: ReadonlySet<number>
}

/** Names what to leave out besides the hop headers, in lower case. Once, not per request. */
export function leavingOut(...also: readonly string[]): LeftOut {
  const names = new Set([...HOP, ...also])
  return { names, lengths: new Set([...names].map(name => name.length)) }
}

const HOPS = leavingOut()

/**
 * Copies header lines without those that stop at us; every other line keeps its name, value and place.
 * `leftOut` says what else does not go on.
 */
export function withoutHopHeaders(headers: RawHeaders, leftOut: LeftOut = HOPS): string[] {
  const named = namedByConnection(headers)
  const kept: string[] = []
  for (let i = 0; i < headers.length; i += 2) {
    const name = headers[i] as string
    if (named !== undefined || leftOut.lengths.has(name.length)) {
      const lower = name.toLowerCase()
      if (leftOut.names.has(lower) || named?.has(lower) === true) continue
    }
    kept.push(name, headers[i + 1] as string)
  }
  return kept
}

// A sender may not have us drop what frames or addresses the message by naming it in Connection.
const KEPT_WHATEVER = new Set(['content-length', 'host', 'content-type', 'close', 'keep-alive'])

function namedByConnection(headers: RawHeaders): Set<string> | undefined {
  let named: Set<string> | undefined
  for (let i = 0; i < headers.length; i += 2) {
    const name = headers[i] as string
    if (name.length !== 10 || name.toLowerCase() !== 'connection') continue
    const value = (headers[i + 1] as string).toLowerCase()
    if (value === 'keep-alive' || value === 'close') continue
    for (const token of value.split(',')) {
      const trimmed = token.trim()
      if (trimmed !== '' && !KEPT_WHATEVER.has(trimmed)) (named ??= new Set()).add(trimmed)
    }
  }
  return named
}
