import type { Notifier } from '../config/index.ts'
import type { Message } from './message.ts'
import { signed } from './sign.ts'

/** What came of sending one message once. */
export interface Sent {
  /** Answered 2xx: whoever is told has it. */
  readonly isDelivered: boolean
  /** What it answered; undefined where it did not. */
  readonly status: number | undefined
  /** Why it did not, in one word of the system's or of ours; never an address. */
  readonly why: string | undefined
}

/** Sends one message once; throws nothing. */
export type Send = (
  notifier: Notifier,
  message: Message,
  within: { readonly timeoutMs: number; readonly now: number; readonly signal?: AbortSignal },
) => Promise<Sent>

/**
 * Posts a message over TLS that is checked. Where its receiver points elsewhere nobody follows: who is told was
 * decided in the file. Of what it answers only the status is taken.
 */
export const send: Send = async ({ url, keys }, message, { timeoutMs, now, signal }) => {
  const late = new AbortController()
  const timer = setTimeout(() => {
    late.abort()
  }, timeoutMs)
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'user-agent': 'ficus',
        ...signed(message, keys, now),
      },
      body: message.body,
      redirect: 'manual',
      signal: signal === undefined ? late.signal : AbortSignal.any([late.signal, signal]),
    })
    void response.body?.cancel().catch(() => undefined)
    return { isDelivered: response.ok, status: response.status, why: undefined }
  } catch (error) {
    const why = late.signal.aborted ? 'timeout' : whyOf(error)
    return { isDelivered: false, status: undefined, why }
  } finally {
    clearTimeout(timer)
  }
}

/** Words of the system such as ECONNREFUSED: what stands beside them names an address. */
const WORD = /^[A-Z0-9_]{1,64}$/

function whyOf(error: unknown): string {
  const cause = error instanceof Error ? error.cause : undefined
  const code = cause instanceof Error ? (cause as NodeJS.ErrnoException).code : undefined // the system's carry one
  return code !== undefined && WORD.test(code) ? code : 'unreachable'
}
