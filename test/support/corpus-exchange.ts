import { createHash } from 'node:crypto'
import {
  type Agent,
  type IncomingMessage,
  request as httpRequest,
  type ServerResponse,
} from 'node:http'
import type { Writable } from 'node:stream'
import { type Closing, startUpstream } from './upstream.ts'

/** One message as one end writes it: header lines with their framing, and the body in pieces. */
export interface Written {
  readonly headers: readonly string[]
  readonly pieces: readonly Buffer[]
}

/** A request as its supplier writes it. */
export interface WrittenRequest extends Written {
  readonly method: string
  readonly target: string
}

/** An answer as its upstream writes it. */
export interface WrittenAnswer extends Written {
  readonly status: number
  readonly reason: string
}

/** One message as the other end saw it. */
export interface Seen {
  /** Method and target, or status and reason. */
  readonly first: string
  readonly headers: readonly string[]
  readonly sha256: string
  readonly bytes: number
}

export const sha256 = (pieces: readonly Buffer[]): string => {
  const hash = createHash('sha256')
  for (const piece of pieces) hash.update(piece)
  return hash.digest('hex')
}

const MARK = 'X-Exchange'

/** An upstream that answers each exchange with what was laid out for it, and notes what it was asked. */
export interface LaidOut {
  readonly url: URL
  readonly answers: Map<string, WrittenAnswer>
  /** Every arrival of an exchange: more than one where another side was asked. */
  readonly seen: Map<string, Seen[]>
}

/** Starts it. */
export async function startLaidOut(t: Closing): Promise<LaidOut> {
  const answers = new Map<string, WrittenAnswer>()
  const seen = new Map<string, Seen[]>()
  const answered = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const id = request.headers[MARK.toLowerCase()] as string // on every request below
    const chunks = await chunksOf(request)
    const first = `${request.method ?? ''} ${request.url ?? ''}`
    seen.set(id, [...(seen.get(id) ?? []), seenAs(first, request.rawHeaders, chunks)])
    const answer = answers.get(id)
    if (answer === undefined) throw new Error(`no answer is laid out for ${id}`)
    response.sendDate = false
    response.writeHead(answer.status, answer.reason, [...answer.headers])
    await write(response, answer.pieces)
    response.end()
  }
  const url = await startUpstream(t, (request, response) => {
    answered(request, response).catch(() => response.destroy())
  })
  return { url, answers, seen }
}

/** Sends one request and gives its reply as seen. */
export function exchange(
  url: URL,
  id: string,
  written: WrittenRequest,
  agent: Agent,
): Promise<Seen & { readonly body: Buffer }> {
  const { promise, resolve, reject } = Promise.withResolvers<Seen & { readonly body: Buffer }>()
  const request = httpRequest(url, {
    method: written.method,
    path: written.target,
    agent,
    headers: ['Host', url.host, MARK, id, ...written.headers],
  })
  request.on('error', reject)
  request.on('response', reply => {
    chunksOf(reply).then(chunks => {
      const first = `${reply.statusCode ?? 0} ${reply.statusMessage ?? ''}`
      resolve({ ...seenAs(first, reply.rawHeaders, chunks), body: Buffer.concat(chunks) })
    }, reject)
  })
  write(request, written.pieces).then(() => request.end(), reject)
  return promise
}

async function chunksOf(message: IncomingMessage): Promise<Buffer[]> {
  const chunks: Buffer[] = []
  for await (const chunk of message) chunks.push(chunk as Buffer)
  return chunks
}

const seenAs = (first: string, headers: readonly string[], chunks: Buffer[]): Seen => ({
  first,
  headers,
  sha256: sha256(chunks),
  bytes: chunks.reduce((sum, { length }) => sum + length, 0),
})

/** Writes every piece in a turn of its own, so that it leaves by itself. */
async function write(to: Writable, pieces: readonly Buffer[]): Promise<void> {
  for (const [i, piece] of pieces.entries()) {
    if (i > 0) await new Promise(resolve => setImmediate(resolve))
    to.write(piece)
  }
}

/** The framing of a body that is written in pieces of any size. */
export const framed = (size: number, isChunked: boolean): string[] =>
  isChunked ? ['Transfer-Encoding', 'chunked'] : ['Content-Length', String(size)]

const REMADE = new Set(['host', 'connection', 'keep-alive', 'transfer-encoding'])

/** The header lines that pass as they stand: all but those that stop here. */
export const passing = (headers: readonly string[], also?: string): string[] =>
  headers.filter((_, i) => {
    const name = (headers[i - (i % 2)] ?? '').toLowerCase()
    return !REMADE.has(name) && name !== also
  })
