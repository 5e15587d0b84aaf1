import type { ErrorCode, RawHeaders } from '../exchange/index.ts'
import type { ListenerLimits } from './limits.ts'

const REFUSED_METHODS = new Set(['TRACE', 'CONNECT'])
// A server behind us that folds `_` into `-` would see other framing than we did.
const SHADOWING = /^(?:content_length|transfer_encoding|host_?|x_forwarded_.*)$/i
const HOST = /^(?:[a-z0-9._~-]+|\[[0-9a-f:.]+\])(?::\d{1,5})?$/i
const DOT_SEGMENT = /(?:^|[/\\])(?:\.|%2e){1,2}(?:[/\\?]|$)/i

/**
 * Finds what node's parser lets through and a second parser could read otherwise (RFC 9112 §3.2, §6.1, §7.1).
 *
 * Gives the error code, or undefined where the head is sound. Never looks at anything but the head.
 */
export function checkHead(
  method: string,
  target: string,
  headers: RawHeaders,
  limits: ListenerLimits,
): ErrorCode | undefined {
  if (REFUSED_METHODS.has(method)) return 'framing'
  if (target.length > limits.maxTargetBytes) return 'framing'
  if (headers.length > limits.maxHeaders * 2) return 'framing'
  const host = soleHost(headers)
  if (host === undefined || !HOST.test(host)) return 'framing'
  return checkTarget(target, host)
}

function soleHost(headers: RawHeaders): string | undefined {
  let host: string | undefined
  for (let i = 0; i < headers.length; i += 2) {
    const name = headers[i] as string
    if (name.length === 4 && name.toLowerCase() === 'host') {
      if (host !== undefined) return undefined
      host = headers[i + 1]
    } else if (name.length === 17 && name.toLowerCase() === 'transfer-encoding') {
      if (headers[i + 1]?.trim().toLowerCase() !== 'chunked') return undefined
    } else if (name.includes('_') && SHADOWING.test(name)) {
      return undefined
    }
  }
  return host
}

function checkTarget(target: string, host: string): ErrorCode | undefined {
  if (target.charCodeAt(0) !== 0x2f) {
    const origin = /^https?:\/\/([^/?#]+)/i.exec(target)
    if (origin?.[1]?.toLowerCase() !== host.toLowerCase()) return 'framing'
  }
  // Routing and the upstream must see the same path: nobody resolves these for us.
  if (target.includes('#') || target.includes('\\')) return 'framing'
  if ((target.includes('.') || target.includes('%')) && isAmbiguous(target)) return 'framing'
  return undefined
}

const isAmbiguous = (target: string): boolean => {
  const path = target.split('?', 1)[0] as string
  return DOT_SEGMENT.test(path) || /%00|%0[ad]|%5c/i.test(path)
}

/** Gives the origin form of a target, which is what goes upstream (RFC 9112 §3.2.2). */
export function originForm(target: string): string {
  if (target.charCodeAt(0) === 0x2f) return target
  const path = target.replace(/^https?:\/\/[^/?#]+/i, '')
  return path.startsWith('/') ? path : `/${path}`
}
