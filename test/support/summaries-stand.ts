import type { Position } from '../../src/fleet/index.ts'
import { createCloud, createLegacySpine, createSummaryRecords } from '../../src/simulator/index.ts'
import { moving } from '../fleet/given.ts'
import { configOf, startProxy, storeFor } from './proxy.ts'
import type { Closing } from './upstream.ts'

const SCR_PATH = '/summary-care-record/FHIR/R4'

/** The routes of summaries whose answers may come from the cloud, with what they match. */
const MOVED = {
  'scr-summary': ['scr.summary', 'QUPC_IN190000UK04'],
  'scr-upload': ['scr.upload', 'REPC_IN150016UK05'],
  'scr-permission': ['scr.permission', 'SET_RESOURCE_PERMISSIONS_INUK01'],
} as const

/** The same by their names. */
export const SUMMARY_ROUTES: readonly string[] = Object.keys(MOVED)

/** The route whose answers are compared alone. */
export const LIST_ROUTE = 'scr-list'

const SHADOW = { as: '200000000999', sample: 1 }

/** What a test may want otherwise. */
export interface SummariesWanted {
  /** Who fetches the answers to its uploads. */
  readonly pollers: readonly string[]
  readonly startsAt?: Position['stage']
  /** Whether each side has records of its own, whatever the file says. */
  readonly isApart?: boolean
}

/** Starts both sides of the Summary Care Record on one store of records, and a proxy whose routes lead to them. */
export async function startSummaries(
  t: Closing,
  { pollers, startsAt = 'legacy', isApart = false }: SummariesWanted,
) {
  const records = createSummaryRecords()
  const legacy = await createLegacySpine({ summaries: records })
  const cloud = await createCloud({ summaries: isApart ? createSummaryRecords() : records })
  t.teardown(() => Promise.all([legacy.close(), cloud.close()]))
  const route = (name: string, [translate, interaction]: readonly [string, string]) => ({
    ...{ name, translate, match: { interaction: [interaction] }, legacy: 'spine' },
    ...{ cloud: 'scr-fhir', cohort: 'patients', startsAt },
    ...(/summary|list/.test(name) && { shadow: SHADOW }),
  })
  const config = configOf({
    environment: { name: 'test' },
    suppliers: Object.fromEntries(
      pollers.map(asid => [asid, { name: `Practice ${asid}`, reply: 'poll' }]),
    ),
    upstreams: {
      spine: { url: legacy.url, simulated: true },
      'scr-fhir': { url: cloud.url + SCR_PATH, simulated: true },
    },
    cohorts: { patients: { key: 'nhsNumber', records: 'shared' } },
    routes: [
      ...Object.entries(MOVED).map(([name, of]) => route(name, of)),
      { ...route(LIST_ROUTE, ['scr.list', 'QUPC_IN180000UK04']), startsAt: 'shadow' },
      { name: 'default', legacy: 'spine' },
    ],
  })
  const store = await storeFor(t)
  // A turn is remembered for minutes: the proxy's clock is led past them, real time goes on as ever.
  let ahead = 0
  const proxy = await startProxy(t, config, { store, now: () => Date.now() + ahead })
  const place = async (at: Partial<Position>, of = SUMMARY_ROUTES): Promise<void> => {
    for (const name of of) await store.change(store.known.revision, moving(store.known, name, at))
  }
  const pass = (ms: number): void => {
    ahead += ms
  }
  return { ...proxy, records, legacy, cloud, store, place, pass }
}

/** What a test of summaries is given. */
export type SummariesStand = Awaited<ReturnType<typeof startSummaries>>
