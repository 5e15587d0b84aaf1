import {
  type Answer,
  type Body,
  bytesAtHand,
  type Cohort,
  type FicusError,
  type Received,
  type Reply,
  type Route,
  type Side,
  type Stage,
} from '../../src/exchange/index.ts'
import { createNaming, stateOf, type Store } from '../../src/fleet/index.ts'
import { createJourney, type Snapshot } from '../../src/journey.ts'
import { createIdentifier } from '../../src/message/index.ts'
import { createOutcomes } from '../../src/outcomes/index.ts'
import { INTERACTIONS } from '../../src/products/index.ts'
import { compileRoutes } from '../../src/routing/index.ts'
import { createReplies } from '../../src/replies/index.ts'
import { createShadow } from '../../src/shadow/index.ts'
import { recordsOf } from '../../src/standing.ts'
import { createTraces } from '../../src/telemetry/index.ts'
import { createTranslation } from '../../src/translation/index.ts'
import type { Upstreams } from '../../src/upstream/index.ts'
import { route, upstream } from '../routing/given.ts'
import { ebxmlAcknowledgment } from '../support/messages.ts'
import { LATER, PRESCRIBE } from '../support/prescriptions.ts'

export const NAMING = createNaming(Buffer.alloc(32, 'test'))

/** Prescriptions that live apart and are pinned, or move as their messages do and are not. */
export const COHORTS = {
  apart: { key: 'prescriptionId', records: 'apart', pin: true },
  shared: { key: 'messageId', records: 'shared', pin: false },
} as const satisfies Record<string, Partial<Cohort>>

/** The route all messages of a prescription's life take. */
export const epsRoute = (records: keyof typeof COHORTS, startsAt: Stage = 'legacy'): Route =>
  route(
    'eps',
    { interaction: [PRESCRIBE, ...LATER] },
    {
      startsAt,
      cloud: upstream('eps', { simulated: true }),
      cohort: { name: 'prescriptions', seed: 'prescriptions', ...COHORTS[records] },
    },
  )

/** What a side does with a message: answers, or carries it out and says nothing, or is not there. */
export type Conduct = 'acknowledges' | 'goes silent' | 'is away'

/** Two sides, each of which carries a message of one HL7 id out once, as real ones do. */
export interface Sides {
  conduct: Conduct
  /** By HL7 id, every side that carried it out. */
  readonly done: Map<string, Set<Side>>
  readonly got: { readonly side: Side; readonly messageId: string }[]
}

export const createSides = (): Sides => ({ conduct: 'acknowledges', done: new Map(), got: [] })

/** Reads its ids as a side does, whatever the proxy knows of them. */
function idsIn(body: Body): { readonly messageId: string; readonly payloadId: string } {
  const text = bytesAtHand(body).toString()
  const [, messageId = ''] = /<eb:MessageId>([^<]*)</.exec(text) ?? []
  const [, payloadId = ''] = /<PORX_\w+ [^>]*><id root="([^"]*)"/.exec(text) ?? []
  return { messageId, payloadId }
}

/** Sends to scripted sides, as an upstream would in the best and the worst case. */
export const scripted = (sides: Sides): Upstreams => ({
  send: (prepared, reply, observer) => {
    const { side } = prepared
    const { messageId, payloadId } = idsIn(prepared.body)
    const tell = (more: object): void =>
      observer.attempted(prepared.upstream, {
        ...{ result: 'answered', status: 202, error: undefined, bound: 'bound', ms: 1 },
        ...more,
      })
    if (sides.conduct === 'is away') {
      tell({ result: 'failed', bound: 'none' })
      reply.whole({ status: 503, reason: '', headers: [], body: Buffer.from('it was not sent') })
      return
    }
    sides.got.push({ side, messageId })
    const by = sides.done.get(payloadId.toUpperCase()) ?? new Set()
    sides.done.set(payloadId.toUpperCase(), by.add(side))
    if (sides.conduct === 'goes silent') {
      tell({ result: 'failed', bound: 'none' })
      reply.whole({ status: 504, reason: '', headers: [], body: Buffer.from('nobody knows') })
      return
    }
    const answer = {
      ...{ status: 202, reason: 'Accepted', headers: ['Content-Type', 'text/xml'] },
      body: Buffer.from(ebxmlAcknowledgment(messageId)),
    }
    observer.capture?.whole(answer)
    reply.whole(answer)
    tell({})
  },
  pools: () => [],
  use: () => undefined,
  close: () => Promise.resolve(),
})

/** What a supplier got: an answer, or our error. */
export type Got = Answer | FicusError

/** One instance: a journey on a store, with a clock of the test's. */
export interface Instance {
  /** Sends a message and waits for what comes of it. */
  post(body: string, action: string): Promise<Got>
}

/** Builds an instance. `frozen` gives a snapshot it still goes by, where it has not heard of a later one. */
export function createInstance(given: {
  readonly store: Store
  readonly routes: readonly Route[]
  readonly sides: Sides
  readonly now: () => number
}): Instance & { hears: boolean } {
  const { store, routes, sides, now } = given
  const identifier = createIdentifier(INTERACTIONS)
  const table = compileRoutes(routes, { interactions: INTERACTIONS, unmatched: 'refuse' })
  const compiled = (): Snapshot => ({
    ...{ table, identifier, maxBodyBytes: 1_048_576 },
    state: stateOf(store.known, routes, store.held),
  })
  let last = compiled()
  let hears = true
  const newId = (): string => crypto.randomUUID().toUpperCase()
  const replies = createReplies({
    store,
    naming: NAMING,
    polled: () => undefined,
    unfetched: () => undefined,
  })
  const arrive = createJourney({
    snapshot: () => (hears ? compiled() : last),
    records: recordsOf({ store, naming: NAMING, now, replies }),
    replies,
    translation: createTranslation({ mappings: [], now, newId }),
    traces: createTraces(),
    upstreams: scripted(sides),
    shadow: createShadow(),
    outcomes: createOutcomes(),
    record: () => undefined,
    now,
    newId,
  })
  return {
    get hears() {
      return hears
    },
    /** From here on it goes by what it knows now, or hears again. */
    set hears(next) {
      hears = next
      last = compiled()
    },
    post: (body: string, action: string) =>
      new Promise<Got>(resolve => {
        const bytes = Buffer.from(body)
        const received: Received = {
          ...{ number: 1, at: performance.now(), method: 'POST', target: '/', language: 'ebxml' },
          headers: [
            ...['Content-Type', 'multipart/related; boundary="--=_MIME-Boundary"; type=text/xml'],
            ...['SOAPAction', `urn:nhs:names:services:mm/${action}`],
          ],
          length: bytes.length,
        }
        const settled = { status: 0, bytes: 0 }
        const reply: Reply = {
          whole: answer => {
            reply.owner?.settled({ ...settled, error: undefined })
            resolve(answer)
          },
          fail: error => {
            reply.owner?.settled({ ...settled, error })
            resolve(error)
          },
          start: () => true,
          write: () => true,
          end: () => undefined,
          destroy: () => undefined,
          ...{ onDrain: undefined, onGone: undefined, owner: undefined },
          ...{ isGone: false, hasStarted: false },
        }
        const read = (_need: unknown, _most: number, then: (body: object) => void): void =>
          then({ kind: 'whole', bytes })
        arrive({ received, reply, wrong: undefined, read } as Parameters<typeof arrive>[0])
      }),
  }
}
