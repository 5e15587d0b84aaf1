import { setTimeout as delay } from 'node:timers/promises'
import {
  createCloud,
  createLegacySpine,
  type Patient,
  patientsOf,
  type Simulator,
} from '../../src/simulator/index.ts'
import { onTheWire, PDS_PATH, RETRIEVALS, retrievalOf } from './translated.ts'
import { type Closing, startUpstream } from './upstream.ts'

/** A trace a supplier is part of. */
export const TRACE_ID = '4bf92f3577b34da6a3ce929d0e0e4736'
export const PARENT_ID = '00f067aa0ba902b7'
export const TRACEPARENT = `00-${TRACE_ID}-${PARENT_ID}-01`

/** Another, whose id holds a number of at most four digits. */
export const traceNumbered = (number: number): string =>
  String(number).padStart(4, '0') + TRACE_ID.slice(4)
export const MARKED = '990000009999'

/** Header lines as pairs, in wire order. */
export type Lines = readonly (readonly [name: string, value: string])[]

/** What a side was asked: its header lines. */
export interface Asked {
  readonly headers: Lines
}

/** Everybody whom a proxy of these tests asks. */
export interface TracedSides {
  readonly legacy: Simulator
  readonly cloud: Simulator
  /** Speaks as legacy does. */
  readonly rehosted: Simulator
  /** Answers anything, and keeps what it was asked. */
  readonly plain: { readonly url: URL; readonly asked: Asked[] }
}

const pairs = (raw: readonly string[]): Lines =>
  raw.flatMap((name, i) => (i % 2 === 0 ? [[name, raw[i + 1] ?? ''] as const] : []))

/** Starts them; they end with the test. */
export async function startSides(t: Closing): Promise<TracedSides> {
  const [legacy, cloud] = [await createLegacySpine(), await createCloud()]
  const rehosted = await createLegacySpine()
  t.teardown(() => Promise.all([legacy.close(), cloud.close(), rehosted.close()]))
  const asked: Asked[] = []
  const url = await startUpstream(t, (request, response) => {
    asked.push({ headers: pairs(request.rawHeaders) })
    response.setHeader('content-type', 'text/plain')
    response.end('as it came')
  })
  return { legacy, cloud, rehosted, plain: { url, asked } }
}

const [SERVED, MIRRORED, REHOSTED] = RETRIEVALS

/** The interaction of each route that a supplier's retrievals take. */
export const INTERACTION_OF = { served: SERVED, mirrored: MIRRORED, rehosted: REHOSTED } as const
export type RetrievalRoute = keyof typeof INTERACTION_OF

/**
 * A routes file. `served` is translated, and the cloud's; `mirrored` is translated and copied, and legacy's; `rehosted`
 * is copied as it came, and with `asks` has `trace: true`, as everything under /asked has. Everything else passes.
 */
export function tracedFile(sides: TracedSides, asks = false): object {
  const owns = (name: RetrievalRoute) => ({
    ...{ name, match: { interaction: [INTERACTION_OF[name]] }, cohort: 'patients' },
    ...{ legacy: 'spine', cloud: 'pds-fhir', shadow: { as: MARKED, sample: 1 } },
  })
  return {
    environment: { name: 'test' },
    upstreams: {
      spine: { url: sides.legacy.url },
      rehosted: { url: sides.rehosted.url },
      'pds-fhir': { url: `${sides.cloud.url}${PDS_PATH}`, timeoutMs: 2_000 },
      plain: { url: sides.plain.url.origin, connections: 1 },
    },
    cohorts: { patients: { key: 'nhsNumber', records: 'shared' } },
    routes: [
      { ...owns('served'), translate: 'pds.retrieval', startsAt: 'cloud' },
      { ...owns('mirrored'), translate: 'pds.retrieval', startsAt: 'shadow' },
      { ...owns('rehosted'), cloud: 'rehosted', startsAt: 'shadow', ...(asks && { trace: true }) },
      { name: 'asked', match: { path: ['/asked'] }, legacy: 'plain', trace: true },
      { name: 'default', legacy: 'plain' },
    ],
  }
}

/** Somebody both sides know. */
export function somebody(): Patient {
  const [patient] = patientsOf('plain')
  if (patient === undefined) throw new Error('there is no plain patient')
  return patient
}

/** A retrieval by a route, with lines of its supplier's. */
export function retrievalBy(route: RetrievalRoute, lines: Lines = []): Buffer {
  const request = retrievalOf(INTERACTION_OF[route], somebody())
  return onTheWire({ ...request, headers: [...request.headers, ...lines] })
}

/** A request nobody knows, with lines of its supplier's. */
export const plainly = (path: string, lines: Lines = []): string =>
  `GET ${path} HTTP/1.1\r\nHost: a\r\n${lines.map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n`

/** The lines of a trace somebody was asked with. */
export const traceLinesOf = ({ headers }: Asked): Lines =>
  headers.filter(([name]) => /^(?:traceparent|tracestate|baggage)$/i.test(name))

/** The one traceparent somebody was asked with, in its parts. Throws where there are others. */
export function parentOf(asked: Asked | undefined): {
  readonly traceId: string
  readonly spanId: string
  readonly flags: string
} {
  const lines = asked === undefined ? [] : traceLinesOf(asked)
  const parents = lines.filter(([name]) => name.toLowerCase() === 'traceparent')
  const [, traceId = '', spanId = '', flags = ''] =
    /^00-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})$/.exec(parents[0]?.[1] ?? '') ?? []
  if (parents.length !== 1 || traceId === '') throw new Error(`asked with ${JSON.stringify(lines)}`)
  return { traceId, spanId, flags }
}

/** Waits until something is so; looks now and then, for twenty seconds. */
export async function until<Found>(look: () => Found | undefined, what: string): Promise<Found> {
  const late = Date.now() + 20_000
  for (;;) {
    const found = look()
    if (found !== undefined) return found
    if (Date.now() > late) throw new Error(`it did not come: ${what}`)
    await delay(10)
  }
}
