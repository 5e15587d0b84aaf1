import { createHmac } from 'node:crypto'
import type { Message } from './message.ts'

/**
 * Gives the headers that prove who sent a message and when, as Standard Webhooks 1.0 have them: HMAC-SHA256 over id,
 * time and text, once for each key, so that a receiver that knows one of them believes it.
 */
export function signed(
  { id, body }: Message,
  keys: readonly string[],
  atMs: number,
): Readonly<Record<string, string>> {
  const seconds = Math.floor(atMs / 1_000)
  const text = `${id}.${seconds}.${body}`
  const signatures = keys.map(
    key => `v1,${createHmac('sha256', Buffer.from(key, 'base64')).update(text).digest('base64')}`,
  )
  return {
    'webhook-id': id,
    'webhook-timestamp': String(seconds),
    'webhook-signature': signatures.join(' '),
  }
}
