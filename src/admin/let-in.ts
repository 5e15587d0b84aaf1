import type { IncomingMessage } from 'node:http'
import { isIP } from 'node:net'
import { PEER_PATH } from '../fleet/index.ts'
import type { Admission, Admitted, Asker, Asking, Rates } from '../roles/index.ts'
import type { ApiRequest } from './page.ts'
import { asksForSafety } from './read-change.ts'
import { NotAsked, readBody, readHead } from './read-request.ts'

/** What decides who is heard on an admin port. */
export interface Door {
  readonly admission: Admission
  readonly rates: Rates
}

/** Another instance, which the page of peers believes by its signature alone. */
const PEER: Asker = { actor: 'peer', roles: [] }

/**
 * Reads a request to the API, from whoever may ask: of somebody who proves who they are where that is asked for, and
 * not more often than is bounded. A halt, a rollback and a word of another instance are not bounded. Throws
 * {@link NotAsked}.
 */
export async function letIn(
  request: IncomingMessage,
  { admission, rates }: Door,
): Promise<ApiRequest> {
  const { asksForTokens } = admission
  refuseForeign(request, asksForTokens)
  const head = readHead(request)
  if (head.path === PEER_PATH) return { ...head, body: await readBody(request), ...PEER }
  const address = request.socket.remoteAddress ?? 'nowhere'
  const admitted = await admission.admit(request.headers.authorization)
  if ('not' in admitted) throw turnedAway(admitted, rates.take('sign-in', address))
  const body = await readBody(request)
  if (!admission.isOpen) {
    const asking = askingOf(head.method, body)
    const who = asksForTokens ? admitted.actor : address
    const seconds = asking === undefined ? 0 : rates.take(asking, who)
    if (seconds > 0) throw tooOften(seconds)
  }
  return { ...head, body, ...admitted }
}

const askingOf = (method: string, body: string): Asking | undefined => {
  if (method !== 'POST') return 'read'
  return asksForSafety(body) ? undefined : 'change'
}

const tooOften = (seconds: number): NotAsked =>
  new NotAsked(429, `this is asked too often: ask again in ${seconds} s`, {
    turned: 'rate',
    headers: { 'Retry-After': String(seconds) },
  })

/** Says why somebody is not let in, RFC 6750 §3; whoever tries too often is told that instead. */
function turnedAway(
  { not, says, afterSeconds = 1 }: Exclude<Admitted, Asker>,
  waitSeconds: number,
): NotAsked {
  if (waitSeconds > 0) return tooOften(waitSeconds)
  if (not === 'issuer') {
    const headers = { 'Retry-After': String(afterSeconds) }
    return new NotAsked(503, says, { turned: 'issuer', headers })
  }
  const challenge = not === 'token' ? ', error="invalid_token"' : ''
  const headers = { 'WWW-Authenticate': `Bearer realm="ficus"${challenge}` }
  const turned = not === 'token' ? 'token' : 'without_token'
  return new NotAsked(401, says, { turned, headers })
}

/**
 * Refuses what a page of somebody else has a browser send: it gives itself away by its Origin, by what the browser
 * says of where it comes from (Fetch Metadata), or, where it made its own name point here, by a Host that is a name.
 * The last has no token to bring: where one is asked for, a name is how a service is found. No other page may ask
 * beforehand what it may ask either.
 */
function refuseForeign({ method, headers }: IncomingMessage, asksForTokens: boolean): void {
  const { host = '', origin } = headers
  const name = host.replace(/:\d+$/, '').replace(/^\[(.*)\]$/, '$1')
  if (!asksForTokens && name !== 'localhost' && isIP(name) === 0) {
    throw foreign(403, 'this port is asked by its address, not by a name')
  }
  const own = [`http://${host}`, ...(asksForTokens ? [`https://${host}`] : [])]
  if (origin !== undefined && !own.includes(origin)) {
    throw foreign(403, 'a page of another origin may not ask this port')
  }
  const site = headers['sec-fetch-site']
  if (site === 'cross-site' || site === 'same-site') {
    throw foreign(403, 'a page of another site may not ask this port')
  }
  if (method === 'OPTIONS') throw foreign(405, 'only GET, POST', { Allow: 'GET, POST' })
}

const foreign = (status: number, says: string, headers?: Record<string, string>): NotAsked =>
  new NotAsked(status, says, { turned: 'foreign', ...(headers && { headers }) })
