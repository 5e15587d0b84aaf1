import type { ProblemView } from '../admin/index.ts'
import { parseAddress } from './address.ts'
import { CommandError, EXIT, type Terminal } from './terminal.ts'

/** What an instance answered. */
export interface AdminAnswer {
  readonly status: number
  readonly body: unknown
}

/** Speaks to the admin port of one instance. */
export interface AdminClient {
  get(path: string): Promise<AdminAnswer>
  post(path: string, body: object): Promise<AdminAnswer>
}

const DEFAULT = '127.0.0.1:9400'
const PATIENCE_MS = 10_000

/** Finds the address of an instance: what was given, else FICUS_ADMIN, else this machine. Throws CommandError. */
export function adminOrigin(given: string | undefined, env: Terminal['env']): string {
  const written = given ?? env['FICUS_ADMIN'] ?? DEFAULT
  if (/^https?:\/\/[^/]+\/?$/.test(written)) return written.replace(/\/$/, '')
  const { host, port } = parseAddress(given === undefined ? 'FICUS_ADMIN' : '--admin', written)
  // An instance that listens on every address of its machine is reached on its own.
  const reached = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host
  return `http://${reached.includes(':') ? `[${reached}]` : reached}:${port}`
}

/** Creates a client. What cannot be reached, or answers what is no JSON, ends the command with exit code 4. */
export function createAdminClient(origin: string): AdminClient {
  const ask = async (path: string, init: RequestInit): Promise<AdminAnswer> => {
    const gone = new AbortController()
    const late = setTimeout(() => gone.abort(), PATIENCE_MS)
    try {
      const response = await fetch(`${origin}${path}`, { ...init, signal: gone.signal })
      return { status: response.status, body: await response.json() }
    } catch {
      const wayOut = 'name it with --admin or FICUS_ADMIN, or start it'
      throw new CommandError(EXIT.unreachable, `no instance answers at ${origin}: ${wayOut}`)
    } finally {
      clearTimeout(late)
    }
  }
  return {
    get: path => ask(path, { method: 'GET' }),
    post: (path, body) =>
      ask(path, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify(body),
      }),
  }
}

/** Gives what was asked for; ends the command where the instance says that there is none or that it cannot. */
export function expected({ status, body }: AdminAnswer): unknown {
  if (status === 200) return body
  const { error } = body as ProblemView // every other answer to a question
  throw new CommandError(status < 500 ? EXIT.usage : EXIT.unreachable, error)
}
