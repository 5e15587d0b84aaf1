import type { Position } from '../../src/fleet/index.ts'
import { turnedBy } from '../../src/flips/ladder.ts'
import { INTERACTIONS } from '../../src/products/index.ts'
import {
  createCloud,
  createLegacySpine,
  createPointerFeeds,
  type FeedOptions,
  type PointerCall,
  type PointerCaller,
} from '../../src/simulator/index.ts'
import { moving } from '../fleet/given.ts'
import { ask, type Told } from '../simulator/ask.ts'
import { pointerCall } from './pointers.ts'
import { configOf, startProxy, storeFor } from './proxy.ts'
import type { Closing } from './upstream.ts'

/** The calls of STU3 that the mapping is asked for, those that read and those that write. */
const STU3 = INTERACTIONS.filter(({ id }) => id.startsWith('nrl-stu3-'))
const READS = STU3.filter(each => each.class === 'audited-read').map(({ id }) => id)
const WRITES = STU3.filter(each => each.class === 'write').map(({ id }) => id)

/** The routes of pointers: reads may be copied and so have a stage more than writes. */
export const POINTER_ROUTES = ['pointer-reads', 'pointer-writes'] as const

/** What a test may want otherwise. */
export interface PointersWanted {
  readonly startsAt?: Position['stage']
  readonly feed?: FeedOptions
  /** How long a copy may take, milliseconds: what is promised in the file. */
  readonly withinMs?: number
  readonly timeoutMs?: number
  /** Share of the reads that are copied; 1 unless it is said. */
  readonly sample?: number
}

/** Starts both locators with a feed between them, and a proxy whose routes of pointers lead to them. */
export async function startPointers(t: Closing, wanted: PointersWanted = {}) {
  const { withinMs = 250, timeoutMs = 8_000, sample = 1 } = wanted
  const feeds = createPointerFeeds(wanted.feed)
  const legacy = await createLegacySpine({ pointers: [], feed: feeds.legacy })
  const cloud = await createCloud({ pointers: [], feed: feeds.cloud })
  t.teardown(async () => {
    feeds.close()
    await Promise.all([legacy.close(), cloud.close()])
  })
  const route = {
    ...{ legacy: 'spine', cloud: 'locator', translate: 'nrl.pointers', cohort: 'patients' },
    startsAt: wanted.startsAt ?? 'legacy',
    withoutKey: { side: 'legacy', why: 'who names a pointer by its id does not name its patient' },
  } as const
  const [reads, writes] = POINTER_ROUTES
  const config = configOf({
    environment: { name: 'test' },
    upstreams: {
      spine: { url: legacy.url, simulated: true, timeoutMs },
      locator: { url: cloud.url, simulated: true, timeoutMs },
    },
    cohorts: {
      patients: { key: 'nhsNumber', records: { copied: { within: `${withinMs}ms` } } },
    },
    routes: [
      {
        ...route,
        name: reads,
        match: { interaction: READS },
        shadow: { as: '200000000999', organisation: 'FIC01', sample },
      },
      { ...route, name: writes, match: { interaction: WRITES } },
      { name: 'default', legacy: 'spine' },
    ],
  })
  // A turn is remembered for minutes: the clock of proxy and store is led past them, real time goes on as ever.
  let ahead = 0
  const now = (): number => Date.now() + ahead
  const store = await storeFor(t, { now })
  const proxy = await startProxy(t, config, { store, now })
  const told = (call: PointerCall, caller: Partial<PointerCaller> = {}): Promise<Told> =>
    ask({ ...legacy, url: proxy.url.origin }, pointerCall(call, { now: Date.now(), ...caller }))
  const place = async (at: Partial<Position>, of: readonly string[] = POINTER_ROUTES) => {
    for (const name of of) {
      const before = store.known.routes.get(name)
      const turned = before && at.stage && turnedBy(before, at.stage, now())
      const to = { ...at, ...(turned !== undefined && { turned }) }
      await store.change(store.known.revision, moving(store.known, name, to))
    }
  }
  return {
    ...proxy,
    feeds,
    legacy,
    cloud,
    store,
    told,
    withinMs,
    place,
    pass: (ms: number): void => {
      ahead += ms
    },
  }
}
