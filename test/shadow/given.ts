import { randomUUID } from 'node:crypto'
import {
  type Body,
  Capture,
  type Captured,
  type Identified,
  NO_BODY,
  type Prepared,
  type RawHeaders,
  type Received,
  type Route,
  type Upstream,
} from '../../src/exchange/index.ts'
import { createIdentifier, languageOf } from '../../src/message/index.ts'
import { INTERACTIONS, MAPPINGS, policyFor, policyNamed } from '../../src/products/index.ts'
import { type CopiesOptions, type CopyCame, createCopies } from '../../src/shadow/index.ts'
import { copyWork, setupOf } from '../../src/shadow/copy-work.ts'
import type { Jobs } from '../../src/workers/index.ts'
import {
  createRandom,
  createRequest,
  type Patient,
  type RequestKind,
  type Simulator,
} from '../../src/simulator/index.ts'
import { route, upstream } from '../routing/given.ts'

export const NOW = Date.parse('2026-11-22T12:00:00Z')
/** Whom copies say they come from. */
export const MARKED = '990000009999'

/** What a supplier sends, as bytes. */
export interface Sent {
  readonly method: string
  readonly target: string
  readonly headers: RawHeaders
  readonly body: Buffer
}

/** The systems of a route, at addresses. */
export const between = (
  legacy: string,
  cloud: string,
  more: Partial<Route> & { readonly timeoutMs?: number } = {},
): Route => {
  const { timeoutMs = 5_000, ...own } = more
  return route('pds-retrieval', 'default', {
    legacy: at('spine', legacy, timeoutMs),
    cloud: at('pds-fhir', cloud, timeoutMs),
    translate: 'pds.retrieval',
    shadowAs: MARKED,
    ...own,
  })
}

/** An upstream at an address, perhaps with a path. */
export function at(name: string, url: string, timeoutMs = 5_000): Upstream {
  const { origin, pathname } = new URL(url)
  const basePath = pathname === '/' ? '' : pathname
  return upstream(name, { origin, basePath, timeoutMs, connections: 16 })
}

const random = createRandom(17)

/** A request as a supplier of the simulator's writes it. */
export function sentBy(kind: RequestKind, patient: Patient, messageId = randomUUID()): Sent {
  const written = createRequest(kind, patient, { messageId, now: NOW, random })
  return {
    method: written.method,
    target: written.path,
    headers: written.headers.flat(),
    body: Buffer.from(written.body),
  }
}

const identifier = createIdentifier(INTERACTIONS)

const receivedOf = ({ method, target, headers, body }: Sent): Received => ({
  number: 1,
  at: 0,
  method,
  target,
  headers,
  language: languageOf(method, target, headers),
  length: body.length,
})

const bodyOf = ({ body }: Sent): Body =>
  body.length === 0 ? NO_BODY : { kind: 'whole', bytes: body }

const onItsWay = (owner: Route): Omit<Prepared, keyof Identified> => ({
  route: owner,
  deadline: 0,
  side: 'legacy',
  upstream: owner.legacy,
  because: 'stage',
  mirror: { to: owner.cloud ?? owner.legacy },
  fallback: undefined,
})

/** A request on its way: who serves it, and who gets the copy. */
export const prepared = (sent: Sent, owner: Route, more: Partial<Prepared> = {}): Prepared => ({
  ...identifier.scan(receivedOf(sent), bodyOf(sent), 'whole'),
  ...onItsWay(owner),
  ...more,
})

/** The same of which only the head was read, as where legacy serves whatever it says. */
export const kept = (sent: Sent, owner: Route): Prepared => ({
  ...identifier.fromHead(receivedOf(sent), bodyOf(sent), 'kept'),
  ...onItsWay(owner),
})

/** Asks a system as Ficus would. */
export async function askedOf(to: Upstream | Simulator, sent: Sent): Promise<Captured> {
  const base = 'origin' in to ? to.origin + to.basePath : to.url
  const answer = await fetch(base + sent.target, {
    method: sent.method,
    headers: pairs(sent.headers),
    ...(sent.body.length > 0 && { body: new Uint8Array(sent.body) }),
  })
  const body = new Uint8Array(await answer.arrayBuffer())
  return { status: answer.status, headers: [...answer.headers].flat(), body }
}

const pairs = (headers: RawHeaders): [string, string][] =>
  headers.flatMap((name, i) => (i % 2 === 0 ? [[name, headers[i + 1] ?? '']] : []))

/** Puts an answer into what keeps it for the shadow. */
export function captured(
  capture: Capture | undefined,
  { status, headers, body }: Captured,
): Capture {
  if (capture === undefined) throw new Error('nothing is mirrored')
  capture.whole({ status, reason: '', headers, body: Buffer.from(body) })
  return capture
}

/** What copies are made and judged with, in this very thread. */
export interface InThread {
  /** Sends the copy of a request whose supplier got an answer, and judges what comes. */
  judge(request: Prepared, control: Captured): Promise<CopyCame>
  readonly jobs: Jobs
}

/** Makes copies of one route as a thread does, without one. */
export function inThread(owner: Route, more: Partial<CopiesOptions> = {}): InThread {
  const jobs = createCopies({
    mappings: MAPPINGS,
    identifier,
    policyFor,
    policyNamed,
    now: () => NOW,
    newId: randomUUID,
    ...more,
  })
  jobs.use(setupOf([{ route: owner, epoch: EPOCH }]))
  return {
    jobs,
    judge: async (request, control) => {
      const { work } = copyWork(request, EPOCH, { control })
      return (await jobs.run(work, during => during())) as CopyCame
    },
  }
}

export const EPOCH = 'e1'

/** What a comparison came to in a word, with its unexplained differences. */
export function spoken({ comparison }: Pick<CopyCame, 'comparison'>): string {
  const { verdict, reason } = comparison
  const code = 'code' in comparison ? comparison.code : undefined
  const differences = 'differences' in comparison ? comparison.differences : []
  const told = differences
    .filter(({ rule }) => rule === undefined)
    .map(({ severity, kind, path }) => `${severity} ${kind} ${path}`)
  return [verdict, reason, code, ...new Set(told)].filter(part => part !== undefined).join(' · ')
}
