import { setTimeout as pause } from 'node:timers/promises'
import type { ProblemView } from '../admin/index.ts'
import { parseAddress } from './address.ts'
import { CommandError, EXIT, type ExitCode, type Terminal } from './terminal.ts'
import { readToken } from './token.ts'

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
/** Who is asked to wait longer is told so instead. */
const MOST_PAUSE_MS = 5_000

/** Finds the address of an instance: what was given, else FICUS_ADMIN, else this machine. Throws CommandError. */
export function adminOrigin(given: string | undefined, env: Terminal['env']): string {
  const written = given ?? env['FICUS_ADMIN'] ?? DEFAULT
  if (/^https?:\/\/[^/]+\/?$/.test(written)) return written.replace(/\/$/, '')
  const { host, port } = parseAddress(given === undefined ? 'FICUS_ADMIN' : '--admin', written)
  // An instance that listens on every address of its machine is reached on its own.
  const reached = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host
  return `http://${reached.includes(':') ? `[${reached}]` : reached}:${port}`
}

/** What of a terminal it takes to ask an instance. */
export type AskingTerminal = Pick<Terminal, 'env' | 'cwd'>

/** Creates a client of the instance that was named, as {@link adminOrigin} finds it. */
export const clientAt = (given: string | undefined, terminal: AskingTerminal): AdminClient =>
  createAdminClient(adminOrigin(given, terminal.env), terminal)

/**
 * Creates a client, which asks with the token of FICUS_TOKEN where that is set. What cannot be reached, or answers
 * what is no JSON, ends the command with exit code 4; an instance that does not let the token in, with 3. A redirect
 * is not followed: the token is for the address that was named and for no other. Each question is given so long.
 */
export function createAdminClient(
  origin: string,
  terminal: AskingTerminal,
  patienceMs = PATIENCE_MS,
): AdminClient {
  const token = readToken(terminal)
  const ask = async (path: string, init: Asked): Promise<AdminAnswer> => {
    const headers = {
      ...(init.body !== undefined && { 'Content-Type': 'application/json' }),
      ...(token !== undefined && { Authorization: `Bearer ${token}` }),
    }
    const asking = { ...init, headers, redirect: 'error' as const }
    const first = await answerOf(`${origin}${path}`, asking, patienceMs)
    const pauseMs = first.status === 429 ? first.retryAfterMs : undefined
    if (pauseMs === undefined || pauseMs >= MOST_PAUSE_MS) return letIn(first, token)
    await pause(pauseMs)
    return letIn(await answerOf(`${origin}${path}`, asking, patienceMs), token)
  }
  return {
    get: path => ask(path, { method: 'GET' }),
    post: (path, body) => ask(path, { method: 'POST', body: JSON.stringify(body) }),
  }
}

interface Asked {
  readonly method: 'GET' | 'POST'
  readonly body?: string
}

interface Told extends AdminAnswer {
  /** How long it asks not to be asked, where it says so. */
  readonly retryAfterMs: number | undefined
}

async function answerOf(url: string, init: RequestInit, patienceMs: number): Promise<Told> {
  const gone = new AbortController()
  const late = setTimeout(() => gone.abort(), patienceMs)
  try {
    const response = await fetch(url, { ...init, signal: gone.signal })
    const seconds = Number(response.headers.get('retry-after') ?? NaN)
    return {
      status: response.status,
      body: await response.json(),
      retryAfterMs: Number.isFinite(seconds) ? seconds * 1_000 : undefined,
    }
  } catch {
    const wayOut = 'name it with --admin or FICUS_ADMIN, or start it'
    throw new CommandError(
      EXIT.unreachable,
      `no instance answers at ${new URL(url).origin}: ${wayOut}`,
    )
  } finally {
    clearTimeout(late)
  }
}

/** Ends the command where the instance does not let its sender in. */
function letIn(told: Told, token: string | undefined): AdminAnswer {
  const { status, body } = told
  if (status !== 401) return { status, body }
  const wayOut =
    token === undefined
      ? 'set FICUS_TOKEN to your token, or to file:PATH of it'
      : 'set FICUS_TOKEN to one that is yours and has not expired'
  throw new CommandError(EXIT.refused, `${(body as ProblemView).error}: ${wayOut}`) // as every refusal has it
}

/** The exit code of a command whose question is refused. */
const EXIT_OF: Readonly<Record<number, ExitCode>> = {
  403: EXIT.refused,
  409: EXIT.conflict,
  429: EXIT.failed,
}

/** Gives what was asked for; ends the command where the instance says that there is none or that it cannot. */
export function expected({ status, body }: AdminAnswer): unknown {
  if (status === 200) return body
  const { error } = body as ProblemView // every other answer to a question
  const code = EXIT_OF[status] ?? (status < 500 ? EXIT.usage : EXIT.unreachable)
  throw new CommandError(code, error)
}
