import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Asker } from '../roles/index.ts'
import type { ApiAnswer, ApiRequest } from './page.ts'
import { askerAt, NotAsked, readRequest } from './read-request.ts'

/** What one instance can be asked on its admin port. */
export interface AdminAnswers {
  /** The page for whoever sends this Accept header, in the pieces it was made in. */
  metrics(accept: string | undefined): Promise<{
    readonly pieces: readonly Buffer[]
    readonly contentType: string
  }>
  /** Whether this instance wants traffic, and why not; facts are for people, not for a load balancer. */
  readiness(): Readiness
  readonly isStarted: boolean
  readonly version: VersionFacts
  /** What is under `/api/`. */
  api(request: ApiRequest): Promise<ApiAnswer>
  /** Writes down why a page could not be made. */
  failed(error: unknown): void
}

/** Whether an instance wants traffic. `reasons` is empty where it does. */
export interface Readiness {
  readonly reasons: readonly string[]
  readonly facts: Readonly<Record<string, string | number | boolean>>
}

/** What runs here. */
export interface VersionFacts {
  readonly version: string
  readonly node: string
  readonly environment: string
}

/** An open admin port. */
export interface Admin {
  readonly address: AddressInfo
  close(): Promise<void>
}

interface Page {
  readonly status: number
  readonly contentType: string
  readonly pieces: readonly Buffer[]
}

/** How a page is asked for. */
interface PageAsked {
  readonly method: string
  readonly path: string
  readonly isVerbose: boolean
  readonly accept: string | undefined
}

type Answer = (answers: AdminAnswers, asked: PageAsked) => Page | Promise<Page>

const json = (status: number, value: unknown): Page => ({
  status,
  contentType: 'application/json; charset=utf-8',
  pieces: [Buffer.from(`${JSON.stringify(value)}\n`)],
})

const FAILED = json(500, { error: 'this page could not be made; the log says why' })

const PAGES: Readonly<Record<string, Answer>> = {
  // Alive as long as it can answer: never hangs on the store, an upstream or the load.
  '/livez': () => json(200, { status: 'live' }),
  '/startupz': ({ isStarted }) =>
    json(isStarted ? 200 : 503, { status: isStarted ? 'started' : 'starting' }),
  '/readyz': (answers, { isVerbose }) => {
    const { reasons, facts } = answers.readiness()
    const isReady = reasons.length === 0
    const page = { status: isReady ? 'ready' : 'not ready', ...(isReady ? {} : { reasons }) }
    return json(isReady ? 200 : 503, isVerbose ? { ...page, ...facts } : page)
  },
  '/version': ({ version }) => json(200, version),
  '/metrics': async (answers, { accept }) => ({
    status: 200,
    ...(await answers.metrics(accept)),
  }),
}

/** Opens the admin port. Throws what the system says where the port cannot be had. */
export async function openAdmin(
  at: { readonly host: string; readonly port: number },
  answers: AdminAnswers,
): Promise<Admin> {
  const asker = askerAt(at.host)
  const ask = async (request: IncomingMessage): Promise<Page> => {
    const [path = '/', query = ''] = (request.url ?? '/').split('?', 2)
    if (path.startsWith('/api/')) return apiPage(request, asker, answers)
    const { method = 'GET', headers } = request
    const isVerbose = query.split('&').includes('verbose')
    return answer({ method, path, isVerbose, accept: headers.accept }, answers)
  }
  const server = createServer((request, response) => {
    void ask(request).then(page => send(response, page, request.method === 'HEAD'))
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
    close: () =>
      new Promise(resolve => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

async function apiPage(
  request: IncomingMessage,
  asker: Asker,
  answers: AdminAnswers,
): Promise<Page> {
  try {
    const { status, body } = await answers.api(await readRequest(request, asker))
    return json(status, body)
  } catch (error) {
    if (error instanceof NotAsked) return json(error.status, { error: error.message })
    answers.failed(error)
    return FAILED
  }
}

async function answer(asked: PageAsked, answers: AdminAnswers): Promise<Page> {
  const { method, path } = asked
  const page = Object.hasOwn(PAGES, path) ? PAGES[path] : undefined
  if (page === undefined) return json(404, { error: 'no such page', pages: Object.keys(PAGES) })
  if (method !== 'GET' && method !== 'HEAD') return json(405, { error: 'only GET' })
  try {
    return await page(answers, asked)
  } catch (error) {
    answers.failed(error)
    return FAILED
  }
}

function send(response: ServerResponse, page: Page, isHead: boolean): void {
  response.writeHead(page.status, {
    'Content-Type': page.contentType,
    'Content-Length': page.pieces.reduce((sum, { length }) => sum + length, 0),
    'Cache-Control': 'no-store',
    'X-Content-Type-Options': 'nosniff',
  })
  // One write to the socket for all of them.
  response.cork()
  if (!isHead) for (const piece of page.pieces) response.write(piece)
  response.end()
}
