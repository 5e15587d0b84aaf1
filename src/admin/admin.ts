import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Asker } from '../roles/index.ts'
import { createStreams, type Follow, type StreamsOptions } from './event-stream.ts'
import type { ApiAnswer, ApiRequest } from './page.ts'
import { json, type Probed, PROBES, type WholePage } from './probes.ts'
import { askerAt, NotAsked, readRequest } from './read-request.ts'

/** What one instance can be asked on its admin port. */
export interface AdminAnswers extends Probed {
  /** What is under `/api/`. */
  api(request: ApiRequest): Promise<ApiAnswer>
  /** Writes down why a page could not be made. */
  failed(error: unknown): void
}

/** An open admin port. */
export interface Admin {
  readonly address: AddressInfo
  /** Ends what it tells of as it happens, and tells nobody any more: who listens goes on at another instance. */
  endStreams(): void
  close(): Promise<void>
}

/** Where it is opened, and how it tells of what happens. */
export interface AdminOptions {
  readonly host: string
  readonly port: number
  readonly streams?: Omit<StreamsOptions, 'failed'>
}

/** What is answered: a page, or what goes on. */
type Answer = WholePage | { readonly follow: Follow }

const FAILED = json(500, { error: 'this page could not be made; the log says why' })
const FULL: WholePage = {
  ...json(503, { error: 'this instance tells nobody else of what happens now: ask another' }),
  headers: { 'Retry-After': '5' },
}

/** Opens the admin port. Throws what the system says where the port cannot be had. */
export async function openAdmin(at: AdminOptions, answers: AdminAnswers): Promise<Admin> {
  const asker = askerAt(at.host)
  const streams = createStreams({ ...at.streams, failed: error => answers.failed(error) })
  const ask = async (request: IncomingMessage): Promise<Answer> =>
    request.url?.startsWith('/api/') === true
      ? apiPage(request, asker, answers)
      : probePage(request, answers)
  const server = createServer((request, response) => {
    void ask(request).then(answer => {
      const page = 'follow' in answer ? FULL : answer
      if ('follow' in answer && streams.begin(response, answer.follow)) return
      send(response, page, request.method === 'HEAD')
    })
  })
  server.requestTimeout = 10_000
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(at.port, at.host, () => {
      server.off('error', reject)
      resolve()
    })
  })
  return {
    address: server.address() as AddressInfo, // a TCP server's address is never a string
    endStreams: () => streams.end(),
    close: () =>
      new Promise(resolve => {
        streams.end()
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

async function apiPage(
  request: IncomingMessage,
  asker: Asker,
  answers: AdminAnswers,
): Promise<Answer> {
  try {
    const { status, body, follow } = await answers.api(await readRequest(request, asker))
    return follow === undefined ? json(status, body) : { follow }
  } catch (error) {
    if (error instanceof NotAsked) return json(error.status, { error: error.message })
    answers.failed(error)
    return FAILED
  }
}

async function probePage(request: IncomingMessage, answers: AdminAnswers): Promise<WholePage> {
  const [path = '/', query = ''] = (request.url ?? '/').split('?', 2)
  const { method, headers } = request
  const row = Object.hasOwn(PROBES, path) ? PROBES[path] : undefined
  if (row === undefined) return json(404, { error: 'no such page', pages: Object.keys(PROBES) })
  if (method !== 'GET' && method !== 'HEAD') return json(405, { error: 'only GET' })
  try {
    const isVerbose = new URLSearchParams(query).has('verbose')
    return await row.page(answers, { isVerbose, accept: headers.accept })
  } catch (error) {
    answers.failed(error)
    return FAILED
  }
}

function send(response: ServerResponse, page: WholePage, isHead: boolean): void {
  response.writeHead(page.status, {
    'Content-Type': page.contentType,
    'Content-Length': page.pieces.reduce((sum, { length }) => sum + length, 0),
    'Cache-Control': 'no-store',
    'X-Content-Type-Options': 'nosniff',
    ...page.headers,
  })
  // One write to the socket for all of them.
  response.cork()
  if (!isHead) for (const piece of page.pieces) response.write(piece)
  response.end()
}
