import { randomUUID } from 'node:crypto'
import {
  createCloud,
  createLegacySpine,
  createPatients,
  createRandom,
  createRequest,
  type SupplierRequest,
} from '../../src/simulator/index.ts'
import { load, scriptOf } from './load.ts'
import { type FicusPeer, startAnswering, startFicus, type Peer } from './peers.ts'
import { servingSeconds } from './process-cost.ts'

/** What copying everything came to. */
export interface ShadowCost {
  /** CPU of the serving thread per request with every request copied, as a share of that with none. */
  readonly ratio: number
  /** The same where every request is read for the shadow's sake and none is drawn to be copied. */
  readonly readRatio: number
  /** With none copied against with none copied. */
  readonly noise: number
  readonly isTooNoisy: boolean
  /** Microseconds of the serving thread per request. */
  readonly micros: { readonly on: number; readonly off: number }
  /** The share of requests that came to a comparison. */
  readonly compared: number
}

const BLOCK_SECONDS = 2
const NOISE = [0.85, 1.15] as const
/** Over 32 connections about eight hundred requests a second: more than a Spine supplier sends, less than saturates. */
const PAUSE_MS = 40
const ANY_CORE = '0,1'
const BASE = '/personal-demographics/FHIR/R4'

/**
 * Measures what it costs the thread that serves that every request is copied, in turns with none copied. Linux only.
 * The shadow's own thread is not in it: it works behind, on whatever the processors have left.
 */
export async function measureShadow(
  blocks: number,
  tell: (line: string) => void,
): Promise<ShadowCost> {
  const { request, upstreams } = await startBoth()
  const path = (port: number): string => `http://127.0.0.1:${port}`
  const [legacy, cloud] = upstreams
  const routes = (startsAt: string, sample: number): string => `
  upstreams: { spine: { url: '${path(legacy.port)}' }, cloud: { url: '${path(cloud.port)}${BASE}' } },
  cohorts: { patients: { key: 'nhsNumber', records: 'shared' } },
  routes: [
    { name: 'copied', match: { interaction: ['QUPA_IN000008UK02'] }, legacy: 'spine', cloud: 'cloud',
      translate: 'pds.retrieval', cohort: 'patients', startsAt: '${startsAt}',
      shadow: { as: '990000009999', sample: ${sample} } },
    { name: 'default', legacy: 'spine' },
  ],`
  const peers = [
    await startFicus('shadow-on', routes('shadow', 1), { core: ANY_CORE }),
    await startFicus('shadow-off', routes('legacy', 1), { core: ANY_CORE }),
    await startFicus('shadow-read', routes('shadow', 0.000001), { core: ANY_CORE }),
    await startFicus('shadow-off-again', routes('legacy', 1), { core: ANY_CORE }),
  ]
  const headers = Object.fromEntries(request.headers)
  const script = scriptOf({ path: request.path, headers, body: request.body, pauseMs: PAUSE_MS })
  try {
    for (const peer of peers) await load(peer.port, script, BLOCK_SECONDS)
    const micros = peers.map((): number[] => [])
    for (let block = 1; block <= blocks; block += 1) {
      tell(`shadow, block ${block} of ${blocks}`)
      for (const [i, peer] of peers.entries()) micros[i]?.push(await microsOf(peer, script))
    }
    const [on = NaN, off = NaN, read = NaN, again = NaN] = micros.map(all => Math.min(...all))
    const noise = again / off
    return {
      ratio: on / Math.min(off, again),
      readRatio: read / Math.min(off, again),
      noise,
      isTooNoisy: noise < NOISE[0] || noise > NOISE[1],
      micros: { on, off: Math.min(off, again) },
      compared: await comparedBy(peers[0]),
    }
  } finally {
    for (const peer of [...peers, ...upstreams]) peer.stop()
  }
}

async function microsOf(peer: Peer, script: string): Promise<number> {
  const before = servingSeconds(peer.pid)
  const { requests, failed } = await load(peer.port, script, BLOCK_SECONDS)
  if (failed > 0) throw new Error(`${peer.name} failed ${failed} requests`)
  return ((servingSeconds(peer.pid) - before) / requests) * 1e6
}

async function comparedBy(peer: FicusPeer | undefined): Promise<number> {
  if (peer === undefined) return NaN
  const text = await (await fetch(new URL('/metrics', peer.admin))).text()
  const lines = text.split('\n').filter(line => line.startsWith('ficus_comparisons_total{'))
  const sum = (which: readonly string[]): number =>
    which.reduce((all, line) => all + Number(line.split(' ').at(-1)), 0)
  const equal = lines.filter(line => /verdict="(?:identical|equivalent)"/.test(line))
  return sum(equal) / sum(lines)
}

/** One retrieval, and nginx in the place of either side with its answer to it. */
async function startBoth(): Promise<{
  request: SupplierRequest
  upstreams: readonly [legacy: Peer, cloud: Peer]
}> {
  const [legacy, cloud] = [await createLegacySpine(), await createCloud()]
  const [patient] = createPatients()
  if (patient === undefined) throw new Error('nobody is known')
  const ids = { messageId: randomUUID(), now: Date.now(), random: createRandom(1) }
  const request = createRequest('QUPA_IN000008UK02', patient, ids)
  try {
    const { method, path, body } = request
    const headers = Object.fromEntries(request.headers)
    const said = await (await fetch(legacy.url + path, { method, headers, body })).text()
    const record = await fetch(`${cloud.url}${BASE}/Patient/${patient.nhsNumber}`, {
      headers: { 'X-Request-ID': randomUUID(), Accept: 'application/fhir+json' },
    })
    const etag = record.headers.get('etag') ?? ''
    return {
      request,
      upstreams: [
        await startAnswering({ name: 'legacy', type: 'text/xml; charset=UTF-8', body: said }),
        await startAnswering({
          name: 'cloud',
          type: 'application/fhir+json',
          body: await record.text(),
          more: `add_header X-Request-ID $http_x_request_id; add_header ETag '${etag}';`,
        }),
      ],
    }
  } finally {
    await Promise.all([legacy.close(), cloud.close()])
  }
}
