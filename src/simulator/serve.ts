import { createServer } from 'node:http'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { createStrikes, NO_FAULTS } from './faults.ts'
import type { Faults, Strike } from './faults.ts'
import type { Random } from './random.ts'
import { send } from './send.ts'

/** A request as it came off the socket. */
export interface SeenRequest {
  /** Counts up from 1. */
  readonly number: number
  /** Epoch milliseconds by the simulator's clock. */
  readonly at: number
  readonly method: string
  /** The request target, byte for byte. */
  readonly target: string
  /** Name and value as on the wire, in order, with duplicates. */
  readonly headers: readonly (readonly [string, string])[]
  readonly body: Buffer
}

/** A running simulator. */
export interface Simulator {
  /** `http://127.0.0.1:port`, no path. */
  readonly url: string
  /** Stops listening and cuts what is still open. */
  close(): Promise<void>
  /** Lists the requests that came whole, oldest first; only the last thousand are kept. */
  seen(): readonly SeenRequest[]
  /** Counts every request that came whole, also those no longer kept. */
  count(): number
  /** Changes the faults named and leaves the others. */
  set(faults: Partial<Faults>): void
}

/** What a simulator says to one request. */
export interface SimulatedAnswer {
  readonly status: number
  /** In wire order and case; Content-Length is added last. */
  readonly headers: readonly (readonly [string, string])[]
  readonly body: string
}

/** What both simulators are given from outside; each has a default. */
export interface ServeOptions {
  /** Default 0: any free one. */
  readonly port?: number
  readonly now: () => number
  readonly random: Random
  readonly faults?: Partial<Faults> | undefined
}

export interface Speaker {
  answer(request: SeenRequest, strike: Strike): SimulatedAnswer
  /** What an answer with a status imposed from outside looks like in this side's language. */
  refuse(request: SeenRequest, status: number, retryAfter: number | undefined): SimulatedAnswer
}

const KEPT = 1000
const HOST = '127.0.0.1'

function pairs(raw: readonly string[]): readonly (readonly [string, string])[] {
  const headers: (readonly [string, string])[] = []
  for (let i = 0; i < raw.length; i += 2) headers.push([raw[i] ?? '', raw[i + 1] ?? ''])
  return headers
}

async function bodyOf(request: IncomingMessage): Promise<Buffer | undefined> {
  const chunks: Buffer[] = []
  try {
    for await (const chunk of request) chunks.push(chunk as Buffer) // no encoding is set: always bytes
  } catch {
    return undefined // The sender went away: what came is no request.
  }
  return Buffer.concat(chunks)
}

/** Keeps the last requests and counts them all. */
function createRegister(now: () => number) {
  let count = 0
  const kept: SeenRequest[] = []
  return {
    take: (request: IncomingMessage, body: Buffer): SeenRequest => {
      const { method = '', url: target = '', rawHeaders } = request
      const headers = pairs(rawHeaders)
      const seen = { number: ++count, at: now(), method, target, headers, body }
      kept.push(seen)
      if (kept.length > KEPT) kept.shift()
      return seen
    },
    seen: () => [...kept],
    count: () => count,
  }
}

/** Runs things after a wait, unless it is cleared before. */
function createWaits() {
  const timers = new Set<NodeJS.Timeout>()
  return {
    after: (waitMs: number, run: () => void): void => {
      if (waitMs <= 0) return run()
      const timer = setTimeout(() => {
        timers.delete(timer)
        run()
      }, waitMs)
      timers.add(timer)
    },
    clear: (): void => {
      for (const timer of timers) clearTimeout(timer)
      timers.clear()
    },
  }
}

function answerOf(speaker: Speaker, seen: SeenRequest, strike: Strike): SimulatedAnswer {
  const { status, retryAfter } = strike.faults
  if (strike.struck && status !== undefined) return speaker.refuse(seen, status, retryAfter)
  try {
    return speaker.answer(seen, strike)
  } catch {
    // A request no template was written for must not end the process that the simulator runs in.
    return speaker.refuse(seen, 500, undefined)
  }
}

/** Starts an HTTP server that answers as a speaker says, except where faults strike. */
export async function serve(options: ServeOptions, speaker: Speaker): Promise<Simulator> {
  let faults: Faults = { ...NO_FAULTS, ...options.faults }
  const register = createRegister(options.now)
  const waits = createWaits()
  const strikes = createStrikes(options.random)

  const respond = async (request: IncomingMessage, reply: ServerResponse): Promise<void> => {
    const body = await bodyOf(request)
    if (body === undefined) return
    const seen = register.take(request, body)
    const strike = strikes(faults)
    if (strike.struck && strike.faults.hang) return
    const answer = answerOf(speaker, seen, strike)
    waits.after(strike.waitMs, () => send(reply, answer, strike))
  }

  const server = createServer((request, reply) => void respond(request, reply))
  server.listen(options.port ?? 0, HOST)
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo // a TCP server has one

  const stop = (): void => {
    server.close()
    server.closeAllConnections()
  }
  const obey = (): void => {
    if (faults.refuse && server.listening) stop()
    if (!faults.refuse && !server.listening) server.listen(port, HOST)
  }
  obey()

  return {
    url: `http://${HOST}:${port}`,
    seen: register.seen,
    count: register.count,
    set: change => {
      faults = { ...faults, ...change }
      obey()
    },
    close: async () => {
      waits.clear()
      if (!server.listening) return
      const closed = once(server, 'close')
      stop()
      await closed
    },
  }
}
