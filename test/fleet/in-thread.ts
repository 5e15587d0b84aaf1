import { EventEmitter } from 'node:events'
import { MessageChannel } from 'node:worker_threads'
import type { Ask, Thread, ThreadSettings, Told } from '../../src/fleet/asks.ts'

import { serveAsks } from '../../src/fleet/serve-asks.ts'

// An id no store asks under.
const LAST = -1

/** The store's thread without a thread: the same code behind the same port, and it can be made to fail. */
export function startInThread(settings: ThreadSettings): Thread & { fail(error: Error): void } {
  const { port1: here, port2: there } = new MessageChannel()
  const events = new EventEmitter()
  serveAsks(there, settings)
  here.on('message', (told: Told) => {
    events.emit('message', told)
    if ('id' in told && told.id === LAST) here.close()
  })
  const end = async (): Promise<void> => {
    here.postMessage({ id: LAST, ask: 'close', given: null } satisfies Ask)
    events.emit('exit')
  }
  return {
    on: (event: string, listener: (value: Told & Error) => void) => events.on(event, listener),
    postMessage: (ask: Ask) => here.postMessage(ask),
    terminate: end,
    fail: error => {
      events.emit('error', error)
      void end()
    },
  }
}
