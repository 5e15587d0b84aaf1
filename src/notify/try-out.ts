import { randomUUID } from 'node:crypto'
import type { Notifier } from '../config/index.ts'
import { testMessage } from './message.ts'
import type { Send, Sent } from './send.ts'

/** What came of telling one receiver that this is a test. */
export interface Tried extends Sent {
  readonly name: string
  readonly host: string
  /** How long it took, milliseconds. */
  readonly ms: number
}

/** Tells a receiver once that this is a test; what waits to be told has nothing to do with it. */
export async function tryOut(
  notifier: Notifier,
  {
    send,
    environment,
    now,
    timeoutMs,
  }: {
    readonly send: Send
    readonly environment: string
    readonly now: number
    readonly timeoutMs: number
  },
): Promise<Tried> {
  const { name, host } = notifier
  const message = testMessage({ environment, notifier: name }, { id: randomUUID(), at: now })
  const began = performance.now()
  const sent = await send(notifier, message, { timeoutMs, now })
  return { name, host, ...sent, ms: Math.round(performance.now() - began) }
}
