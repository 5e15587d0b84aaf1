import { randomUUID } from 'node:crypto'
import type { Override, Side } from '../../src/exchange/index.ts'
import type { Position } from '../../src/fleet/index.ts'
import type { ProxyOptions } from '../../src/proxy.ts'
import { content, moving, position } from '../fleet/given.ts'
import { FROM, soapAnswer, soapPost, soapRetrieval } from './messages.ts'
import { configOf, startProxy, type StartedProxy, storeFor } from './proxy.ts'
import { ask } from './raw-client.ts'
import { type Closing, startUpstream } from './upstream.ts'

/** A message that was sent, and who answered it. */
export interface Sent {
  readonly id: string
  readonly nhsNumber: string
  readonly side: Side
}

/** A proxy with one route that moves, and suppliers who ask it. */
export interface Decided extends StartedProxy {
  /** Where the admin port is, as one types it. */
  readonly at: string
  place(at: Partial<Position>, overrides?: readonly Override[]): Promise<void>
  /** Sends a retrieval about a patient; resolves once it is recorded too. */
  send(nhsNumber: string, more?: { readonly id?: string; readonly from?: string }): Promise<Sent>
}

const answering = (t: Closing, side: Side): Promise<URL> =>
  startUpstream(t, (request, response) => {
    const pieces: Buffer[] = []
    request.on('data', (piece: Buffer) => pieces.push(piece))
    request.on('end', () => {
      const id = /uuid:([-0-9A-Fa-f]+)/.exec(Buffer.concat(pieces).toString())?.[1] ?? ''
      response.setHeader('content-type', 'text/xml')
      response.setHeader('x-side', side)
      response.end(soapAnswer(id))
    })
  })

/** The cohorts of the routes file; an override can name a sender, never a patient. */
const COHORTS = {
  patients: { key: 'nhsNumber', records: 'shared' },
  senders: { key: 'fromAsid', records: 'shared' },
}

/** Starts it; `moving` is the route's name. */
export async function decidedProxy(
  t: Closing,
  decisions: NonNullable<ProxyOptions['decisions']> = {},
  cohort: keyof typeof COHORTS = 'patients',
): Promise<Decided> {
  const [spine, rehosted] = [await answering(t, 'legacy'), await answering(t, 'cloud')]
  const store = await storeFor(t)
  const config = configOf({
    environment: { name: 'test' },
    upstreams: { spine: { url: spine.origin }, rehosted: { url: rehosted.origin } },
    cohorts: COHORTS,
    routes: [
      { name: 'elsewhere', match: { path: ['/elsewhere'] }, legacy: 'spine' },
      { name: 'puts', match: { method: ['PUT'] }, legacy: 'spine' },
      {
        name: 'moving',
        match: { interaction: ['QUPA_IN000008UK02'] },
        legacy: 'spine',
        cloud: 'rehosted',
        cohort,
        // A copy would be answered too: none is drawn.
        shadow: { as: '200000000999', sample: 0.000001 },
      },
      { name: 'default', legacy: 'spine' },
    ],
  })
  const started = await startProxy(t, config, { store, decisions })
  const { url, admin, nextLine } = started
  return {
    ...started,
    at: admin.host,
    place: async (at, overrides = []) => {
      const next = content({
        routes: new Map([['moving', position(at)]]),
        overrides: new Map([[cohort, overrides]]),
      })
      const { line } = moving(store.known, 'x', {})
      await store.change(store.known.revision, { next, line })
    },
    send: async (nhsNumber, { id = randomUUID().toUpperCase(), from = FROM } = {}) => {
      const message = soapRetrieval({ messageId: id, nhsNumber, headerFrom: from, bodyFrom: from })
      const answer = await ask(url, soapPost(message))
      await nextLine()
      const side = answer?.headers[answer.headers.indexOf('x-side') + 1]
      if (side !== 'legacy' && side !== 'cloud') throw new Error('nobody answered')
      return { id, nhsNumber, side }
    },
  }
}

const PLACES = [10, 9, 8, 7, 6, 5, 4, 3, 2]

/** Makes up NHS numbers of the range kept for tests, each with its check digit. */
export function patientsOf(count: number): readonly string[] {
  const numbers: string[] = []
  for (let n = 999_000_000; numbers.length < count; n += 1) {
    const sum = PLACES.reduce((all, weight, i) => all + weight * Number(String(n)[i]), 0)
    const check = (11 - (sum % 11)) % 11
    if (check < 10) numbers.push(`${String(n)}${String(check)}`)
  }
  return numbers
}
