import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type Admission, createAdmission, createRates } from '../roles/index.ts'
import { createStreams, type Follow, type StreamsOptions } from './event-stream.ts'
import type { ApiAnswer, ApiRequest } from './page.ts'
import { json, type Probed, PROBES, type WholePage } from './probes.ts'
import { type Door, letIn } from './let-in.ts'
import { stayLetIn } from './stay-let-in.ts'
import { NotAsked, type TurnedBy } from './read-request.ts'

/** What one instance can be asked on its admin port. */
export interface AdminAnswers extends Probed {
  /** What is under `/api/`. */
  api(request: ApiRequest): Promise<ApiAnswer>
  /** Writes down why a page could not be made. */
  failed(error: unknown): void
  /** Counts a request that was turned away before anything was done. */
  turned?(by: TurnedBy): void
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
  /** Who is let in to the API, closed with the port; where absent, by where it listens alone. */
  readonly admission?: Admission | undefined
  /** Milliseconds on a clock that only goes forward; the process's where absent. */
  readonly clock?: () => number
  readonly streams?: Omit<StreamsOptions, 'failed'>
  /** How often whoever is told of what happens is held against who may be, milliseconds. Default 10 000. */
  readonly lookEveryMs?: number
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
  const { admission = createAdmission(at.host), clock = () => performance.now() } = at
  const { lookEveryMs = 10_000 } = at
  const door = { admission, rates: createRates(clock) }
  const streams = createStreams({ ...at.streams, failed: error => answers.failed(error) })
  const ask = async (request: IncomingMessage): Promise<Answer> =>
    request.url?.startsWith('/api/') === true
      ? apiPage(request, door, answers)
      : probePage(request, answers)
  const server = createServer((request, response) => {
    void ask(request).then(answer => {
      const page = 'follow' in answer ? FULL : answer
      if ('follow' in answer && streams.begin(response, answer.follow)) {
        return stayLetIn(request, response, { admission, lookEveryMs })
      }
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
        admission.close()
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

async function apiPage(
  request: IncomingMessage,
  door: Door,
  answers: AdminAnswers,
): Promise<Answer> {
  try {
    const asked = await letIn(request, door)
    const { status, body, follow, headers, turned } = await answers.api(asked)
    if (turned !== undefined) answers.turned?.(turned)
    return follow === undefined
      ? { ...json(status, body), ...(headers && { headers }) }
      : { follow }
  } catch (error) {
    if (error instanceof NotAsked) {
      if (error.turned !== undefined) answers.turned?.(error.turned)
      return { ...json(error.status, { error: error.message }), headers: error.headers }
    }
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
