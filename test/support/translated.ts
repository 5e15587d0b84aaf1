import { randomUUID } from 'node:crypto'
import type { Side } from '../../src/exchange/index.ts'
import type { Position, Store } from '../../src/fleet/index.ts'
import {
  createRandom,
  createRequest,
  type Patient,
  SPINE,
  SUPPLIERS,
  type SupplierRequest,
} from '../../src/simulator/index.ts'
import { moving } from '../fleet/given.ts'
import { configOf, startProxy, type StartedProxy, storeFor, TEST_NAMING } from './proxy.ts'
import type { Closing } from './upstream.ts'

/** Where the simulated cloud has its PDS. */
export const PDS_PATH = '/personal-demographics/FHIR/R4'

/** The retrievals a supplier may ask for. */
export const RETRIEVALS = ['QUPA_IN000008UK02', 'QUPA_IN000008UK05', 'QUPA_IN000008SM13'] as const

/** What a test may want otherwise of a proxy that translates. */
export interface Wanted {
  readonly startsAt?: Position['stage']
  /** `apart`: legacy does not hold what the cloud does. */
  readonly records?: 'shared' | 'apart'
  readonly maxBodyBytes?: number
  /** What its retrievals move by. */
  readonly key?: 'nhsNumber' | 'fromAsid'
  readonly legacyTimeoutMs?: number
  readonly cloudTimeoutMs?: number
}

/** A proxy that translates, and how its retrievals are put elsewhere. */
export interface Translating extends StartedProxy {
  readonly store: Store
}

/** Starts a proxy whose retrievals are translated for the cloud. */
export async function startTranslating(
  t: Closing,
  { legacy, cloud }: { readonly legacy: URL; readonly cloud: URL },
  wanted: Wanted = {},
): Promise<Translating> {
  const isApart = wanted.records === 'apart'
  const config = configOf({
    environment: { name: 'test' },
    upstreams: {
      spine: { url: legacy.origin, timeoutMs: wanted.legacyTimeoutMs ?? 10_000 },
      'pds-fhir': {
        url: `${cloud.origin}${PDS_PATH}`,
        timeoutMs: wanted.cloudTimeoutMs ?? 5_000,
      },
    },
    cohorts: {
      patients: {
        key: wanted.key ?? 'nhsNumber',
        records: isApart ? 'apart' : 'shared',
        ...((isApart || wanted.key === 'fromAsid') && { pin: true }),
      },
    },
    routes: [
      {
        name: 'pds-retrieval',
        match: { interaction: [...RETRIEVALS] },
        legacy: 'spine',
        cloud: 'pds-fhir',
        translate: 'pds.retrieval',
        cohort: 'patients',
        startsAt: wanted.startsAt ?? 'cloud',
        // A copy would be a request too: none is drawn.
        shadow: { as: '200000000999', sample: 0.000001 },
        ...(wanted.maxBodyBytes !== undefined && { maxBodyBytes: wanted.maxBodyBytes }),
      },
      { name: 'default', legacy: 'spine' },
    ],
  })
  const store = await storeFor(t)
  return { ...(await startProxy(t, config, { store })), store }
}

/** Puts the retrievals of a running proxy at a place, and the data of some senders on a side. */
export async function placed(
  { store }: Translating,
  at: Partial<Position>,
  pins: Readonly<Record<string, Side>> = {},
): Promise<void> {
  const change = moving(store.known, 'pds-retrieval', at)
  const moves = Object.entries(pins).map(([asid, side]) => ({
    cohort: 'patients',
    names: [TEST_NAMING.nameOf('fromAsid', asid)],
    side,
  }))
  await store.change(store.known.revision, { ...change, pins: moves })
}

/** A supplier's retrieval, and the ids its answer must name. */
export interface Retrieval extends SupplierRequest {
  /** As it is written in the request. */
  readonly messageId: string
  readonly payloadId: string
  readonly fromAsid: string
  readonly toAsid: string
}

const random = createRandom(31)

function drawn<T>(from: readonly T[]): T {
  const one = from[Math.floor(random() * from.length)]
  if (one === undefined) throw new Error('there is nobody to draw')
  return one
}

/** Writes a supplier's retrieval of a patient, in some style of its own. */
export function retrievalOf(interaction: (typeof RETRIEVALS)[number], patient: Patient): Retrieval {
  const supplier = drawn(SUPPLIERS)
  const ids = { messageId: randomUUID(), payloadId: randomUUID() }
  const request = createRequest(interaction, patient, { ...ids, now: Date.now(), random, supplier })
  const written = (id: string): string => (request.body.includes(id) ? id : id.toUpperCase())
  return {
    ...request,
    messageId: written(ids.messageId),
    payloadId: written(ids.payloadId),
    fromAsid: supplier.asid,
    toAsid: SPINE.asid,
  }
}

/** Header lines a supplier sends with every request, some of them meant for Spine alone. */
export const PRIVATE_LINES: readonly (readonly [string, string])[] = [
  ['Cookie', 'session=for-spine'],
  ['Authorization', 'Basic Zm9yLXNwaW5l'],
  ['Accept-Encoding', 'gzip'],
  ['X-Odd', 'for spine'],
]

/** A retrieval as bytes of HTTP/1.1. */
export function onTheWire({ method, path, headers, body }: SupplierRequest): Buffer {
  const lines = [
    ['Host', 'spine.example'],
    ...headers,
    ...PRIVATE_LINES,
    ['Content-Length', String(Buffer.byteLength(body))],
  ]
  const head = lines.map(([name, value]) => `${name}: ${value}\r\n`).join('')
  return Buffer.from(`${method} ${path} HTTP/1.1\r\n${head}\r\n${body}`)
}
