import { once } from 'node:events'
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http'
import { createRequire } from 'node:module'
import type { AddressInfo } from 'node:net'
import type { Test } from 'tap'
import type { Notifier, NotifyWord } from '../../src/config/index.ts'

// The package is CommonJS whose names Node does not find by itself.
const { Webhook } = createRequire(import.meta.url)(
  'standardwebhooks',
) as typeof import('standardwebhooks')

export const KEY = Buffer.alloc(32, 7).toString('base64')

/** What one message said, once its signature was believed. */
export interface Heard {
  readonly id: string
  readonly type: string
  readonly timestamp: string
  readonly data: {
    readonly environment: string
    readonly revision: number
    readonly verb: string
    readonly name: string
    readonly [field: string]: unknown
  }
}

/** How a receiver answers the message of a number, from 0: a status, or in its own way. */
export type Answers = (number: number, heard: Heard) => number | ((reply: ServerResponse) => void)

/** A receiver as somebody else writes it: it believes what the Standard Webhooks library believes. */
export interface Receiver {
  readonly url: string
  /** Every message that was believed, in the order it came, whatever it was answered. */
  readonly heard: Heard[]
  /** Those that were answered 2xx. */
  readonly taken: Heard[]
  readonly headers: IncomingHttpHeaders[]
  /** Why messages were not believed. */
  readonly refused: string[]
  answers: Answers
  notifier(on?: readonly NotifyWord[], name?: string): Notifier
}

export async function receiver(t: Test, answers: Answers = () => 204): Promise<Receiver> {
  const webhook = new Webhook(KEY)
  const server = createServer((request, reply) => {
    const pieces: Buffer[] = []
    request.on('data', piece => pieces.push(piece as Buffer))
    request.on('end', () => {
      const said = read(Buffer.concat(pieces).toString(), request.headers)
      if (said === undefined) return void reply.writeHead(401).end()
      const answer = made.answers(made.heard.length, said)
      made.heard.push(said)
      made.headers.push(request.headers)
      if (typeof answer === 'function') {
        answer(reply)
        return
      }
      if (answer >= 200 && answer < 300) made.taken.push(said)
      reply.writeHead(answer).end()
    })
  })
  const read = (body: string, headers: IncomingHttpHeaders): Heard | undefined => {
    try {
      const said = webhook.verify(body, headers as Record<string, string>) as Heard // by our own writing
      return { ...said, id: String(headers['webhook-id']) }
    } catch (error) {
      made.refused.push(String(error))
      return undefined
    }
  }
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.teardown(() => {
    server.closeAllConnections()
    server.close()
  })
  const { port } = server.address() as AddressInfo
  const url = `http://127.0.0.1:${port}/services/wholly-secret`
  const made: Receiver = {
    url,
    heard: [],
    taken: [],
    headers: [],
    refused: [],
    answers,
    notifier: (on = ['*'], name = 'desk') => ({
      name,
      url,
      host: `127.0.0.1:${port}`,
      on,
      keys: [KEY],
    }),
  }
  return made
}

/** Waits until something is so; fails the test where it is not within some seconds. */
export async function until(t: Test, what: string, isSo: () => boolean): Promise<void> {
  const end = performance.now() + 8_000
  while (!isSo()) {
    if (performance.now() > end) return void t.fail(`never came about: ${what}`)
    await new Promise(resolve => setTimeout(resolve, 5))
  }
}
